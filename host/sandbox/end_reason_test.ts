import assert from "node:assert/strict";
import { classifyEnd } from "./end_reason.ts";

const CASES: [name: string, end: Parameters<typeof classifyEnd>[0], reason: string, message: RegExp][] = [
  ["code 0", { code: 0, signal: null, stderr: "" }, "exit", /by itself/],
  [
    "an uncaught error",
    {
      code: 70,
      signal: null,
      stderr: 'error: Uncaught (in worker "x") Error: boom\n    at f\nUncaught Error: boom\n',
    },
    "crash",
    /code 70: Uncaught \(in worker "x"\) Error: boom/,
  ],
  ["another code without a word", { code: 3, signal: null, stderr: "" }, "crash", /^ended with code 3$/],
  ["a signal", { code: 139, signal: "SIGSEGV", stderr: "" }, "crash", /SIGSEGV/],
  [
    "the heap limit",
    {
      code: 133,
      signal: "SIGTRAP",
      stderr: "# Fatal JavaScript out of memory: Reached heap limit",
    },
    "memory",
    /memory/,
  ],
  ["a refused buffer", { code: 70, signal: null, stderr: "RangeError: Array buffer allocation failed" }, "memory", /./],
  ["a file above its cap", { code: 153, signal: "SIGXFSZ", stderr: "" }, "storage", /storage limit/],
  ["talk of memory before a good end", { code: 0, signal: null, stderr: "out of memory? no" }, "exit", /./],
];

for (const [name, end, reason, message] of CASES) {
  Deno.test(`${name} counts as ${reason}`, () => {
    const found = classifyEnd(end);
    assert.equal(found.reason, reason);
    assert.match(found.message, message);
  });
}
