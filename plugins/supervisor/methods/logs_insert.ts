import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { Name } from "../domain/spec.ts";
import { sourceOf } from "./_logs.ts";
import { OPERATORS } from "./_roles.ts";

const Part = z.string().regex(/^[A-Za-z0-9_:-]+(\.[A-Za-z0-9_:-]+)*$/).max(80);
const Line = z.object({
  source: Part.optional().describe("Below the service's own"),
  level: z.enum(["debug", "info", "warn", "error"]).default("info"),
  message: z.string().max(16_384),
  fields: z.record(z.string(), z.json()).optional(),
  time: z.iso.datetime().optional(),
});

/** `supervisor.logs.insert` */
export const logsInsert = method({
  summary: "Writes lines of a service that ships them itself, up to 500 at once",
  examples: [{ params: { service: "books", lines: [{ message: "Started", source: "web" }] } }],
  errors: ["not_found"],
  roles: OPERATORS,
  params: z.object({ service: Name, lines: z.array(Line).min(1).max(500) }),
  result: z.object({ inserted: z.int() }),
  handler: async ({ service, lines }, ctx) => {
    const under = sourceOf(ctx, service);
    const records = lines.map(({ source, ...line }) => ({ ...line, source: source ? `${under}.${source}` : under }));
    return await ctx.call("host.log.insert", { records });
  },
});
