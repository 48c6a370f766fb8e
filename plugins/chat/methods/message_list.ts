import { type Context, method, RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { MESSAGE } from "../domain/examples.ts";
import { ChannelRef } from "../domain/channel.ts";
import { Message } from "../domain/message.ts";
import { messageById, messagesAfter, messagesBefore, rootsAfter, rootsBefore } from "../store/messages.ts";
import { visibleChannel } from "./_access.ts";
import { enter } from "./_people.ts";
import { presentAll } from "./_publish.ts";
import { EVERYBODY } from "./_roles.ts";

const Position = z.union([z.int().min(0), z.string().min(1).max(100)]).describe("A message's seq or id");

/** `chat.message.list` */
export const messageList = method({
  summary: "Lists a channel's messages, oldest first",
  examples: [{ params: { channel: "#general", limit: 50 }, result: { items: [MESSAGE], hasMore: true } }],
  errors: ["not_found"],
  description:
    "The newest page; with before the page that ends there; with after the page that begins there; with around the one about it. " +
    "hasMore: are there more beyond the page, in the direction in which one reads (back, with after forward)?",
  roles: EVERYBODY,
  readOnly: true,
  params: z.object({
    channel: ChannelRef,
    before: Position.optional(),
    after: Position.optional(),
    around: Position.optional().describe("The page in whose middle this position is"),
    threads: z.enum(["all", "roots"]).default("all").describe(
      "roots: answers in threads only where the channel shows them as well",
    ),
    limit: z.int().min(1).max(200).default(50),
  }).refine(({ before, after, around }) => [before, after, around].filter((each) => each !== undefined).length < 2, {
    message: "Give one of before, after and around",
    path: ["after"],
  }),
  result: z.object({
    items: z.array(Message),
    hasMore: z.boolean(),
    hasNewer: z.boolean().optional().describe("With around: are there newer ones beyond the page?"),
  }),
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
  handler: ({ channel: ref, before, after, around, threads, limit }, ctx) => {
    const actor = enter(ctx);
    const { id } = visibleChannel(ctx, actor, ref);
    const answers = threads === "all";
    if (around !== undefined) {
      const middle = position(ctx, id, around, "/around");
      const half = Math.ceil(limit / 2);
      const older = (answers ? messagesBefore : rootsBefore)(ctx.db, id, middle + 1, half + 1);
      const newer = (answers ? messagesAfter : rootsAfter)(ctx.db, id, middle, limit - half + 1);
      const page = [...older.slice(0, half).reverse(), ...newer.slice(0, limit - half)];
      return { items: presentAll(ctx, page), hasMore: older.length > half, hasNewer: newer.length > limit - half };
    }
    const rows = after === undefined
      ? (answers ? messagesBefore : rootsBefore)(ctx.db, id, position(ctx, id, before, "/before"), limit + 1)
      : (answers ? messagesAfter : rootsAfter)(ctx.db, id, position(ctx, id, after, "/after"), limit + 1);
    const hasMore = rows.length > limit;
    const page = rows.slice(0, limit);
    if (after === undefined) page.reverse();
    return { items: presentAll(ctx, page), hasMore };
  },
});

function position(ctx: Context, channelId: string, given: number | string | undefined, path: string): number {
  if (given === undefined) return Number.MAX_SAFE_INTEGER;
  if (typeof given === "number") return given;
  const message = messageById(ctx.db, given);
  if (message?.channel_id === channelId) return message.seq;
  throw new RpcError("not_found", `There is no message "${given}" in this channel`, { path });
}
