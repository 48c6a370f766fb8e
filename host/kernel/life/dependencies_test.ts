import assert from "node:assert/strict";
import { startOrder } from "./dependencies.ts";
import { type InterfaceMember, Interfaces } from "./interfaces.ts";

const node = (id: string, requires: Record<string, string> = {}, more: Partial<InterfaceMember> = {}) => ({
  id,
  version: "1.2.0",
  requires,
  enabledSince: "2026-01-01T00:00:00.000Z",
  ...more,
});
const orderOf = (nodes: InterfaceMember[]) => startOrder(nodes.map(({ id }) => id), new Interfaces(nodes));

Deno.test("a plugin waits for the provider of each interface that it needs or uses where it is there", () => {
  const order = orderOf([
    node("a", { b: "^1" }, { optionalRequires: { z: "*", gone: "^1" } }),
    node("b", { mail: "^3" }),
    node("postbox", {}, { provides: { mail: "3.1.0" } }),
    node("z"),
  ]);
  assert.deepEqual(Object.fromEntries(order), { a: ["b", "z"], b: ["postbox"], postbox: [], z: [] });
});

Deno.test("a circle of optional requirements is cut, so that everything starts", () => {
  const order = orderOf([
    node("a", {}, { optionalRequires: { b: "*" } }),
    node("b", { c: "*" }),
    node("c", { a: "*" }),
    node("self", { self: "*" }),
  ]);
  const started = new Set<string>();
  for (let round = 0; round < 4; round++) {
    for (const [id, after] of order) if (after.every((one) => started.has(one))) started.add(id);
  }
  assert.deepEqual([...started].sort(), ["a", "b", "c", "self"]);
});
