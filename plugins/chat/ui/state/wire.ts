/** What chat's methods answer and its events carry. */

import type { ImportKind, ImportReport } from "../../domain/import_report.ts";

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
  /** What there is in the thread below it. */
  replies?: Replies;
  pinned?: { at: string; by: string };
  files?: Attachment[];
  /** Its writer is still writing it. */
  streaming?: true;
  broadcast?: "channel" | "here";
  reactions: Reaction[];
  clientId?: string;
  /** This person deleted it, and for so many milliseconds can take that back. */
  undoMs?: number;
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

/** The thread below a message, in short. */
export interface Replies {
  count: number;
  lastSeq: number;
  lastAt: string;
  /** Ids of who answered, the newest first. */
  users: string[];
}

/** A file of a message, read at `/files/<id>`. */
export interface Thumbnail {
  /** Of the file that holds it. */
  id: string;
  width: number;
  height: number;
}

export interface Attachment {
  id: string;
  name: string;
  type: string;
  sizeBytes: number;
  /** A small picture of it. */
  thumbnail?: Thumbnail;
  /** It was taken away: what was found in it. */
  blocked?: string;
  /** Somebody deleted it: neither its bytes nor its name are there. */
  deleted?: { at: string; by: string };
}

/** A file with the message on which it hangs. */
export interface FileItem {
  file: Attachment;
  messageId: string;
  channelId?: string;
  /** Id of who uploaded it. */
  owner: string;
  sentAt: string;
}

/** Somebody's reaction. */
export interface Reactor {
  emoji: string;
  user: Person;
}

/** A link at the top of a channel. */
export interface Bookmark {
  id: string;
  title: string;
  url: string;
  emoji?: string;
  place: number;
}

/** A text that this person keeps to write it again. */
export interface TextSnippet {
  id: string;
  /** Typed behind ; to find it. */
  name: string;
  text: string;
  updatedAt: string;
}

/** What a slash command answered, for this person's eyes alone. */
export interface Whisper {
  id: string;
  channelId: string;
  threadId?: string;
  from: string;
  text: string;
  /** ISO 8601. */
  at: string;
}

/** What this person looked for. */
export interface RecentSearch {
  query: string;
  at: string;
}

export interface Channel {
  id: string;
  workspaceId?: string;
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
  purpose?: string;
  posting?: "everyone" | "managers";
  /** Ids of who is in a direct conversation. */
  people?: string[];
  role?: "manager" | "member";
  muted?: boolean;
  starred?: boolean;
  hidden?: boolean;
  notify?: NotifyLevel;
  sectionId?: string;
  place?: number;
  createdBy?: string;
}

export type NotifyLevel = "all" | "mentions" | "none";
export type Presence = "active" | "away" | "dnd";

/** A person as others see them. */
export interface Person {
  id: string;
  name: string;
  handle?: string;
  role: "owner" | "admin" | "member" | "guest" | "agent";
  profile: { title?: string; pronouns?: string; phone?: string; timezone?: string; about?: string };
  status?: { emoji: string; text: string; until?: string };
}

/** A group of channels in somebody's sidebar. */
export interface Section {
  id: string;
  name: string;
  emoji?: string;
  place: number;
  collapsed: boolean;
}

/** A text that is not sent yet; an empty one is gone. */
export interface Draft {
  channelId: string;
  threadId?: string;
  text: string;
  rev: number;
  updatedAt: string;
}

/** Where this person is in a thread. */
export interface ThreadState {
  rootId: string;
  channelId: string;
  following: boolean;
  lastReadSeq: number;
  unread: number;
  mentions: number;
}

export interface Scheduled {
  id: string;
  channelId: string;
  threadId?: string;
  text: string;
  sendAt: string;
  /** Why it could not be sent. */
  error?: string;
}

export interface PeopleGroup {
  id: string;
  handle: string;
  name: string;
  description?: string;
  members: string[];
}

export interface CustomEmoji {
  name: string;
  createdBy?: string;
  url?: string;
  aliasOf?: string;
}

