import assert from "node:assert/strict";
import { placeInSource } from "./bundle_position.ts";

const source = `import { workflow } from "@bulkhead/workflow";

if (Date.now() > 0) throw new RangeError("at load")
export default workflow({
  on: [],
}, () => boom());
`;
const bundle = `// host/sdk/workflow/definition.ts
function workflow(options, run) {
  throw new TypeError("bad");
}
// workflows/a.ts
if (Date.now() > 0) throw new RangeError("at load");
var a_default = workflow({
  on: []
}, () => boom());
`;

Deno.test("a place in a bundle is found in the source by its text", () => {
  const thrown = placeInSource("    at eval (file:///p/x.js, <anonymous>:8:27)\n    at data:x:7:3", bundle, source);
  assert.deepEqual([thrown!.line, thrown!.column], [3, 27]);
});

Deno.test("frames of the SDK are passed over up to the script's own", () => {
  const frames = "    at workflow (<anonymous>:5:9)\n    at eval (<anonymous>:9:17)";
  assert.deepEqual(placeInSource(frames, bundle, source)!.line, 4);
});

Deno.test("nothing is guessed when the text stands in several lines or in none", () => {
  const twice = "call(one);\ncall(one);\n";
  assert.equal(placeInSource("file:///a.js:1:1", twice, twice), undefined);
  assert.equal(placeInSource("file:///a.js:3:3", bundle, source), undefined);
  assert.equal(placeInSource("no frames", bundle, source), undefined);
});
