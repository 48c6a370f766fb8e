import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { Status } from "../domain/status.ts";
import { supervisorOf } from "../engine/current.ts";
import { VIEWERS } from "./_roles.ts";
import { ByName, isOperator, presentTo } from "./_service.ts";

const Use = z.object({
  processes: z.int(),
  rssBytes: z.int(),
  cpuMs: z.number().describe("Processor time since the start"),
});

/** `supervisor.service.get` */
export const serviceGet = method({
  summary: "A service: what is wanted of it, how it is, what it uses and, to owners and admins, its spec",
  examples: [{ params: { name: "books" } }],
  errors: ["not_found"],
  roles: VIEWERS,
  readOnly: true,
  params: ByName,
  result: Status.extend({ use: Use.optional(), spec: z.record(z.string(), z.unknown()).optional() }),
  handler: async ({ name }, ctx) => {
    const unit = supervisorOf(ctx).get(name);
    const id = unit.running?.id;
    const [used] = id === undefined ? [] : await ctx.process.services.usage([id]);
    return {
      ...presentTo(ctx, unit),
      ...(used ? { use: { processes: used.processes, rssBytes: used.rssBytes, cpuMs: used.cpuMs } } : {}),
      ...(isOperator(ctx) ? { spec: unit.given as Record<string, unknown> } : {}),
    };
  },
});
