import { z } from "zod";
import type { Clock } from "../observe/ports.ts";
import { type CallRequest, hostMethod, type HostMethods } from "../rpc/ports.ts";
import type { BusEvent } from "../sdk/channel/protocol.ts";
import { RpcError } from "../sdk/errors.ts";
import { newEventId } from "../sdk/channel/event_id.ts";
import { isAudience } from "./audience.ts";
import { isEventType, isTypePattern } from "./patterns.ts";
import type { Audience, EventLog } from "./ports.ts";

export interface EventMethodsOptions {
  log: EventLog;
  audience: Audience;
  clock: Clock;
}

/** Events read at once while looking for those that the caller may see, and how often at most. */
const PAGE = 200;
const MAX_PAGES = 25;

const typeName = z.string().refine(isEventType, "an event type is two to eight segments joined by dots").describe(
  "Event type, such as chat.message.sent",
);
const typePatterns = z.array(
  z.string().refine(isTypePattern, 'a type pattern is segments joined by dots, "*" for any one, "**" for any tail'),
).min(1).max(50).describe("Type patterns; default all");
const busEvent = z.object({
  specversion: z.literal("1.0"),
  id: z.string(),
  source: z.string().describe("Plugin id, workflow:<name> or host"),
  type: z.string(),
  subject: z.string().optional(),
  time: z.string(),
  datacontenttype: z.literal("application/json"),
  data: z.unknown(),
  actor: z.string().optional(),
  actorkind: z.enum(["human", "agent", "system", "external"]),
  causeid: z.string().optional(),
  hops: z.number().int(),
  traceparent: z.string().optional(),
  seq: z.number().int().describe("Position in the log"),
  audience: z.string(),
});
const deadLetter = z.object({
  id: z.number().int(),
  consumer: z.string(),
  attempts: z.number().int(),
  error: z.string(),
  time: z.string(),
  event: busEvent.describe("Without data when its audience does not hold the caller"),
});
const ADMINS = ["owner", "admin"] as const;

