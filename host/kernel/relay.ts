import {
  type EventCatalog,
  type EventLog,
  isAudience,
  isEventType,
  type NewEvent,
  type RefusedEvents,
  type Rooms,
} from "../bus/mod.ts";
import { isTraceparent } from "../rpc/mod.ts";
import type { RelayItem, RelayParams, RelayResult, ScheduleSpec } from "../sdk/channel/protocol.ts";
import { RpcError } from "../sdk/errors.ts";
import type { Pushes, PushMessage } from "../services/push/ports.ts";
import type { Schedules } from "../services/schedule/ports.ts";
import type { GrantBook } from "./grants.ts";
import { pushOf } from "./relayed_push.ts";
import type { Servings } from "./serving.ts";

const MAX_ITEMS = 1_000;
const MAX_MEMBERS = 100_000;
const MAX_EVENT_CHARS = 1024 * 1024;
const MAX_SCHEDULE_CHARS = 64 * 1024;
const SCHEDULE_NAME = /^[a-z][A-Za-z0-9_-]{0,63}(:[^\s:]{1,120})?$/;
const ACTOR_KINDS = new Set(["human", "agent", "system", "external"]);

/** The plugin that relays. */
export interface Publisher {
  id: string;
  bundled: boolean;
  servings: Servings;
}

export interface RelayParts {
  log: Pick<EventLog, "publish">;
  rooms: Pick<Rooms, "set">;
  grants: GrantBook;
  schedules: Pick<Schedules, "set" | "clear">;
  pushes: Pick<Pushes, "send">;
  /** What the manifests say of events. */
  catalog: Pick<EventCatalog, "check">;
  /** Told of events that do not fit. */
  refused: Pick<RefusedEvents, "add">;
  /** Told of types that go to rooms. */
  privateTypes: { note(plugin: string, type: string): void };
}

/** Takes what a plugin tells after its own commit, in order; resolves when all of it is on disk. */
export async function relay(params: RelayParams, publisher: Publisher, parts: RelayParts): Promise<RelayResult> {
  const items = params?.items;
  if (!Array.isArray(items) || items.length > MAX_ITEMS) {
    throw new RpcError("invalid_params", `Expected "items": a list of at most ${MAX_ITEMS}`, { path: "/items" });
  }
  const checked = items.map((item, index) => check(item, index, publisher, parts));
  const result: RelayResult = checked.map(() => null);
  // Devices are told of what is in the log; between events these would make many commits of one.
  const pushes = checked.flatMap((item) => item.kind === "push" ? [item.message] : []);
  const rest = checked.flatMap((item, index) => item.kind === "push" ? [] : [{ item, index }]);
  for (let at = 0; at < rest.length;) {
    const { item } = rest[at]!;
    if (item.kind === "room") {
      await parts.rooms.set(publisher.id, item.room, item.members);
      at++;
      continue;
    }
    if (item.kind === "schedule") {
      const { name, spec } = item.schedule;
      if (spec === null) await parts.schedules.clear(publisher.id, name);
      else await parts.schedules.set(publisher.id, { ...item.schedule, spec });
      at++;
      continue;
    }
    const events: NewEvent[] = [], places: number[] = [];
    for (let next = rest[at]; next?.item.kind === "event"; next = rest[++at]) {
      events.push(next.item.event);
      places.push(next.index);
    }
    for (const [place, { id, seq }] of (await parts.log.publish(events)).entries()) {
      result[places[place]!] = { id, seq };
    }
  }
  if (pushes.length > 0) await parts.pushes.send(publisher.id, pushes);
  return result;
}

type Checked =
  | { kind: "event"; event: NewEvent }
  | { kind: "room"; room: string; members: string[] }
  | { kind: "schedule"; schedule: { id: string; name: string; spec: ScheduleSpec | null; data: unknown } }
  | { kind: "push"; message: PushMessage };

