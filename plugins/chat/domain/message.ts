import { z } from "zod";
import { Time } from "./time.ts";
import type { MessageRow, ReactionRow } from "../store/messages.ts";
import type { ThreadSummary } from "../store/threads.ts";
import { Acted, Action } from "./actions.ts";
import { Approval } from "./approval.ts";
import { MAX_TEXT } from "./text_limit.ts";

/** What a message may say. */
export const MessageContent = z.string()
  .max(MAX_TEXT, `A message has at most ${MAX_TEXT} characters`)
  .refine((text) => text.trim() !== "", "A message needs some text")
  .refine((text) => !text.includes("\0"), "A message cannot hold the character U+0000");

/** An emoji or a name such as `thumbsup`. */
export const Emoji = z.string()
  .min(1, "An emoji is needed")
  .max(64, "An emoji name has at most 64 characters")
  .regex(/^[^\s\p{Cc}]+$/u, "An emoji has no blanks in it");

export const MessageId = z.string().min(1).max(100);

export const Author = z.object({
  id: z.string().describe("User id; workflow:<name> or plugin:<id> for others"),
  name: z.string(),
  kind: z.enum(["human", "agent", "workflow", "plugin", "system"]),
});

/** A small picture of an attached one, to be shown in its place. */
export const Thumbnail = z.object({
  id: z.string().describe("Of the file that holds it"),
  width: z.int().min(1).max(1_024),
  height: z.int().min(1).max(1_024),
});
export type Thumbnail = z.output<typeof Thumbnail>;

/** A file that hangs on a message; it is read at `/files/<id>`. */
export const Attachment = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string().describe("Media type, as its bytes tell it"),
  sizeBytes: z.int(),
  thumbnail: Thumbnail.optional(),
  blocked: z.string().optional().describe("It was taken away: what was found in it"),
  deleted: z.object({ at: Time, by: z.string() }).optional().describe(
    "It was deleted: neither its bytes nor its name are there",
  ),
});
export type Attachment = z.output<typeof Attachment>;

/** What is left in the place of a file that somebody deleted. */
export function deletedFile(id: string, deleted: { at: string; by: string }): Attachment {
  return { id, name: "", type: "application/octet-stream", sizeBytes: 0, deleted };
}

/** Most files of one message. */
export const MAX_FILES = 10;

/** What there is in the thread below a message. */
export const Replies = z.object({
  count: z.int(),
  lastSeq: z.int().describe("Position of the newest answer"),
  lastAt: Time,
  users: z.array(z.string()).describe("Ids of who answered, the newest first, at most five"),
});
export type Replies = z.output<typeof Replies>;

export const Message = z.object({
  id: z.string(),
  channelId: z.string(),
  text: z.string().describe("Markdown; empty when the message is deleted"),
  author: Author,
  createdAt: Time,
  editedAt: Time.optional(),
  deletedAt: Time.optional(),
  threadId: z.string().optional().describe("The message that it answers"),
  inChannel: z.literal(true).optional().describe("An answer that the channel shows as well"),
  seq: z.int().describe("Its position, growing over all channels of the workspace"),
  rev: z.int().describe("Position of its newest change; the same as seq when there was none"),
  version: z.int().optional().describe("How many texts it has had, when more than one"),
  replies: Replies.optional(),
  broadcast: z.enum(["channel", "here"]).optional().describe("It calls everybody, or everybody who is there"),
  pinned: z.object({ at: Time, by: z.string() }).optional(),
  files: z.array(Attachment).optional(),
  streaming: z.literal(true).optional().describe("Its writer is still writing it: chat.message.delta brings more"),
  reactions: z.array(z.object({ emoji: z.string(), users: z.array(z.string()) })),
  clientId: z.string().optional(),
  undoMs: z.int().optional().describe(
    "In answers to whoever deleted it: for so many milliseconds chat.message.restore takes that back",
  ),
  actions: z.array(Action).optional().describe("Buttons under it, of which one may be pressed once"),
  acted: Acted.optional().describe("Who pressed a button"),
  approval: Approval.optional().describe("What a workflow asks; host.workflow.approve and reject decide it"),
});
export type Message = z.output<typeof Message>;

/** The one form in which a message leaves this plugin. Of a deleted one only its place is left. */
export function presentMessage(row: MessageRow, reactions: ReactionRow[], thread?: ThreadSummary): Message {
  const message: Message = {
    id: row.id,
    channelId: row.channel_id,
    text: row.deleted_at === null ? row.text : "",
    author: { id: row.author_id, name: row.author_name, kind: row.author_kind },
    createdAt: row.created_at,
    seq: row.seq,
    rev: row.rev,
    reactions: row.deleted_at === null ? grouped(reactions) : [],
  };
  if (row.edited_at !== null) message.editedAt = row.edited_at;
  if (row.deleted_at !== null) message.deletedAt = row.deleted_at;
  if (row.thread_id !== null) message.threadId = row.thread_id;
  if (row.in_channel === 1) message.inChannel = true;
  if (row.version > 1 && row.deleted_at === null) message.version = row.version;
  if (thread) message.replies = presentReplies(thread);
  if (row.broadcast !== null) message.broadcast = row.broadcast;
  if (row.pinned_at !== null) message.pinned = { at: row.pinned_at, by: row.pinned_by! };
  if (row.files !== null) message.files = JSON.parse(row.files);
  if (row.streaming === 1) message.streaming = true;
  if (row.client_id !== null) message.clientId = row.client_id;
  if (row.actions !== null) message.actions = JSON.parse(row.actions);
  const acted = actedOf(row);
  if (acted) message.acted = acted.shown;
  if (row.approval !== null) message.approval = JSON.parse(row.approval);
  return message;
}

export function presentReplies(thread: ThreadSummary): Replies {
  return {
    count: thread.replies,
    lastSeq: thread.last_seq,
    lastAt: thread.last_at,
    users: JSON.parse(thread.people),
  };
}

/** The answer as it is stored: with the id under which its sender would send it again. */
export function actedOf(row: Pick<MessageRow, "acted">): { shown: Acted; clientId?: string } | undefined {
  if (row.acted === null) return undefined;
  const { clientId, ...shown } = JSON.parse(row.acted) as Acted & { clientId?: string };
  return { shown, ...(clientId === undefined ? {} : { clientId }) };
}

/** By emoji, in the order in which each first came up. */
function grouped(rows: ReactionRow[]): Message["reactions"] {
  const byEmoji = new Map<string, string[]>();
  for (const { emoji, user_id } of [...rows].sort((a, b) => a.n - b.n)) {
    const users = byEmoji.get(emoji);
    if (users) users.push(user_id);
    else byEmoji.set(emoji, [user_id]);
  }
  return [...byEmoji].map(([emoji, users]) => ({ emoji, users }));
}
