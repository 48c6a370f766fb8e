import assert from "node:assert/strict";
import { StderrTail } from "./stderr_tail.ts";

const AUDIT = '{"v":1,"datetime":"2026-11-21T09:54:47Z","permission":"net","value":"1.1.1.1:53"}\n';

async function read(...chunks: string[]) {
  const lines: string[] = [];
  const audits: string[] = [];
  const stream = ReadableStream.from(chunks.map((text) => new TextEncoder().encode(text)));
  const tail = new StderrTail(stream, {
    line: (line) => void lines.push(line),
    audit: (line) => void audits.push(line),
  });
  await tail.done;
  return { lines, audits, text: tail.text };
}

Deno.test("what a process writes is handed on line by line, and its end is kept", async () => {
  const { lines, text } = await read("one\ntw", "o\n\nthree");
  assert.deepEqual(lines, ["one", "two", "three"]);
  assert.equal(text, "one\ntwo\n\nthree");
  const long = await read(`${"x".repeat(20_000)}\nlast`);
  assert.equal(long.text.length, 8_192);
  assert.ok(long.text.endsWith("x\nlast"));
});

Deno.test("audit lines are kept apart, also when they come in pieces or in the middle of a line", async () => {
  const whole = await read(`before\n${AUDIT}after\n`);
  assert.deepEqual(whole.lines, ["before", "after"]);
  assert.deepEqual(whole.audits, [AUDIT.trimEnd()]);
  assert.equal(whole.text, "before\nafter\n");
  const pieces = await read(AUDIT.slice(0, 10), AUDIT.slice(10, 40), AUDIT.slice(40));
  assert.deepEqual([pieces.lines, pieces.audits], [[], [AUDIT.trimEnd()]]);
  const inside = await read(`half${AUDIT}${AUDIT} a line\n`);
  assert.deepEqual(inside.lines, ["half a line"]);
  assert.equal(inside.audits.length, 2);
});

Deno.test("a flood of audit lines leaves the last words of the process in place", async () => {
  const { text, audits } = await read("fatal: ", ...Array.from({ length: 500 }, () => AUDIT), "out of memory\n");
  assert.equal(text, "fatal: out of memory\n");
  assert.equal(audits.length, 500);
});
