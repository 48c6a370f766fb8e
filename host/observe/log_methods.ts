import { z } from "zod";
import { type CallRequest, hostMethod, type HostMethods } from "../rpc/ports.ts";
import { RpcError } from "../sdk/errors.ts";
import { LEVELS } from "./levels.ts";
import type { LogFilter, LogItem } from "./_log_query.ts";
import type { Observe } from "./observe.ts";
import type { Clock } from "./ports.ts";

const ADMINS = ["owner", "admin"] as const;
const MAX_WAIT_MS = 25_000;

const level = z.enum(LEVELS);
const source = z.string().regex(/^[A-Za-z0-9_:-]+(\.[A-Za-z0-9_:-]+)*$/).max(200).describe(
  "Dotted name, such as chat.store",
);
const filter = {
  source: source.optional().describe("This source and everything below it"),
  level: level.optional().describe("This level and above"),
  text: z.string().max(200).optional().describe("Words in the message or its fields"),
};
const item = z.object({
  id: z.number().int(),
  time: z.string(),
  source: z.string(),
  level,
  message: z.string(),
  fields: z.record(z.string(), z.unknown()).optional(),
});
const record = z.strictObject({
  source,
  level: level.default("info"),
  message: z.string().max(16_384),
  fields: z.record(z.string(), z.json()).optional(),
  time: z.iso.datetime().optional().describe("Default now"),
});

