import type { z } from "zod";
import { manualClock } from "../../../host/observe/mod.ts";
import type { CallRequest } from "../../../host/rpc/ports.ts";
import type { Role } from "../../../host/sdk/channel/protocol.ts";
import { createWriter, openDatabase } from "../../../host/storage/mod.ts";
import {
  createAudience,
  EventFlow,
  eventMethods,
  type NewEvent,
  openEventLog,
  openRooms,
  RefusedEvents,
} from "../../../host/bus/mod.ts";
import type { EventCatalog } from "../../../host/bus/ports.ts";

/** The plugin `shop` says that its orders have a total. */
export const SCHEMA = { type: "object", required: ["total"] };
export const catalog: EventCatalog = {
  declared: () => [
    { type: "shop.order.paid", plugin: "shop", schema: SCHEMA },
    { type: "shop.order.lost", plugin: "shop", schema: {} },
  ],
  find: (type) => catalog.declared().find((declared) => declared.type === type),
  check: (type, data) =>
    type === "shop.order.paid" && (data as { total?: number } | null)?.total === undefined
      ? { path: "/total", message: "is required" }
      : undefined,
  durability: (type) => type === "shop.order.lost" ? "normal" : "full",
};

/** The methods on a log in memory. */
export async function setUp() {
  const db = openDatabase(":memory:");
  const writer = createWriter(db);
  const clock = manualClock();
  const quiet = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };
  const flow = new EventFlow(clock);
  const log = await openEventLog({ db, writer, clock, logger: quiet, observer: flow });
  const rooms = openRooms({ db, writer });
  const refused = new RefusedEvents({ db, writer, clock });
  const methods = eventMethods({ log, audience: createAudience(rooms), catalog, flow, refused, clock });
  return {
    log,
    rooms,
    refused,
    clock,
    methods,
    /** Calls a method as the router would: params in, checked result out. */
    async call<T = Record<string, unknown>>(
      name: string,
      params: unknown,
      id = "olga",
      role: Role = "owner",
    ): Promise<T> {
      const method = methods[name]!;
      const caller = { kind: "user" as const, id, name: id, role };
      const request: CallRequest = { method: name, params, caller, transport: "http" };
      const result = await method.handler(method.params.parse(params) as never, request);
      return (method.result as z.ZodType).parse(result) as T;
    },
    [Symbol.asyncDispose]: async () => {
      await log.close();
      await writer.close();
      db.close();
    },
  };
}

/** An event of the plugin `chat`. */
export const event = (type: string, audience: string, n = 0): NewEvent => ({
  id: crypto.randomUUID(),
  source: "chat",
  type,
  time: "2026-01-01T00:00:00.000Z",
  data: { n },
  actorkind: "human",
  hops: 0,
  audience,
});

export type List = { items: { seq: number; data: unknown }[]; nextCursor?: string; nextSince?: number };
