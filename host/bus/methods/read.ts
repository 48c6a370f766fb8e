import { z } from "zod";
import { type CallRequest, hostMethod, type HostMethods } from "../../rpc/ports.ts";
import type { BusEvent } from "../../sdk/channel/protocol.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { EventLog, SearchOptions } from "../ports.ts";
import { ADMINS, busEvent, cursor, EVERYBODY, filters, limit, position, type Sees, time } from "./shapes.ts";
import { SAMPLE_EVENT } from "./samples.ts";

export interface ReadMethodsOptions {
  log: EventLog;
  sees: Sees;
}

/** Events read at once while looking for those that the caller may see, and how often at most. */
const PAGE = 200;
const MAX_PAGES = 25;

/** JSON after which a page ends, however few events it has. */
const MAX_PAGE_CHARS = 8 * 1024 * 1024;

/** A chain is no longer: the log cuts it. */
const MAX_CAUSES = 40;

/** Reading the log: `host.event.list`, `.get` and `.stats`. */
export function readMethods({ log, sees }: ReadMethodsOptions): HostMethods {
  return {
    "host.event.list": hostMethod({
      summary: "Events that the caller may see, oldest first; without since and cursor the newest page",
      examples: [{ params: { types: ["polls.poll.*"], limit: 20 }, result: { items: [SAMPLE_EVENT] } }],
      readOnly: true,
      roles: EVERYBODY,
      params: z.strictObject({
        ...filters,
        since: position.optional().describe("Only events after this position"),
        sinceTime: time.optional().describe("Only events from this time on"),
        limit,
        cursor: cursor.optional().describe(
          "nextCursor of the page before: the events older than it. A page may be short, or empty, and have one",
        ),
      }),
      result: z.object({
        items: z.array(busEvent),
        nextCursor: z.string().optional().describe("There may be older ones"),
        nextSince: z.number().int().optional().describe("With since: there may be more after this position"),
      }),
      async handler({ types = ["**"], source, subject, text, since, sinceTime, limit, cursor }, call) {
        const wanted = { types, source, subject, text, limit: PAGE };
        const seen = (event: BusEvent) => sees(event, call);
        if (since !== undefined) return await after(log, { ...wanted, since }, limit, seen);
        const first = sinceTime === undefined ? 0 : await log.positionBefore(Date.parse(sinceTime));
        const before = cursor === undefined ? {} : { before: Number(cursor) };
        return await newest(log, { ...wanted, ...before, since: first, reverse: true }, limit, seen);
      },
    }),

    "host.event.get": hostMethod({
      summary: "One event by its position",
      examples: [{ params: { seq: 4711 }, result: SAMPLE_EVENT }],
      errors: ["not_found"],
      readOnly: true,
      roles: EVERYBODY,
      params: z.strictObject({ seq: z.number().int().min(1) }),
      result: busEvent,
      handler: ({ seq }, call) => visible(seq, call),
    }),

    "host.event.chain": hostMethod({
      summary: "What led to an event, oldest first, and what it led to, as far as the caller may see it",
      examples: [{
        params: { seq: 4711 },
        result: { causes: [], hidden: 0, effects: [SAMPLE_EVENT] },
      }],
      errors: ["not_found"],
      readOnly: true,
      roles: EVERYBODY,
      params: z.strictObject({ seq: z.number().int().min(1) }),
      result: z.object({
        causes: z.array(busEvent),
        hidden: z.number().int().describe("Causes that are not in the log any more, or that the caller may not see"),
        effects: z.array(busEvent),
      }),
      async handler({ seq }, call) {
        const event = await visible(seq, call);
        const causes: BusEvent[] = [];
        let hidden = 0;
        for (let next: BusEvent | undefined = event; next?.causeid !== undefined && causes.length < MAX_CAUSES;) {
          next = await log.byId(next.causeid, next.seq);
          if (next && sees(next, call)) causes.unshift(next);
          else hidden++;
        }
        const found = await log.search({ causeid: event.id, since: event.seq, limit: PAGE });
        return { causes, hidden, effects: found.events.filter((effect) => sees(effect, call)) };
      },
    }),

    "host.event.stats": hostMethod({
      summary: "What the log holds, its limits, and what keeps it from removing more",
      examples: [{
        params: {},
        result: {
          head: 4711,
          oldest: 1,
          events: 4711,
          bytes: 2_301_952,
          deadLetters: 0,
          maxBytes: 1_073_741_824,
          maxAgeMs: 2_592_000_000,
          full: false,
        },
      }],
      readOnly: true,
      roles: ADMINS,
      params: z.strictObject({}),
      result: z.object({
        head: position,
        oldest: position,
        oldestTime: z.string().optional(),
        events: z.number().int(),
        bytes: z.number().int(),
        deadLetters: z.number().int(),
        maxBytes: z.number().int().describe("0 = no limit"),
        maxAgeMs: z.number().int().describe("0 = no limit"),
        full: z.boolean().describe("Above its limit, and heldBy still needs what is there"),
        heldBy: z.string().optional(),
      }),
      handler: () => log.stats(),
    }),
  };

  async function visible(seq: number, call: CallRequest): Promise<BusEvent> {
    const event = await log.get(seq);
    if (event && sees(event, call)) return event;
    throw new RpcError("not_found", `There is no event ${seq} that you may see`, { path: "/seq" });
  }
}

/** Onwards from a position. */
async function after(log: EventLog, options: SearchOptions, limit: number, seen: (event: BusEvent) => boolean) {
  const items: BusEvent[] = [];
  let next = options.since;
  let chars = 0;
  for (let page = 0; page < MAX_PAGES && goesOn(items, limit, chars) && next !== undefined; page++) {
    const found = await log.search({ ...options, since: next });
    chars += found.chars;
    items.push(...found.events.filter(seen));
    next = found.reached;
  }
  if (items.length > limit) next = items[limit - 1]!.seq;
  return { items: items.slice(0, limit), ...(next === undefined ? {} : { nextSince: next }) };
}

/** The newest page, or the one before a position. */
async function newest(log: EventLog, options: SearchOptions, limit: number, seen: (event: BusEvent) => boolean) {
  const items: BusEvent[] = [];
  let next = options.before;
  let chars = 0;
  for (let page = 0; page < MAX_PAGES && goesOn(items, limit, chars); page++) {
    const found = await log.search({ ...options, ...(next === undefined ? {} : { before: next }) });
    chars += found.chars;
    items.push(...found.events.filter(seen));
    next = found.reached;
    if (next === undefined) break;
  }
  if (items.length > limit) next = items[limit - 1]!.seq;
  return { items: items.slice(0, limit).reverse(), ...(next === undefined ? {} : { nextCursor: String(next) }) };
}

function goesOn(items: BusEvent[], limit: number, chars: number): boolean {
  return items.length < limit && chars < MAX_PAGE_CHARS;
}
