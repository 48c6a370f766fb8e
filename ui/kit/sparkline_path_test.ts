import assert from "node:assert/strict";
import { sparklinePath } from "./sparkline_path.ts";

const BOX = { width: 100, height: 30, inset: 2 };

Deno.test("the highest value touches the top, nothing lies on the ground", () => {
  const { lines, areas, end } = sparklinePath([0, 5, 10], BOX);
  assert.deepEqual(lines, ["M0 28L50 15L100 2"]);
  assert.deepEqual(areas, ["M0 28L50 15L100 2L100 28L0 28Z"]);
  assert.deepEqual(end, { x: 100, y: 2 });
});

Deno.test("a gap stays a gap, and a lonely value is still drawn", () => {
  const { lines, end } = sparklinePath([4, undefined, 4, undefined], BOX);
  assert.equal(lines.length, 2);
  assert.match(lines[1]!, /^M66\.67 2L66\.68 2$/);
  assert.deepEqual(end, { x: 66.67, y: 2 });
});

Deno.test("nothing measured and nothing happened are both drawn without a fault", () => {
  assert.deepEqual(sparklinePath([], BOX), { lines: [], areas: [], end: undefined });
  assert.deepEqual(sparklinePath([0, 0], BOX).lines, ["M0 28L100 28"]);
});
