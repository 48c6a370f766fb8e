import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { OUTGOING } from "../domain/examples.ts";
import { OutgoingHook, presentOutgoing } from "../domain/hook.ts";
import { channelById } from "../store/channels.ts";
import { outgoingAfter } from "../store/hooks.ts";
import { maySee } from "./_access.ts";
import { Page } from "./_page.ts";
import { enter } from "./_people.ts";
import { INSIDERS } from "./_roles.ts";

/** `chat.webhook.outgoing.list` */
export const webhookOutgoingList = method({
  summary: "Lists the servers that are told of messages",
  description: "Of the channels that the caller can see.",
  examples: [{ params: {}, result: { items: [OUTGOING] } }],

  roles: INSIDERS,
  readOnly: true,
  params: z.object({ ...Page }),
  result: z.object({ items: z.array(OutgoingHook), nextCursor: z.string().optional() }),
  handler: ({ limit, cursor }, ctx) => {
    const actor = enter(ctx);
    const rows = outgoingAfter(ctx.db, cursor ?? "", limit + 1);
    const page = rows.slice(0, limit);
    const items = page.filter((row) => maySee(ctx, actor, channelById(ctx.db, row.channel_id)!)).map(presentOutgoing);
    return rows.length > limit ? { items, nextCursor: page.at(-1)!.id } : { items };
  },
});
