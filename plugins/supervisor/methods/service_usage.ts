import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { supervisorOf } from "../engine/current.ts";
import { VIEWERS } from "./_roles.ts";

const Use = z.object({
  name: z.string(),
  processes: z.int(),
  rssBytes: z.int(),
  cpuMs: z.number().describe("Processor time since the start: two answers tell how busy it is"),
});

/** `supervisor.service.usage` */
export const serviceUsage = method({
  summary: "What the running services use now: memory, processor time, processes",
  examples: [{ params: {} }],
  roles: VIEWERS,
  readOnly: true,
  params: z.object({}),
  result: z.object({ items: z.array(Use), at: z.iso.datetime() }),
  handler: async (_, ctx) => {
    const running = [...supervisorOf(ctx).units.values()].filter((unit) => unit.running !== undefined);
    const names = new Map(running.map((unit) => [unit.running!.id, unit.name]));
    const uses = await ctx.process.services.usage([...names.keys()]);
    const items = uses.map(({ id, processes, rssBytes, cpuMs }) => ({
      name: names.get(id)!,
      processes,
      rssBytes,
      cpuMs,
    }));
    return { items, at: new Date().toISOString() };
  },
});