/** What this person chose for all of chat. */
export interface Preferences {
  /** For channels without a choice of their own. */
  notify?: NotifyLevel;
  threads?: boolean;
  keywords?: string[];
  /** null: none. */
  quietHours?: QuietHours | null;
  sound?: boolean;
  desktop?: boolean;
  /** Devices are told while no page is open. */
  push?: boolean;
  pushText?: boolean;
  compact?: boolean;
  /** `auto`: as the browser. */
  language?: string;
  convertEmoticons?: boolean;
  enterSends?: boolean;
  unreadFirst?: boolean;
}

/** When nothing makes a noise. */
export interface QuietHours {
  /** HH:MM, also over midnight. */
  from: string;
  to: string;
  timezone: string;
  /** 0 is Sunday. */
  weekdays: number[];
}

/** A slash command, as completion shows it. */
export interface Command {
  name: string;
  description: string;
  usage: string;
  owner: string;
}

/** A found message: matches are given as places in the snippet. */
export interface SearchHit {
  message: Message;
  snippet: string;
  highlights: [number, number][];
}

/** Data of the volatile `chat.message.delta`. */
export interface Delta {
  messageId: string;
  channelId: string;
  /** Where in the text the piece begins. */
  at: number;
  text: string;
}

/** What `chat.snapshot` answers. */
export interface Snapshot {
  seq: number;
  workspace?: Workspace;
  me: Person;
  channels: Channel[];
  sections: Section[];
  drafts: Draft[];
  preferences: Preferences;
  threads: { unread: number; mentions: number };
  people: Person[];
  emoji: CustomEmoji[];
  groups: PeopleGroup[];
  scheduled: Scheduled[];
  saved: string[];
  refusedFiles?: string[];
}

export type SavedState = "saved" | "done" | "removed";

/** What `chat.sync` answers. */
export interface Changes {
  seq: number;
  hasMore: boolean;
  messages: Message[];
  channels: Channel[];
  gone: string[];
  threads: ThreadState[];
  people: Person[];
  drafts: Draft[];
  sections?: Section[];
  preferences?: Preferences;
  scheduled?: Scheduled[];
  saved: { messageId: string; state: SavedState }[];
  groups: PeopleGroup[];
  groupsGone: string[];
  snippets: TextSnippet[];
  snippetsGone: string[];
  bookmarks: { channelId: string; items: Bookmark[] }[];
  emoji?: CustomEmoji[];
  workspace?: Workspace;
}

/** Data of `chat.reaction.added` and `.removed`. */
export interface ReactionChange {
  messageId: string;
  channelId: string;
  emoji: string;
  user: string | { id: string };
  rev?: number;
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

/** The workspace as all see it. */
export interface Workspace {
  id: string;
  name: string;
  slug?: string;
  description: string;
  access?: "open" | "closed";
  /** The one that everybody with an account is in. */
  first?: boolean;
  /** This person's in it. */
  role?: WorkspaceRole;
}

export type WorkspaceRole = "owner" | "admin" | "member";

/** A workspace as `chat.workspace.list` answers it. */
export interface WorkspaceItem extends Workspace {
  slug: string;
  access: "open" | "closed";
  first: boolean;
  /** Not: it can be joined. */
  member: boolean;
  memberCount: number;
  unread: number;
  mentions: number;
}

/** An address at which other systems write into a channel. */
export interface IncomingHook {
  id: string;
  name: string;
  channelId: string;
  /** End of its secret part. */
  last4: string;
  createdBy: string;
  createdAt: string;
}

/** Another server that is told of messages in a channel. */
export interface OutgoingHook {
  id: string;
  name: string;
  channelId: string;
  words: string[];
  url: string;
  createdBy: string;
  createdAt: string;
}

/** One message that another server was told of. */
export interface Delivery {
  id: string;
  at: string;
  attempts: number;
  state: "delivered" | "waiting" | "given_up";
  nextAt?: string;
  /** HTTP status of the last attempt. */
  status?: number;
  error?: string;
}

/** How far an archive is taken over, and what came of it. */
export interface ArchiveImport {
  id: string;
  kind: ImportKind;
  fileName: string;
  /** Name of who began it. */
  by: string;
  state: "running" | "done" | "failed";
  /** Of `total`, which is days or thousandths. */
  done: number;
  total: number;
  error?: string;
  at: string;
  report: ImportReport;
}

/** What somebody wants to be reminded of: a message, or a text of their own. */
export interface Reminder {
  id: string;
  text: string;
  messageId?: string;
  at: string;
  firedAt?: string;
}
