import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { ChannelRef } from "../domain/channel.ts";
import { MESSAGE } from "../domain/examples.ts";
import { messageAt as firstFrom } from "../store/days.ts";
import { visibleChannel } from "./_access.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.message.at` */
export const messageAt = method({
  summary: "Finds the first message of a channel at or after a time",
  description:
    "As the channel shows it: answers in threads only where they stand in the channel, too. Null: it is still to come.",
  examples: [{
    params: { channel: "#general", time: "2026-01-05T00:00:00+01:00" },
    result: { message: { id: MESSAGE.id, seq: MESSAGE.seq, createdAt: MESSAGE.createdAt } },
  }],
  errors: ["not_found"],
  roles: EVERYBODY,
  readOnly: true,
  params: z.object({
    channel: ChannelRef,
    time: z.iso.datetime({ offset: true }).describe("A day begins where one is: give the offset"),
  }),
  result: z.object({
    message: z.object({ id: z.string(), seq: z.int(), createdAt: z.string() }).nullable(),
  }),
  handler: ({ channel, time }, ctx) => {
    const { id } = visibleChannel(ctx, enter(ctx), channel);
    const found = firstFrom(ctx.db, id, new Date(time).toISOString());
    return { message: found ? { id: found.id, seq: found.seq, createdAt: found.created_at } : null };
  },
});
