import { z } from "zod";
import { Message } from "./message.ts";

const Reaction = z.object({
  messageId: z.string(),
  channelId: z.string(),
  emoji: z.string(),
  user: z.string().describe("Id of who reacted"),
});

const Membership = z.object({ channelId: z.string(), userId: z.string() });

/** What the events of this plugin carry. The manifest holds the same as JSON Schema; a test keeps them together. */
export const EVENTS = {
  "chat.message.sent": Message,
  "chat.message.edited": Message,
  "chat.message.deleted": Message,
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
  "chat.channel.read": z.object({ channelId: z.string(), userId: z.string(), lastReadSeq: z.int() }),
};