function check(item: RelayItem, index: number, publisher: Publisher, parts: RelayParts): Checked {
  const bad = (field: string, expected: string): RpcError =>
    new RpcError("invalid_params", `Expected ${expected}`, { path: `/items/${index}/${field}` });
  if (item?.kind === "room") {
    if (typeof item.room !== "string" || item.room === "" || item.room.length > 200) throw bad("room", "a room's name");
    const { members } = item;
    if (!Array.isArray(members) || members.length > MAX_MEMBERS || members.some((one) => typeof one !== "string")) {
      throw bad("members", `a list of at most ${MAX_MEMBERS} user ids`);
    }
    if (!parts.grants.mayUseRoom(publisher.id, item.room)) {
      throw new RpcError("not_permitted", `"${publisher.id}" has no grant to use the room "${item.room}"`, {
        hint: `Its manifest must list the room's name, or "*", under permissions.sockets`,
      });
    }
    return { kind: "room", room: item.room, members };
  }
  if (item?.kind === "schedule") {
    const { id, name, spec, data = null } = item;
    if (typeof name !== "string" || !SCHEDULE_NAME.test(name)) throw bad("name", "the name of a schedule");
    if (typeof id !== "string" || id === "" || id.length > 100) throw bad("id", "an id of at most 100 characters");
    if (typeof spec !== "object") throw bad("spec", "when it is due, or null");
    if (JSON.stringify(data).length > MAX_SCHEDULE_CHARS) throw bad("data", `at most ${MAX_SCHEDULE_CHARS} characters`);
    return { kind: "schedule", schedule: { id, name, spec, data } };
  }
  if (item?.kind === "push") {
    const message = pushOf(item, bad);
    const kind = message.urgency === "high" ? "high" : "normal";
    if (!parts.grants.mayPush(publisher.id, kind)) {
      throw new RpcError("not_permitted", `"${publisher.id}" has no grant to send notifications of urgency "${kind}"`, {
        hint: `Its manifest must list {"urgency": "${kind}"} under permissions.push`,
      });
    }
    return { kind: "push", message };
  }
  if (item?.kind !== "event") throw bad("kind", `"event", "room", "schedule" or "push"`);
  if (typeof item.id !== "string" || item.id === "" || item.id.length > 300) {
    throw bad("id", "an id of at most 300 characters");
  }
  if (typeof item.type !== "string" || !isEventType(item.type)) throw bad("type", "an event type");
  if (!parts.grants.mayPublish(publisher.id, item.type)) {
    throw new RpcError("not_permitted", `"${publisher.id}" has no grant to publish "${item.type}"`, {
      hint:
        `Its manifest must list "${item.type}" under permissions.publish, and it must begin with "${publisher.id}."`,
    });
  }
  const audience = item.audience ?? "plugins";
  if (typeof audience !== "string" || !isAudience(audience)) throw bad("audience", "plugins, role:<role> or room:<id>");
  if (item.subject !== undefined && (typeof item.subject !== "string" || item.subject.length > 500)) {
    throw bad("subject", "a subject of at most 500 characters");
  }
  if (item.actorkind !== undefined && !ACTOR_KINDS.has(item.actorkind)) {
    throw bad("actorkind", [...ACTOR_KINDS].join(", "));
  }
  if (JSON.stringify(item.data ?? null).length > MAX_EVENT_CHARS) {
    throw new RpcError("too_large", `The data of "${item.type}" is larger than 1 MiB`, {
      path: `/items/${index}/data`,
    });
  }
  const fault = parts.catalog.check(item.type, item.data ?? null);
  if (fault) {
    void parts.refused.add({ ...item, source: publisher.id }, fault);
    throw new RpcError(
      "invalid_params",
      `The data of "${item.type}" does not fit: /data${fault.path} ${fault.message}`,
      {
        path: `/items/${index}/data${fault.path}`,
        hint: `The manifest of "${publisher.id}" says under events.emits what this event holds`,
      },
    );
  }
  if (audience.startsWith("room:")) parts.privateTypes.note(publisher.id, item.type);
  const hops = Number.isInteger(item.hops) && item.hops! >= 0 ? item.hops! : 0;
  return { kind: "event", event: eventOf(item, { audience, hops }, publisher) };
}

function eventOf(
  item: Extract<RelayItem, { kind: "event" }>,
  { audience, hops }: { audience: string; hops: number },
  publisher: Publisher,
): NewEvent {
  const actor = actorOf(item, publisher);
  return {
    id: item.id,
    source: publisher.id,
    type: item.type,
    time: typeof item.time === "string" && !Number.isNaN(Date.parse(item.time))
      ? new Date(item.time).toISOString()
      : new Date().toISOString(),
    data: item.data ?? null,
    ...actor,
    hops,
    audience,
    ...(item.subject === undefined ? {} : { subject: item.subject }),
    ...(typeof item.causeid === "string" ? { causeid: item.causeid } : {}),
    ...(typeof item.traceparent === "string" && isTraceparent(item.traceparent)
      ? { traceparent: item.traceparent }
      : {}),
  };
}

/**
 * A plugin may name as actor itself, somebody outside (`external`), or whomever it has served. A bundled plugin is
 * believed as well about what an earlier life left in its outbox; another one's is put down to the plugin itself.
 */
function actorOf(
  item: Extract<RelayItem, { kind: "event" }>,
  publisher: Publisher,
): { actor: string; actorkind: NewEvent["actorkind"] } {
  const { actor } = item;
  const kind = item.actorkind ?? "system";
  const known = typeof actor === "string" && actor.length <= 200 &&
    (kind === "external" || publisher.bundled || actor === publisher.id || publisher.servings.hasServed(actor));
  return known ? { actor, actorkind: kind } : { actor: publisher.id, actorkind: "system" };
}
