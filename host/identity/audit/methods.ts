import { z } from "zod";
import { hostMethod, type HostMethods } from "../../rpc/ports.ts";
import type { IdentityContext } from "../context.ts";
import { iso, PersonRef } from "../methods/shapes.ts";
import type { TicketedDownloads } from "./downloads.ts";
import { EXPORT_TYPES } from "./export.ts";
import type { AuditFilter, AuditRecord } from "./query.ts";
import { SAMPLE_USER } from "../methods/samples.ts";

const OutcomeShape = z.enum(["allowed", "denied", "failed"]);

const EntryShape = z.object({
  id: z.number(),
  time: z.string(),
  caller: z.object({ kind: z.string(), id: z.string(), name: z.string(), role: z.string() }),
  through: z.string().optional().describe("The plugin or workflow that made the call for them"),
  method: z.string(),
  target: z.record(z.string(), z.union([z.string(), z.number()])).optional().describe(
    "What it was about: those of the params that name something, such as id, without secrets",
  ),
  outcome: OutcomeShape,
  reason: z.string().optional().describe("Why it was denied or failed"),
  traceId: z.string(),
});

const Filters = {
  caller: PersonRef.optional(),
  method: z.string().min(1).max(120).optional().describe("A method, or with .* at its end all below: host.plugin.*"),
  outcome: OutcomeShape.optional(),
  text: z.string().min(1).max(200).optional().describe(
    "Somewhere in a name, the method, the target, the reason, the trace id",
  ),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional().describe("Exclusive"),
};

const SAMPLE_ENTRY = {
  id: 4812,
  time: "2026-03-02T17:31:05.000Z",
  caller: { kind: "user", id: SAMPLE_USER.id, name: SAMPLE_USER.name, role: "admin" },
  method: "host.plugin.disable",
  target: { id: "calendar" },
  outcome: "allowed" as const,
  traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
};

/** An entry as it leaves the host. */
export function presentEntry({ time, ...entry }: AuditRecord): z.output<typeof EntryShape> {
  return { ...entry, time: iso(time) };
}

/** `host.audit.*`. */
export function auditMethods(
  { audit, people }: Pick<IdentityContext, "audit" | "people">,
  downloads: TicketedDownloads,
): HostMethods {
  const filterOf = (
    { caller, from, to, ...rest }: { [K in keyof typeof Filters]?: z.output<(typeof Filters)[K]> },
  ): AuditFilter => ({
    ...rest,
    callerId: caller === undefined ? undefined : people.find(caller)?.id ?? caller,
    from: from === undefined ? undefined : Date.parse(from),
    to: to === undefined ? undefined : Date.parse(to),
  });
  return {
    "host.audit.list": hostMethod({
      summary: "Lists who did what, newest first: denials, changes, sign-ins, what admins read",
      description:
        "A search for words looks so far and no further in one call: a page may be empty and yet have a nextCursor.",
      examples: [
        {
          name: "What was refused lately",
          params: { outcome: "denied", limit: 50 },
          result: { items: [{ ...SAMPLE_ENTRY, outcome: "denied", reason: "forbidden" }] },
        },
        {
          name: "What somebody changed about plugins",
          params: { caller: "@bob", method: "host.plugin.*" },
          result: { items: [SAMPLE_ENTRY], nextCursor: "4812" },
        },
      ],
      params: z.strictObject({
        ...Filters,
        limit: z.int().min(1).max(200).default(50),
        cursor: z.string().regex(/^\d{1,15}$/, "expected the nextCursor of an earlier page").optional(),
      }),
      result: z.object({ items: z.array(EntryShape), nextCursor: z.string().optional() }),
      roles: ["owner", "admin"],
      readOnly: true,
      handler: async ({ limit, cursor, ...filters }) => {
        const before = cursor === undefined ? undefined : Number(cursor);
        const { items, reached } = await audit.find({ ...filterOf(filters), limit, before });
        return {
          items: items.map(presentEntry),
          ...(reached === undefined ? {} : { nextCursor: String(reached) }),
        };
      },
    }),

    "host.audit.export": hostMethod({
      summary: "Offers all entries that fit as one file, to be fetched within a minute by who asked",
      description:
        "`path` is fetched once, with GET and the same session or token. What comes is streamed, newest first.",
      examples: [{
        params: { format: "jsonl", outcome: "denied" },
        result: {
          path: "/downloads/Jm4…",
          name: "audit-2026-03-02T173105.jsonl",
          expiresAt: "2026-03-02T17:32:05.000Z",
        },
      }],
      params: z.strictObject({
        ...Filters,
        format: z.enum(["csv", "jsonl"]).describe("CSV by RFC 4180, or one JSON object a line"),
      }),
      result: z.object({ path: z.string(), name: z.string(), expiresAt: z.string() }),
      roles: ["owner", "admin"],
      risk: "high",
      readOnly: true,
      mcp: false,
      handler: async ({ format, ...filters }, { caller }) => {
        const open = await audit.export(filterOf(filters), format);
        const name = `audit-${iso(audit.now()).slice(0, 19).replaceAll(":", "")}.${format}`;
        const { path, expiresAt } = downloads.offer(caller, { name, type: EXPORT_TYPES[format], open });
        return { path, name, expiresAt: iso(expiresAt) };
      },
    }),
  };
}
