import type { Context } from "@bulkhead/plugin";
import { z } from "zod";
import { Name } from "../domain/spec.ts";
import { supervisorOf } from "../engine/current.ts";
import { sourceOfUnit } from "../engine/log_limits.ts";

const Item = z.object({
  id: z.int(),
  time: z.string(),
  source: z.string(),
  level: z.string(),
  message: z.string(),
  fields: z.record(z.string(), z.unknown()).optional(),
});
export const LogItems = z.array(Item);
export const LogPage = z.object({ items: LogItems, nextCursor: z.string().optional() });

/** Which lines are asked for. */
export const LogFilter = {
  service: Name.optional().describe("Default all services"),
  level: z.enum(["debug", "info", "warn", "error"]).optional().describe("This level and above"),
  text: z.string().max(200).optional().describe("Words in the message or its fields"),
};

/** Where the lines of a service are in the host's log. Throws RpcError `not_found`. */
export function sourceOf(ctx: Context, service: string | undefined): string {
  if (service === undefined) return ctx.plugin.id;
  return sourceOfUnit(ctx, supervisorOf(ctx).get(service));
}
