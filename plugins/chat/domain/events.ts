import { z } from "zod";
import { Message } from "./message.ts";

const Reaction = z.object({
  messageId: z.string(),
  channelId: z.string(),
  emoji: z.string(),
  user: z.string().describe("Id of who reacted"),
});

const Membership = z.object({ channelId: z.string(), userId: z.string() });

const Press = z.object({
  messageId: z.string(),
  channelId: z.string(),
  action: z.string().describe("The button's id"),
  label: z.string(),
  value: z.string().optional().describe("As the sender of the message gave it"),
  comment: z.string().optional(),
  user: z.string().describe("Id of who pressed"),
  userName: z.string(),
  actedAt: z.iso.datetime(),
});

const Newcomer = z.object({
  userId: z.string(),
  name: z.string(),
  handle: z.string().optional().describe("Without @"),
  role: z.enum(["owner", "admin", "member", "guest", "agent"]),
});

/** What the events of this plugin carry. The manifest holds the same as JSON Schema; a test keeps them together. */
export const EVENTS = {
  "chat.message.sent": Message,
  "chat.message.edited": Message,
  "chat.message.deleted": Message,
  "chat.message.acted": Press,
  "chat.reaction.added": Reaction,
  "chat.reaction.removed": Reaction,
  "chat.mention.created": z.object({ message: Message, user: z.string().describe("Id of who is mentioned") }),
  "chat.channel.created": z.object({
    id: z.string(),
    name: z.string(),
    private: z.boolean(),
    topic: z.string(),
    createdBy: z.string(),
  }),
  "chat.channel.archived": z.object({ channelId: z.string() }),
  "chat.channel.unarchived": z.object({ channelId: z.string() }),
  "chat.channel.joined": Membership,
  "chat.channel.left": Membership,
  "chat.member.joined": Newcomer,
  "chat.channel.read": z.object({ channelId: z.string(), userId: z.string(), lastReadSeq: z.int() }),
};
