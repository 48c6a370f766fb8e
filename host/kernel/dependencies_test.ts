import assert from "node:assert/strict";
import { dependenciesOf } from "./dependencies.ts";

const node = (id: string, requires: Record<string, string> = {}, version = "1.2.0") => ({ id, version, requires });

Deno.test("a plugin waits for the provider of each interface that it needs", () => {
  const graph = dependenciesOf([node("a", { b: "^1" }), node("b", { c: "^1" }), node("c")]);
  assert.deepEqual(graph.get("a"), { after: ["b"], unmet: [] });
  assert.deepEqual(graph.get("b"), { after: ["c"], unmet: [] });
  assert.deepEqual(graph.get("c"), { after: [], unmet: [] });
});

Deno.test("what is missing or has another version is said in words", () => {
  const graph = dependenciesOf([node("a", { b: "^2", gone: "^1" }), node("b")]);
  assert.deepEqual(graph.get("a"), {
    after: [],
    unmet: [`b ^2, but "b" provides 1.2.0`, "gone ^1, which no enabled plugin provides"],
  });
});

Deno.test("an interface may be provided under another name, and an optional one may be missing", () => {
  const graph = dependenciesOf([
    { id: "a", version: "1.0.0", requires: { mail: "^3" }, optionalRequires: { gone: "^1", z: "*" } },
    { id: "postbox", version: "1.0.0", provides: { mail: "3.1.0" } },
    { id: "z", version: "1.0.0" },
  ]);
  assert.deepEqual(graph.get("a"), { after: ["postbox", "z"], unmet: [] });
});

Deno.test("a circle is cut, so that everything starts", () => {
  const graph = dependenciesOf([
    node("a", { b: "*" }),
    node("b", { c: "*" }),
    node("c", { a: "*" }),
    node("self", { self: "*" }),
  ]);
  const started = new Set<string>();
  for (let round = 0; round < 4; round++) {
    for (const [id, { after }] of graph) if (after.every((one) => started.has(one))) started.add(id);
  }
  assert.deepEqual([...started].sort(), ["a", "b", "c", "self"]);
});
