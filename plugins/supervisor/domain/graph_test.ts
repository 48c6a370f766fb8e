import assert from "node:assert/strict";
import fc from "fast-check";
import { circleThrough, dependentsOf, neededBy } from "./graph.ts";

Deno.test("a circle is told as the way around it", () => {
  const edges = new Map([["a", ["b"]], ["b", ["c", "x"]], ["c", ["a"]], ["self", ["self"]]]);
  assert.deepEqual(circleThrough("a", edges), ["a", "b", "c", "a"]);
  assert.deepEqual(circleThrough("self", edges), ["self", "self"]);
  assert.equal(circleThrough("x", edges), undefined);
});

Deno.test("a service is on a circle exactly when it needs itself in the end", () => {
  const names = ["a", "b", "c", "d", "e"];
  const graph = fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)), { maxLength: 12 });
  fc.assert(fc.property(graph, (pairs) => {
    const edges = new Map(names.map((name) => [name, pairs.filter(([from]) => from === name).map(([, to]) => to)]));
    for (const name of names) {
      const circle = circleThrough(name, edges);
      assert.equal(circle !== undefined, neededBy(name, edges).includes(name));
      for (let at = 1; circle && at < circle.length; at++) {
        assert.ok(edges.get(circle[at - 1]!)!.includes(circle[at]!));
        assert.ok(dependentsOf(circle[at]!, edges).includes(circle[at - 1]!));
      }
    }
  }));
});
