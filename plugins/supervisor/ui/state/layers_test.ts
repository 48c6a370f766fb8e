import assert from "node:assert/strict";
import { cpuBetween } from "./cpu.ts";
import { layers } from "./layers.ts";

const edge = (from: string, to: string) => ({ from, to, condition: "ready" });

Deno.test("each service stands right of all that it waits for, in the order of what it waits for", () => {
  const places = layers(["alone", "api", "db", "cache", "web"], [
    edge("api", "db"),
    edge("api", "cache"),
    edge("web", "api"),
    edge("web", "db"),
    edge("job", "db"),
  ]);
  assert.deepEqual(places.map(({ name, column, row }) => [name, column, row]), [
    ["cache", 0, 0],
    ["db", 0, 1],
    ["api", 1, 0],
    ["job", 1, 1],
    ["web", 2, 0],
  ]);
});

Deno.test("a circle, which is never kept, does not hang the picture", () => {
  assert.equal(layers(["a", "b"], [edge("a", "b"), edge("b", "a")]).length, 2);
});

Deno.test("processor use is told for those that were there at both looks, and never below nothing", () => {
  const use = (name: string, cpuMs: number) => ({ name, cpuMs, processes: 1, rssBytes: 0 });
  const before = { items: [use("a", 100), use("b", 900)], at: "2030-01-01T00:00:00.000Z" };
  const now = { items: [use("a", 600), use("b", 10), use("c", 5)], at: "2030-01-01T00:00:02.000Z" };
  assert.deepEqual([...cpuBetween(before, now)], [["a", 25], ["b", 0]]);
  assert.deepEqual([...cpuBetween(undefined, now)], []);
});
