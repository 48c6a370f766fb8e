import { z } from "zod";
import { Time } from "./time.ts";
import { Bookmark } from "./bookmark.ts";
import { CustomEmoji, PeopleGroup } from "./directory.ts";
import { Attachment, Message, Replies } from "./message.ts";
import { Person } from "./person.ts";
import { TextSnippet } from "./text_snippet.ts";
import { Role, Workspace } from "./workspace.ts";
import { Draft, Preferences, Reminder, Scheduled, Section, ThreadState } from "./personal.ts";

const rev = z.int().describe("The position that this change took");
const userId = z.string().describe("Whose; only their own devices hear of it");

const Reaction = z.object({
  messageId: z.string(),
  channelId: z.string(),
  emoji: z.string(),
  user: z.string().describe("Id of who reacted"),
  rev,
});

const workspaceId = z.string().describe("The workspace in which it happened");
const Membership = z.object({ channelId: z.string(), userId: z.string(), workspaceId, rev });
const ChannelOnly = z.object({ channelId: z.string(), workspaceId, rev });
const WorkspaceMembership = z.object({ workspaceId, userId: z.string(), role: Role, rev });

const Press = z.object({
  messageId: z.string(),
  channelId: z.string(),
  action: z.string().describe("The button's id"),
  label: z.string(),
  value: z.string().optional().describe("As the sender of the message gave it"),
  comment: z.string().optional(),
  user: z.string().describe("Id of who pressed"),
  userName: z.string(),
  actedAt: Time,
  rev,
});

const Newcomer = z.object({
  userId: z.string(),
  name: z.string(),
  handle: z.string().optional().describe("Without @"),
  role: z.enum(["owner", "admin", "member", "guest", "agent"]),
});

/** Each goes to the people of a room only, or of one: a grant to listen to it is marked for that. */
export const AUDIENCE = "room";

/** What the events of this plugin carry. The manifest holds the same as JSON Schema, made by `deno task generate`. */
export const EVENTS = {
  "chat.message.sent": Message,
  "chat.message.edited": Message,
  "chat.message.deleted": Message,
  "chat.message.pinned": Message,
  "chat.message.unpinned": Message,
  "chat.message.acted": Press,
  "chat.file.attached": z.object({
    file: Attachment,
    messageId: z.string(),
    channelId: z.string(),
    owner: z.string().describe("Id of who attached it"),
  }),
  "chat.file.deleted": z.object({
    id: z.string(),
    messageId: z.string(),
    channelId: z.string(),
    by: z.string().describe("Id of who deleted it"),
    rev,
  }),
  "chat.reaction.added": Reaction,
  "chat.reaction.removed": Reaction,
  "chat.mention.created": z.object({ message: Message, user: z.string().describe("Id of who is mentioned") }),
  "chat.notification.created": z.object({
    userId,
    kind: z.enum(["person", "group", "channel", "here", "keyword", "direct", "thread", "message"]),
    quiet: z.boolean().describe("In quiet hours or while not to be disturbed: no sound, nothing that pops up"),
    message: Message,
    channelName: z.string(),
    workspaceId,
  }),
  "chat.thread.updated": z.object({ rootId: z.string(), channelId: z.string(), replies: Replies.optional(), rev }),
  "chat.thread.followed": ThreadState.extend({ userId, rev }),
  "chat.thread.read": ThreadState.extend({ userId, rev }),
  "chat.channel.created": z.object({
    id: z.string(),
    name: z.string(),
    private: z.boolean(),
    topic: z.string(),
    createdBy: z.string(),
    workspaceId,
    rev,
  }),
  "chat.channel.updated": z.object({
    channelId: z.string(),
    name: z.string(),
    topic: z.string(),
    purpose: z.string(),
    posting: z.enum(["everyone", "managers"]),
    private: z.boolean(),
    workspaceId,
    rev,
  }),
  "chat.channel.archived": ChannelOnly,
  "chat.channel.unarchived": ChannelOnly,
  "chat.channel.joined": Membership,
  "chat.channel.left": Membership,
  "chat.channel.role_changed": Membership.omit({ workspaceId: true }).extend({ role: z.enum(["manager", "member"]) }),
  "chat.channel.arranged": z.object({
    userId,
    channelId: z.string(),
    muted: z.boolean(),
    starred: z.boolean(),
    hidden: z.boolean(),
    notify: z.enum(["all", "mentions", "none"]).optional(),
    sectionId: z.string().optional(),
    place: z.number(),
    rev,
  }),
  "chat.channel.read": z.object({
    channelId: z.string(),
    userId: z.string(),
    lastReadSeq: z.int(),
    unread: z.int(),
    mentions: z.int(),
    rev,
  }),
  "chat.bookmark.changed": z.object({ channelId: z.string(), items: z.array(Bookmark), rev }),
  "chat.member.joined": Newcomer,
  "chat.user.updated": Person,
  "chat.draft.saved": Draft.extend({ userId }),
  "chat.section.changed": z.object({ userId, items: z.array(Section), workspaceId, rev }),
  "chat.preferences.changed": z.object({ userId, preferences: Preferences, rev }),
  "chat.snippet.changed": z.object({
    userId,
    id: z.string(),
    state: z.enum(["set", "deleted"]),
    snippet: TextSnippet.optional().describe("Unless it is deleted"),
    rev,
  }),
  "chat.search.changed": z.object({
    userId,
    workspaceId,
    items: z.array(z.object({ query: z.string(), at: Time })).describe("What they looked for last, the newest first"),
  }),
  "chat.saved.changed": z.object({
    userId,
    messageId: z.string(),
    state: z.enum(["saved", "done", "removed"]),
    workspaceId,
    rev,
  }),
  "chat.reminder.changed": z.object({ userId, reminder: Reminder, state: z.enum(["set", "cancelled"]), rev }),
  "chat.reminder.fired": z.object({ userId, reminder: Reminder, rev }),
  "chat.scheduled.changed": z.object({
    userId,
    scheduled: Scheduled,
    state: z.enum(["set", "sent", "cancelled", "failed"]),
    rev,
  }),
  "chat.group.changed": z.object({ group: PeopleGroup, state: z.enum(["set", "deleted"]), workspaceId, rev }),
  "chat.command.invoked": z.object({
    invocation: z.string().describe("For chat.command.respond"),
    command: z.string(),
    text: z.string().describe("What stands behind the name"),
    channelId: z.string(),
    channelName: z.string(),
    threadId: z.string().optional(),
    userId: z.string().describe("Who ran it"),
    userName: z.string(),
  }),
  "chat.command.answered": z.object({
    userId,
    invocation: z.string(),
    command: z.string(),
    channelId: z.string(),
    threadId: z.string().optional(),
    from: z.string().describe("Name of who answers"),
    text: z.string(),
  }),
  "chat.emoji.changed": z.object({ emoji: CustomEmoji, state: z.enum(["added", "removed"]), workspaceId, rev }),
  "chat.workspace.created": Workspace.extend({ userId, rev }),
  "chat.workspace.updated": Workspace.omit({ first: true, role: true }).extend({ rev }),
  "chat.workspace.deleted": z.object({ workspaceId, rev }),
  "chat.workspace.joined": WorkspaceMembership,
  "chat.workspace.left": WorkspaceMembership.omit({ role: true }),
  "chat.workspace.role_changed": WorkspaceMembership,
};
