import assert from "node:assert/strict";
import { filesWithExamples, readFailures, readTally } from "./test.ts";

Deno.test("readTally() reads the closing line of a run with steps and ignored tests", () => {
  const output = "a ... ok (1ms)\n\nok | 12 passed (3 steps) | 0 failed | 2 ignored (1s)\n\n";
  assert.deepEqual(readTally(output, 0), { passed: 12, failed: 0, skipped: 2 });
});

Deno.test("readTally() reads the closing line of a failed run", () => {
  assert.deepEqual(readTally("FAILED | 3 passed | 1 failed (12ms)\n", 1), { passed: 3, failed: 1, skipped: 0 });
});

Deno.test("readTally() counts a run that died without a closing line as one failure", () => {
  assert.deepEqual(readTally("error: Module not found", 1), { passed: 0, failed: 1, skipped: 0 });
});

Deno.test("examples are found in the files that hold them, not only at the doors", () => {
  const files = filesWithExamples();
  assert.ok(files.includes("host/sdk/plugin/definition.ts"), files.join(", "));
  assert.ok(!files.includes("ui/sdk/page/connect.ts"), "its example needs a cockpit around it");
});

Deno.test("readFailures() takes what is told of each failure, or what was said last", () => {
  const output = `one ... ok (1ms)

 ERRORS 

two => ./two_test.ts:1:6
error: Error: wrong

 FAILURES 

two => ./two_test.ts:1:6

FAILED | 1 passed | 1 failed (12ms)
`;
  assert.equal(readFailures(output), "two => ./two_test.ts:1:6\nerror: Error: wrong");
  assert.equal(readFailures("error: Module not found\n"), "error: Module not found");
});
