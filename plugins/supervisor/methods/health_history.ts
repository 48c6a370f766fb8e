import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { supervisorOf } from "../engine/current.ts";
import { listSamples } from "../store/services.ts";
import { presentSample, Sample } from "./_health.ts";
import { VIEWERS } from "./_roles.ts";
import { ByName } from "./_service.ts";

/** `supervisor.health.history` */
export const healthHistory = method({
  summary: "What the checks of a service said, newest first; the last 500 are kept",
  examples: [{ params: { name: "books", limit: 50 } }],
  errors: ["not_found"],
  roles: VIEWERS,
  readOnly: true,
  params: ByName.extend({ limit: z.int().min(1).max(200).default(50) }),
  result: z.object({ items: z.array(Sample) }),
  handler: async ({ name, limit }, ctx) => {
    supervisorOf(ctx).get(name);
    await Promise.resolve(supervisorOf(ctx).reports.flush());
    return { items: listSamples(ctx.db, name, limit).map(presentSample) };
  },
});
