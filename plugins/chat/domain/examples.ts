import type { Bookmark } from "./bookmark.ts";
import type { Channel } from "./channel.ts";
import type { Command } from "./command.ts";
import type { CustomEmoji, PeopleGroup } from "./directory.ts";
import type { IncomingHook, OutgoingHook } from "./hook.ts";
import type { Message } from "./message.ts";
import type { Person } from "./person.ts";
import type { TextSnippet } from "./text_snippet.ts";
import type { Workspace, WorkspaceItem } from "./workspace.ts";
import { type Draft, Preferences, type Reminder, type Scheduled, type Section, type ThreadState } from "./personal.ts";

/** What the methods answer, as the documentation shows it: one small workspace in which all of it could have happened. */

const AT = "2026-11-20T09:30:00.000Z";

export const MESSAGE: Message = {
  id: "message_0192",
  channelId: "channel_0192",
  text: "It's done, @bob",
  author: { id: "user-alice", name: "Alice", kind: "human" },
  createdAt: AT,
  seq: 4_711,
  rev: 4_711,
  reactions: [{ emoji: "👍", users: ["user-bob"] }],
};

export const WORKSPACE: Workspace = {
  id: "workspace_0192",
  name: "General",
  slug: "general",
  description: "",
  access: "open",
  first: true,
  role: "member",
};

export const WORKSPACE_ITEM: WorkspaceItem = {
  id: "workspace_0193",
  name: "Design",
  slug: "design",
  description: "How things look",
  access: "closed",
  first: false,
  role: "owner",
  member: true,
  memberCount: 4,
  unread: 3,
  mentions: 1,
  seq: 4_720,
  createdAt: AT,
};

export const CHANNEL: Channel = {
  id: "channel_0192",
  kind: "channel",
  name: "design",
  private: false,
  topic: "How things look",
  purpose: "",
  posting: "everyone",
  memberCount: 2,
  joined: true,
  role: "manager",
  unread: 3,
  mentions: 1,
  lastSeq: 4_711,
  lastReadSeq: 4_650,
  muted: false,
  starred: false,
  hidden: false,
  place: 0,
  rev: 4_600,
  workspaceId: "workspace_0192",
  createdBy: "user-alice",
  createdAt: AT,
};

export const DIRECT: Channel = {
  ...CHANNEL,
  kind: "dm",
  name: "Bob",
  private: true,
  topic: "",
  role: "member",
  people: ["user-alice", "user-bob"],
};

export const PERSON: Person = {
  id: "user-bob",
  name: "Bob",
  handle: "bob",
  role: "member",
  profile: { title: "Engineer", timezone: "Europe/Berlin" },
  status: { emoji: "🌴", text: "On holiday" },
  rev: 4_500,
};

export const DRAFT: Draft = { channelId: "channel_0192", text: "I think", rev: 4_712, updatedAt: AT };
export const SECTION: Section = { id: "section_0192", name: "Projects", place: 1, collapsed: false };
export const THREAD_STATE: ThreadState = {
  rootId: "message_0192",
  channelId: "channel_0192",
  following: true,
  lastReadSeq: 4_711,
  unread: 0,
  mentions: 0,
};
export const REMINDER: Reminder = { id: "reminder_0192", text: "Happy new year", at: "2027-01-01T08:00:00.000Z" };
export const SCHEDULED: Scheduled = {
  id: "scheduled_0192",
  channelId: "channel_0192",
  text: "Good morning",
  sendAt: "2027-01-01T08:00:00.000Z",
};
export const PREFERENCES: Preferences = Preferences.parse({ notify: "all", keywords: ["deploy"] });
export const GROUP: PeopleGroup = {
  id: "group_0192",
  handle: "designers",
  name: "Designers",
  description: "",
  members: ["user-bob"],
};
export const EMOJI: CustomEmoji = { name: "party", aliasOf: "parrot", createdBy: "user-alice", createdAt: AT };
export const BOOKMARK: Bookmark = { id: "bookmark_0192", title: "Handbook", url: "https://example.com", place: 1 };
export const SNIPPET: TextSnippet = {
  id: "snippet_0192",
  name: "thanks",
  text: "Thank you for the report, we look into it.",
  updatedAt: AT,
};

export const RECENT = { query: "deploy from:@bob", at: AT };

export const FILE_ITEM = {
  file: { id: "file_0192", name: "plan.pdf", type: "application/pdf", sizeBytes: 48_213 },
  messageId: "message_0192",
  channelId: "channel_0192",
  owner: "user-alice",
  sentAt: AT,
};

export const COMMAND: Command = {
  name: "deploy",
  description: "Deploys a service",
  usage: "<service>",
  owner: "plugin:releases",
};
export const INCOMING: IncomingHook = {
  id: "hook_0192",
  name: "Build server",
  channelId: "channel_0192",
  last4: "9f3c",
  createdBy: "user-alice",
  createdAt: AT,
};
export const OUTGOING: OutgoingHook = {
  id: "hook_0192",
  name: "Archive",
  channelId: "channel_0192",
  words: [],
  url: "https://example.com/in",
  createdBy: "user-alice",
  createdAt: AT,
};
export const COUNTS = { channelId: "channel_0192", unread: 3, mentions: 1, lastSeq: 4_711, lastReadSeq: 4_650 };
export const HIT = { message: MESSAGE, snippet: "It's done, @bob", highlights: [[5, 9] as [number, number]] };
export const IMPORT = {
  id: "import_0192",
  kind: "slack" as const,
  fileName: "acme export.zip",
  by: "Alice",
  state: "done" as const,
  done: 41,
  total: 41,
  at: AT,
  report: {
    users: { found: 12, here: 10 },
    channels: { found: 9, created: 7, existing: 2 },
    messages: { found: 8_000, imported: 7_950, known: 0 },
    threads: 310,
    reactions: { found: 900, imported: 900 },
    files: { found: 40, linked: 40 },
    pins: 6,
    left: { "notices of Slack itself": 50 },
  },
};
