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
  reactions: Reaction[];
  clientId?: string;
}

export interface Reaction {
  emoji: string;
  /** Ids of those who chose it. */
  users: string[];
}

export interface Channel {
  id: string;
  /** Without `#`. */
  name: string;
  private: boolean;
  topic: string;
  memberCount: number;
  joined: boolean;
  unread: number;
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
