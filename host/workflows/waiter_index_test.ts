import assert from "node:assert/strict";
import type { BusEvent } from "../sdk/channel/protocol.ts";
import { WaiterIndex, type Wanted } from "./waiter_index.ts";

const event = (type: string, data: unknown, subject?: string) => ({ type, data, subject }) as BusEvent;

Deno.test("only those are asked that may wait for an event", () => {
  const index = new WaiterIndex<{ name: string; wanted: Wanted }>();
  const waiters: { name: string; wanted: Wanted }[] = [
    { name: "any", wanted: { type: "a.b.c" } },
    { name: "one", wanted: { type: "a.b.c", where: { "data.id": 1 } } },
    { name: "two", wanted: { type: "a.b.c", where: { "data.id": 2, "data.x": "y" } } },
    { name: "none", wanted: { type: "a.b.c", where: { "data.id": null } } },
    { name: "several", wanted: { type: "a.b.c", where: { "data.id": [1, 2] } } },
    { name: "subject", wanted: { type: "a.b.c", subject: "s", where: { "data.id": 1 } } },
    { name: "pattern", wanted: { type: "a.**" } },
  ];
  for (const waiter of waiters) index.add(waiter);
  const names = (of: BusEvent) => index.candidates(of).map(({ name }) => name).sort();
  assert.deepEqual(names(event("a.b.c", { id: 1 })), ["any", "one", "pattern", "several"]);
  assert.deepEqual(names(event("a.b.c", { id: 2 }, "s")), ["any", "pattern", "several", "subject", "two"]);
  assert.deepEqual(names(event("a.b.c", { id: null })), ["any", "none", "pattern", "several"]);
  assert.deepEqual(names(event("a.b.d", { id: 1 })), ["pattern"]);
  for (const waiter of waiters) {
    index.delete(waiter);
    index.delete(waiter);
  }
  assert.equal(index.size, 0);
  assert.deepEqual(names(event("a.b.c", { id: 1 })), []);
});