/** The host's methods on events: `host.event.*`. */
export function eventMethods({ log, audience, clock }: EventMethodsOptions): HostMethods {
  const sees = (event: BusEvent, call: CallRequest) =>
    call.caller.kind === "system" || audience.allows(event, call.caller);

  return {
    "host.event.publish": hostMethod({
      summary: "Publishes an event as the host; it is on disk when this answers",
      roles: [...ADMINS],
      risk: "high",
      params: z.strictObject({
        type: typeName,
        subject: z.string().min(1).max(500).optional(),
        data: z.json().optional().describe("Default null"),
        id: z.string().min(1).max(200).optional().describe("A repeat of the same id is not stored again"),
        audience: z.string().refine(isAudience, "an audience is plugins, role:<role> or room:<id>").optional()
          .describe("Who may see it; default role:admin"),
      }),
      result: z.object({ id: z.string(), seq: z.number().int(), duplicate: z.boolean() }),
      async handler(params, call) {
        const [published] = await log.publish([{
          id: params.id ?? newEventId(),
          source: "host",
          type: params.type,
          ...(params.subject === undefined ? {} : { subject: params.subject }),
          time: new Date(clock.now()).toISOString(),
          data: params.data ?? null,
          actor: call.caller.id,
          actorkind: actorKind(call),
          hops: 0,
          ...(call.traceparent ? { traceparent: call.traceparent } : {}),
          audience: params.audience ?? "role:admin",
        }]);
        return published!;
      },
    }),

    "host.event.list": hostMethod({
      summary: "Events that the caller may see, oldest first; without since and cursor the newest page",
      readOnly: true,
      roles: ["owner", "admin", "member", "guest", "agent"],
      params: z.strictObject({
        types: typePatterns.optional(),
        since: z.number().int().min(0).optional().describe("Only events after this position"),
        limit: z.number().int().min(1).max(200).default(50),
        cursor: z.string().regex(/^\d{1,16}$/).optional().describe(
          "nextCursor of the page before: the events older than it",
        ),
      }),
      result: z.object({
        items: z.array(busEvent),
        nextCursor: z.string().optional().describe("There are older ones"),
        nextSince: z.number().int().optional().describe("With since: there may be more after this position"),
      }),
      handler({ types = ["**"], since, limit, cursor }, call) {
        const allowed = (event: BusEvent) => sees(event, call);
        if (since !== undefined) return visibleAfter(since, types, limit, allowed);
        return visibleBefore(cursor === undefined ? undefined : Number(cursor), types, limit, allowed);
      },
    }),

    "host.event.get": hostMethod({
      summary: "One event by its position",
      readOnly: true,
      roles: ["owner", "admin", "member", "guest", "agent"],
      params: z.strictObject({ seq: z.number().int().min(1) }),
      result: busEvent,
      async handler({ seq }, call) {
        const event = await log.get(seq);
        if (!event || !sees(event, call)) {
          throw new RpcError("not_found", `There is no event ${seq} that you may see`, { path: "/seq" });
        }
        return event;
      },
    }),

    "host.event.types": hostMethod({
      summary: "Every event type that was published, with how many events the log holds",
      readOnly: true,
      params: z.strictObject({}),
      result: z.object({
        items: z.array(z.object({ type: z.string(), count: z.number().int(), lastSeq: z.number().int() })),
      }),
      handler: () => ({ items: log.types() }),
    }),

    "host.event.consumer.list": hostMethod({
      summary: "Who takes events, how far each has come and what waits for it",
      readOnly: true,
      roles: [...ADMINS],
      params: z.strictObject({}),
      result: z.object({
        items: z.array(z.object({
          name: z.string(),
          types: z.array(z.string()),
          position: z.number().int(),
          lag: z.number().int(),
          inFlight: z.number().int(),
          paused: z.boolean(),
          deadLetters: z.number().int(),
        })),
      }),
      handler: async () => ({ items: await log.consumers() }),
    }),

    "host.event.deadLetter.list": hostMethod({
      summary: "Events that a consumer gave up on",
      readOnly: true,
      roles: [...ADMINS],
      params: z.strictObject({
        consumer: z.string().optional(),
        limit: z.number().int().min(1).max(200).default(50),
        cursor: z.string().regex(/^\d{1,16}$/).optional(),
      }),
      result: z.object({ items: z.array(deadLetter), nextCursor: z.string().optional() }),
      async handler({ consumer, limit, cursor }, call) {
        const after = Number(cursor ?? 0);
        const letters = (await log.deadLetters(consumer)).filter((letter) => letter.id > after);
        const items = letters.slice(0, limit).map((letter) => {
          if (sees(letter.event, call)) return letter;
          const { data: _, ...envelope } = letter.event;
          return { ...letter, event: { ...envelope, data: undefined } };
        });
        return { items, ...(letters.length > limit ? { nextCursor: String(items.at(-1)!.id) } : {}) };
      },
    }),

    "host.event.deadLetter.replay": hostMethod({
      summary: "Delivers a dead letter once more; answers when its consumer has taken it",
      roles: [...ADMINS],
      risk: "high",
      params: z.strictObject({ id: z.number().int().min(1) }),
      result: z.object({ id: z.number().int() }),
      async handler({ id }) {
        await log.replayDeadLetter(id);
        return { id };
      },
    }),

    "host.event.deadLetter.drop": hostMethod({
      summary: "Forgets a dead letter",
      roles: [...ADMINS],
      risk: "high",
      params: z.strictObject({ id: z.number().int().min(1) }),
      result: z.object({ id: z.number().int() }),
      async handler({ id }) {
        await log.dropDeadLetter(id);
        return { id };
      },
    }),
  };

  async function visibleAfter(since: number, types: string[], limit: number, allowed: (event: BusEvent) => boolean) {
    const items: BusEvent[] = [];
    let next: number | undefined = since;
    for (let page = 0; page < MAX_PAGES && items.length < limit && next !== undefined; page++) {
      const events: BusEvent[] = await log.read({ types, limit: PAGE, ...(next > 0 ? { since: next } : {}) });
      items.push(...events.filter(allowed));
      next = events.length < PAGE ? undefined : events.at(-1)!.seq;
    }
    if (items.length > limit) next = items[limit - 1]!.seq;
    return { items: items.slice(0, limit), ...(next === undefined ? {} : { nextSince: next }) };
  }

  async function visibleBefore(
    before: number | undefined,
    types: string[],
    limit: number,
    allowed: (event: BusEvent) => boolean,
  ) {
    const items: BusEvent[] = [];
    let next = before;
    let more = true;
    for (let page = 0; page < MAX_PAGES && items.length < limit && more; page++) {
      const events = await log.read({ types, reverse: true, limit: PAGE, ...(next ? { before: next } : {}) });
      items.push(...events.filter(allowed));
      more = events.length === PAGE;
      next = events.at(-1)?.seq;
    }
    if (items.length > limit) {
      more = true;
      next = items[limit - 1]!.seq;
    }
    return { items: items.slice(0, limit).reverse(), ...(more && next ? { nextCursor: String(next) } : {}) };
  }
}

function actorKind({ caller }: CallRequest): BusEvent["actorkind"] {
  if (caller.kind !== "user") return "system";
  return caller.role === "agent" ? "agent" : "human";
}
