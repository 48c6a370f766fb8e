import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { Status } from "../domain/status.ts";
import { supervisorOf } from "../engine/current.ts";
import { VIEWERS } from "./_roles.ts";
import { presentTo } from "./_service.ts";

/** `supervisor.service.list` */
export const serviceList = method({
  summary: "Lists the services: what is wanted of each, and how it is",
  examples: [{ params: {} }],
  roles: VIEWERS,
  readOnly: true,
  params: z.object({
    limit: z.int().min(1).max(200).default(50),
    cursor: z.string().max(63).optional().describe("nextCursor of the page before"),
  }),
  result: z.object({ items: z.array(Status), nextCursor: z.string().optional() }),
  handler: ({ limit, cursor = "" }, ctx) => {
    const names = [...supervisorOf(ctx).units.keys()].sort().filter((name) => name > cursor);
    const items = names.slice(0, limit).map((name) => presentTo(ctx, supervisorOf(ctx).get(name)));
    return names.length > limit ? { items, nextCursor: names[limit - 1]! } : { items };
  },
});