/** The host's methods on its log: `host.log.*`. */
export function logMethods({ observe, clock }: { observe: Observe; clock: Clock }): HostMethods {
  return {
    "host.log.query": hostMethod({
      summary: "The newest log records that fit, oldest first",
      examples: [{
        params: { source: "host", level: "warn", limit: 50 },
        result: {
          items: [{
            id: 912,
            time: "2026-03-01T09:00:00.000Z",
            source: "host.sandbox",
            level: "warn",
            message: "Too many lines: 40 were dropped",
          }],
        },
      }],
      roles: [...ADMINS],
      readOnly: true,
      params: z.strictObject({
        ...filter,
        from: z.iso.datetime().optional().describe("Not older than this"),
        to: z.iso.datetime().optional().describe("Older than this"),
        limit: z.number().int().min(1).max(200).default(50),
        cursor: z.string().regex(/^\d{1,16}$/).optional().describe(
          "nextCursor of the page before: the records older than it",
        ),
      }),
      result: z.object({ items: z.array(item), nextCursor: z.string().optional() }),
      async handler({ from, to, limit, cursor, ...rest }) {
        const items = await observe.query({
          ...defined(rest),
          ...(from === undefined ? {} : { fromMs: Date.parse(from) }),
          ...(to === undefined ? {} : { toMs: Date.parse(to) }),
          ...(cursor === undefined ? {} : { before: Number(cursor) }),
          limit: limit + 1,
        });
        const more = items.length > limit;
        const page = more ? items.slice(1) : items;
        return { items: page, ...(more ? { nextCursor: String(page[0]!.id) } : {}) };
      },
    }),

    "host.log.tree": hostMethod({
      summary: "The sources right below a prefix, with how many records and errors each branch holds",
      examples: [{
        params: { prefix: "host" },
        result: { items: [{ name: "host.sandbox", count: 31, errors: 0, children: false }] },
      }],
      roles: [...ADMINS],
      readOnly: true,
      params: z.strictObject({ prefix: source.optional() }),
      result: z.object({
        items: z.array(
          z.object({ name: z.string(), count: z.number().int(), errors: z.number().int(), children: z.boolean() }),
        ),
      }),
      handler: async ({ prefix }) => ({ items: await observe.tree(prefix) }),
    }),

    "host.log.tail": hostMethod({
      summary: "Records after a position; waits for the first when there is none yet",
      examples: [{ params: { level: "error", waitMs: 20000 }, result: { items: [], position: 912 } }],
      roles: [...ADMINS],
      readOnly: true,
      params: z.strictObject({
        ...filter,
        after: z.number().int().min(0).optional().describe("Position of the call before; default: from now on"),
        waitMs: z.number().int().min(0).max(MAX_WAIT_MS).default(20_000),
        limit: z.number().int().min(1).max(200).default(200),
      }),
      result: z.object({ items: z.array(item), position: z.number().int() }),
      async handler({ after, waitMs, limit, ...rest }, call) {
        const wanted = defined(rest);
        // Before the log is read: what is written meanwhile is not missed.
        const coming = following(wanted, waitMs, call.signal);
        try {
          const start = after ?? await observe.position();
          let items = after === undefined ? [] : await observe.query({ ...wanted, after, limit });
          if (items.length === 0 && waitMs > 0) items = await coming.next(start);
          items = items.slice(0, limit);
          return { items, position: items.at(-1)?.id ?? start };
        } finally {
          coming.stop();
        }
      },
    }),

    "host.log.insert": hostMethod({
      summary: "Writes log records; those of a plugin go under its own id",
      examples: [{
        params: { source: "backup.nightly", level: "info", message: "Copied 12 files" },
        result: { inserted: 1 },
      }],
      roles: [...ADMINS, "member"],
      params: z.union([record, z.strictObject({ records: z.array(record).min(1).max(500) })]),
      result: z.object({ inserted: z.number().int() }),
      async handler(params, call) {
        const records = "records" in params ? params.records : [params];
        for (const { source, time, ...rest } of records) {
          const under = sourceFor(call, source);
          observe.sink.write(under, [{ ...rest, time: time ?? new Date(clock.now()).toISOString() }]);
        }
        await observe.stored();
        return { inserted: records.length };
      },
    }),

    "host.log.prune": hostMethod({
      summary: "Removes the oldest log records of a source; a plugin those of its own",
      description:
        "What the whole log keeps is said by [logs] in bulkhead.toml; this is for parts that are to keep less.",
      examples: [{ params: { source: "services.books", maxDays: 7, maxMb: 50 }, result: { removed: 4210 } }],
      errors: ["forbidden"],
      roles: [...ADMINS, "member"],
      params: z.strictObject({
        source,
        maxDays: z.number().min(0).max(36_500).optional().describe("Older ones go"),
        maxMb: z.number().min(0).max(1_000_000).optional().describe("The oldest above about this size go"),
      }).refine(({ maxDays, maxMb }) => maxDays !== undefined || maxMb !== undefined, {
        message: "Give maxDays, maxMb or both",
        path: ["maxDays"],
      }),
      result: z.object({ removed: z.number().int() }),
      callMs: 300_000,
      async handler({ source, maxDays, maxMb }, call) {
        const removed = await observe.pruneSource(ownSource(call, source), {
          ...(maxDays === undefined ? {} : { maxAgeMs: maxDays * 86_400_000 }),
          ...(maxMb === undefined ? {} : { maxBytes: maxMb * 1024 * 1024 }),
        });
        return { removed };
      },
    }),
  };

  /** What fits and is written from now on, for so long, or until the caller has left. */
  function following(wanted: LogFilter, waitMs: number, signal: AbortSignal | undefined) {
    const { promise: over, resolve: end } = Promise.withResolvers<void>();
    const cancel = clock.timer(waitMs, end);
    const abort = () => end();
    signal?.addEventListener("abort", abort, { once: true });
    if (signal?.aborted) end();
    let came: LogItem[] = [];
    let look = () => {};
    const unfollow = observe.tail(wanted, (items) => {
      came.push(...items);
      look();
    });
    return {
      /** The first that come after a position; none when there are none in time. */
      async next(after: number): Promise<LogItem[]> {
        look = () => {
          came = came.filter(({ id }) => id > after);
          if (came.length > 0) end();
        };
        look();
        await over;
        return came;
      },
      stop() {
        unfollow();
        cancel();
        signal?.removeEventListener("abort", abort);
      },
    };
  }
}

/** Whose records a caller may remove: a plugin its own, an admin those of everybody. */
function ownSource(call: CallRequest, source: string): string {
  const { caller, through } = call;
  if (through || caller.kind === "plugin") return sourceFor(call, source);
  if (caller.kind === "system" || caller.role === "owner" || caller.role === "admin") return source;
  throw new RpcError("forbidden", "Log records are removed by admins, and by plugins their own");
}

/** Under which source a caller may write: a compartment under its own id, a person who is no admin under `user.<id>`. */
function sourceFor({ caller, through }: CallRequest, source: string): string {
  const own = through ? through.slice(through.indexOf(":") + 1) : caller.kind === "plugin" ? caller.id : undefined;
  if (own !== undefined) return source === own || source.startsWith(`${own}.`) ? source : `${own}.${source}`;
  if (caller.kind === "system" || caller.role === "owner" || caller.role === "admin") {
    if (source === "host" || source.startsWith("host.")) {
      throw new RpcError("forbidden", `Records of "${source}" are written by the host itself`, { path: "/source" });
    }
    return source;
  }
  return `user.${caller.id}.${source}`;
}

function defined({ source, level, text }: { [K in keyof LogFilter]: LogFilter[K] | undefined }): LogFilter {
  return { ...(source ? { source } : {}), ...(level ? { level } : {}), ...(text ? { text } : {}) };
}
