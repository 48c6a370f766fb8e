import { z } from "zod";
import type { MessageRow, ReactionRow } from "../store/messages.ts";
import { Acted, Action } from "./actions.ts";
import { Approval } from "./approval.ts";

/** Longest text of a message, in UTF-16 units. */
export const MAX_TEXT = 40_000;

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

export const Message = z.object({
  id: z.string(),
  channelId: z.string(),
  text: z.string().describe("Markdown; empty when the message is deleted"),
  author: Author,
  createdAt: z.iso.datetime(),
  editedAt: z.iso.datetime().optional(),
  deletedAt: z.iso.datetime().optional(),
  threadId: z.string().optional().describe("The message that it answers"),
  seq: z.int().describe("Its position, growing over all channels of the workspace"),
  reactions: z.array(z.object({ emoji: z.string(), users: z.array(z.string()) })),
  clientId: z.string().optional(),
  actions: z.array(Action).optional().describe("Buttons under it, of which one may be pressed once"),
  acted: Acted.optional().describe("Who pressed a button"),
  approval: Approval.optional().describe("What a workflow asks; host.workflow.approve and reject decide it"),
});
export type Message = z.output<typeof Message>;

/** The one form in which a message leaves this plugin. Of a deleted one only its place is left. */
export function presentMessage(row: MessageRow, reactions: ReactionRow[]): Message {
  const message: Message = {
    id: row.id,
    channelId: row.channel_id,
    text: row.deleted_at === null ? row.text : "",
    author: { id: row.author_id, name: row.author_name, kind: row.author_kind },
    createdAt: row.created_at,
    seq: row.seq,
    reactions: row.deleted_at === null ? grouped(reactions) : [],
  };
  if (row.edited_at !== null) message.editedAt = row.edited_at;
  if (row.deleted_at !== null) message.deletedAt = row.deleted_at;
  if (row.thread_id !== null) message.threadId = row.thread_id;
  if (row.client_id !== null) message.clientId = row.client_id;
  if (row.actions !== null) message.actions = JSON.parse(row.actions);
  const acted = actedOf(row);
  if (acted) message.acted = acted.shown;
  if (row.approval !== null) message.approval = JSON.parse(row.approval);
  return message;
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
