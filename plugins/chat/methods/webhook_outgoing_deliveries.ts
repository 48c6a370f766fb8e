import { method, RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { MESSAGE } from "../domain/examples.ts";
import { Delivery, presentDelivery } from "../domain/hook.ts";
import { deliveriesOf, outgoingById } from "../store/hooks.ts";
import { NOT_MANAGER } from "./_errors.ts";
import { hookedChannel } from "./_hooks.ts";
import { Page } from "./_page.ts";
import { enter } from "./_people.ts";
import { INSIDERS } from "./_roles.ts";

/** `chat.webhook.outgoing.deliveries` */
export const webhookOutgoingDeliveries = method({
  summary: "Lists what another server was told, the newest first",
  description: "The newest hundred are kept.",
  examples: [{
    params: { id: "hook_0192" },
    result: { items: [{ id: "hook_0193", at: MESSAGE.createdAt, attempts: 1, state: "delivered", status: 200 }] },
  }],
  errors: ["not_found", NOT_MANAGER],
  roles: INSIDERS,
  readOnly: true,
  params: z.object({ id: z.string().max(100), ...Page }),
  result: z.object({ items: z.array(Delivery), nextCursor: z.string().optional() }),
  handler: ({ id, limit, cursor }, ctx) => {
    const actor = enter(ctx);
    const hook = outgoingById(ctx.db, id);
    if (!hook) throw new RpcError("not_found", `There is no webhook "${id}"`, { path: "/id" });
    hookedChannel(ctx, actor, hook.channel_id);
    const rows = deliveriesOf(ctx.db, id, { before: cursor ?? "~", limit: limit + 1 });
    const items = rows.slice(0, limit).map(presentDelivery);
    return rows.length > limit ? { items, nextCursor: items.at(-1)!.id } : { items };
  },
});
