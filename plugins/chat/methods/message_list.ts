import { type Context, method, RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { ChannelRef } from "../domain/channel.ts";
import { Message, presentMessage } from "../domain/message.ts";
import { messageById, messagesAfter, messagesBefore, reactionsOfAll } from "../store/messages.ts";
import { visibleChannel } from "./_access.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";

const Position = z.union([z.int().min(0), z.string().min(1).max(100)]).describe("A message's seq or id");

/** `chat.message.list` */
export const messageList = method({
  summary: "Lists a channel's messages, oldest first",
  examples: [{ params: { channel: "#general", limit: 50 } }],
  errors: ["not_found"],
  description: "The newest page; with before the page that ends there; with after the page that begins there. " +
    "hasMore: are there more beyond the page, in the direction in which one reads (back, with after forward)?",
  roles: EVERYBODY,
  readOnly: true,
  params: z.object({
    channel: ChannelRef,
    before: Position.optional(),
    after: Position.optional(),
    limit: z.int().min(1).max(200).default(50),
  }).refine((params) => params.before === undefined || params.after === undefined, {
    message: "Give before or after, not both",
    path: ["after"],
  }),
  result: z.object({ items: z.array(Message), hasMore: z.boolean() }),
  mcp: {
    resource: {
      uri: "bulkhead://chat/channels/{channel}",
      name: "Newest messages",
      line: "**{author.name}** {createdAt}\n{text}",
      list: {
        method: "chat.channel.list",
        params: { limit: 200 },
        variables: { channel: "id" },
        name: "name",
        description: "topic",
      },
    },
  },
  handler: ({ channel: ref, before, after, limit }, ctx) => {
    const actor = enter(ctx);
    const { id } = visibleChannel(ctx, actor, ref);
    const rows = after === undefined
      ? messagesBefore(ctx.db, id, position(ctx, id, before, "/before"), limit + 1)
      : messagesAfter(ctx.db, id, position(ctx, id, after, "/after"), limit + 1);
    const hasMore = rows.length > limit;
    const page = rows.slice(0, limit);
    if (after === undefined) page.reverse();
    const reactions = reactionsOfAll(ctx.db, page.map((row) => row.id));
    return { items: page.map((row) => presentMessage(row, reactions.get(row.id) ?? [])), hasMore };
  },
});

function position(ctx: Context, channelId: string, given: number | string | undefined, path: string): number {
  if (given === undefined) return Number.MAX_SAFE_INTEGER;
  if (typeof given === "number") return given;
  const message = messageById(ctx.db, given);
  if (message?.channel_id === channelId) return message.seq;
  throw new RpcError("not_found", `There is no message "${given}" in this channel`, { path });
}
