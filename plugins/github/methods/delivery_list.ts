import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { listDeliveries } from "../store/deliveries.ts";

const Delivery = z.object({
  id: z.string().describe("GitHub's delivery id, which is the event's id too"),
  type: z.string(),
  subject: z.string().optional(),
  receivedAt: z.iso.datetime(),
  redeliveries: z.int().describe("How often it came again, and was dropped"),
});

/** `github.delivery.list` */
export const deliveryList = method({
  summary: "Lists the deliveries that were accepted, newest first",
  examples: [{ params: { limit: 20 } }],
  roles: ["owner", "admin"],
  readOnly: true,
  params: z.object({
    limit: z.int().min(1).max(200).default(50),
    cursor: z.string().regex(/^\d{1,15}$/).optional().describe("nextCursor of the page before"),
  }),
  result: z.object({ items: z.array(Delivery), nextCursor: z.string().optional() }),
  handler: ({ limit, cursor }, ctx) => {
    const rows = listDeliveries(ctx.db, cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor), limit + 1);
    const page = rows.slice(0, limit);
    const items = page.map((row) => ({
      id: row.id,
      type: row.type,
      ...(row.subject === null ? {} : { subject: row.subject }),
      receivedAt: row.received_at,
      redeliveries: row.redeliveries,
    }));
    return rows.length > limit ? { items, nextCursor: String(page[limit - 1]!.n) } : { items };
  },
});
