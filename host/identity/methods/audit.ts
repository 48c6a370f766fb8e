import { z } from "zod";
import { hostMethod, type HostMethods } from "../../rpc/ports.ts";
import type { IdentityContext } from "../context.ts";
import { iso, PersonRef } from "./shapes.ts";

const OutcomeShape = z.enum(["allowed", "denied", "failed"]);

const EntryShape = z.object({
  id: z.number(),
  time: z.string(),
  caller: z.object({ kind: z.string(), id: z.string(), name: z.string(), role: z.string() }),
  through: z.string().optional(),
  method: z.string(),
  outcome: OutcomeShape,
  reason: z.string().optional(),
  traceId: z.string(),
});

export function auditMethods({ audit, people }: IdentityContext): HostMethods {
  return {
    "host.audit.list": hostMethod({
      summary: "Lists who did what, newest first: denials, changes, sign-ins",
      examples: [{ params: { outcome: "denied", limit: 50 } }],
      params: z.strictObject({
        caller: PersonRef.optional(),
        method: z.string().max(120).optional(),
        outcome: OutcomeShape.optional(),
        limit: z.int().min(1).max(200).default(50),
        cursor: z.string().regex(/^\d{1,15}$/, "expected the nextCursor of an earlier page").optional(),
      }),
      result: z.object({ items: z.array(EntryShape), nextCursor: z.string().optional() }),
      roles: ["owner", "admin"],
      readOnly: true,
      handler: async ({ caller, method, outcome, limit, cursor }) => {
        const callerId = caller === undefined ? undefined : people.find(caller)?.id ?? caller;
        const before = cursor === undefined ? undefined : Number(cursor);
        const found = await audit.list({ limit: limit + 1, before, callerId, method, outcome });
        const page = found.slice(0, limit);
        return {
          items: page.map((entry) => ({ ...entry, time: iso(entry.time) })),
          ...(found.length > limit ? { nextCursor: String(page.at(-1)!.id) } : {}),
        };
      },
    }),
  };
}
