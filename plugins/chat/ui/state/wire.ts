/** What chat's methods answer and its events carry. */

export type AuthorKind = "human" | "agent" | "workflow" | "plugin" | "system";

export interface Author {
  id: string;
  name: string;
  kind: AuthorKind;
}

export interface Message {
  id: string;
  channelId: string;
  text: string;
  author: Author;
  /** ISO 8601. */
  createdAt: string;
  editedAt?: string;
  deletedAt?: string;
  threadId?: string;
  /** Grows over all channels. */
  seq: number;
  /** Position of its newest change. */
  rev?: number;
  /** An answer that the channel shows as well. */
  inChannel?: boolean;
  broadcast?: "channel" | "here";
  reactions: Reaction[];
  clientId?: string;
  actions?: Action[];
  acted?: Acted;
  approval?: Approval;
}

/** A button under a message. */
export interface Action {
  id: string;
  label: string;
  style?: "primary" | "danger";
  value?: string;
  /** Is asked before the press counts. */
  confirm?: string;
  /** Whoever presses may add a comment. */
  comment?: boolean;
}

/** Who pressed which button. */
export interface Acted {
  action: string;
  label: string;
  user: { id: string; name: string };
  comment?: string;
  /** ISO 8601. */
  at: string;
}

/** What a workflow asks of people. The reference is the host's: nobody else can write one. */
export interface Approval {
  run: string;
  step: string;
  workflow: string;
  /** Who may decide: this role and those above it. */
  role: string;
  /** ISO 8601. */
  deadline?: string;
  state: "open" | "approved" | "rejected" | "expired" | "withdrawn";
  by?: string;
  comment?: string;
}

export interface Reaction {
  emoji: string;
  /** Ids of those who chose it. */
  users: string[];
}

export interface Channel {
  id: string;
  /** Missing in what older hosts answered: a channel. */
  kind?: "channel" | "dm" | "group";
  /** Without `#`. */
  name: string;
  private: boolean;
  topic: string;
  memberCount: number;
  joined: boolean;
  unread: number;
  mentions?: number;
  lastSeq: number;
  lastReadSeq: number;
  createdAt: string;
  archivedAt?: string;
}

/** Data of `chat.reaction.added` and `.removed`. */
export interface ReactionChange {
  messageId: string;
  channelId: string;
  emoji: string;
  user: string | { id: string };
}

/** Data of `chat.channel.read`. */
export interface ReadChange {
  channelId: string;
  userId: string;
  lastReadSeq: number;
}

/** Data of `chat.message.acted`. */
export interface Press {
  messageId: string;
  channelId: string;
  action: string;
  label: string;
  comment?: string;
  user: string;
  userName: string;
  actedAt: string;
}
