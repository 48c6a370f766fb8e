import assert from "node:assert/strict";
import type { GraphNode } from "../wire.ts";
import { layEdges, layGraph } from "./graph_layout.ts";

const node = (id: string, kind: string, more: Partial<GraphNode> = {}): GraphNode => ({
  id,
  kind,
  label: id,
  line: 1,
  runs: 0,
  failed: 0,
  active: 0,
  here: [],
  ...more,
});
const NODES = [
  node("hand", "trigger"),
  node("event", "trigger"),
  node("first", "step"),
  node("if", "branch", { lanes: ["then", "else"] }),
  node("yes", "step", { parent: "if", lane: 0 }),
  node("yes2", "step", { parent: "if", lane: 0 }),
  node("no", "return", { parent: "if", lane: 1 }),
  node("try", "try", { lanes: ["try", "if it fails"] }),
  node("risk", "call", { parent: "try", lane: 0 }),
  node("tell", "publish", { parent: "try", lane: 1 }),
  node("end", "end"),
];

Deno.test("parts stand below each other in reading order, those of a branch beside each other and inside of it", () => {
  const { nodes, width, height } = layGraph(NODES);
  const at = (id: string) => nodes.find((placed) => placed.node.id === id)!;
  assert.equal(at("hand").y, at("event").y);
  assert.ok(at("hand").y + at("hand").height < at("first").y);
  assert.equal(at("yes").y, at("no").y);
  assert.ok(at("yes").x + at("yes").width < at("no").x);
  for (const inner of ["yes", "yes2", "no"].map(at)) {
    const outer = at("if");
    assert.ok(inner.x >= outer.x && inner.x + inner.width <= outer.x + outer.width, inner.node.id);
    assert.ok(inner.y >= outer.y && inner.y + inner.height <= outer.y + outer.height, inner.node.id);
  }
  assert.deepEqual(at("if").lanes.map(({ name }) => name), ["then", "else"]);
  assert.ok(at("end").y + at("end").height <= height && at("if").x + at("if").width <= width);
});

Deno.test("lines lead on to the next part, groups as a whole; nothing follows what ends", () => {
  const edges = layEdges(layGraph(NODES));
  assert.deepEqual(edges.filter(({ fails }) => !fails).map(({ key }) => key).sort(), [
    "event first",
    "first if",
    "hand first",
    "if try",
    "try end",
    "yes yes2",
  ]);
  assert.deepEqual(edges.filter(({ fails }) => fails).map(({ key }) => key), ["risk tell"]);
});
