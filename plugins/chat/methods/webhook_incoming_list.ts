import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { INCOMING } from "../domain/examples.ts";
import { IncomingHook, presentIncoming } from "../domain/hook.ts";
import { channelById } from "../store/channels.ts";
import { incomingAfter } from "../store/hooks.ts";
import { maySee } from "./_access.ts";
import { Page } from "./_page.ts";
import { enter } from "./_people.ts";
import { INSIDERS } from "./_roles.ts";

/** `chat.webhook.incoming.list` */
export const webhookIncomingList = method({
  summary: "Lists the addresses at which other systems write",
  description: "Of the channels that the caller can see.",
  examples: [{ params: {}, result: { items: [INCOMING] } }],

  roles: INSIDERS,
  readOnly: true,
  params: z.object({ ...Page }),
  result: z.object({ items: z.array(IncomingHook), nextCursor: z.string().optional() }),
  handler: ({ limit, cursor }, ctx) => {
    const actor = enter(ctx);
    const rows = incomingAfter(ctx.db, cursor ?? "", limit + 1);
    const page = rows.slice(0, limit);
    const items = page.filter((row) => maySee(ctx, actor, channelById(ctx.db, row.channel_id)!)).map(presentIncoming);
    return rows.length > limit ? { items, nextCursor: page.at(-1)!.id } : { items };
  },
});
