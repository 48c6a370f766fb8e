import assert from "node:assert/strict";
import { captureConsole, formatLog, RecordBuffer } from "./console_capture.ts";
import type { LogRecord } from "./protocol.ts";
import { StrayOutput } from "./stray_output.ts";

const inspect = (value: unknown) => Deno.inspect(value, { colors: false });

function captured() {
  const buffer = new RecordBuffer(inspect);
  const records: LogRecord[] = [];
  const target: Record<string, unknown> = {};
  const names = [
    ...["log", "info", "debug", "warn", "error", "trace", "dir", "table", "group", "groupEnd", "assert", "count"],
    ...["countReset", "time", "timeEnd", "timeLog", "clear"],
  ];
  for (const name of names) target[name] = () => assert.fail(`${name} printed`);
  captureConsole(target, buffer);
  return { console: target as unknown as Console, buffer, records };
}

/** What was collected, after the turn in which it is handed over. */
async function handOver(buffer: RecordBuffer): Promise<[string, string][]> {
  const seen: LogRecord[] = [];
  buffer.onRecords((records) => seen.push(...records));
  await Promise.resolve();
  await Promise.resolve();
  return seen.map(({ level, message }) => [level, message]);
}

Deno.test("every printing method becomes a record of its level, none prints", async () => {
  const { console, buffer } = captured();
  console.debug("a");
  console.log("b", 1, { c: 2 });
  console.info("d");
  console.warn("e");
  console.error(new RangeError("f"));
  console.assert(true, "no");
  console.assert(false, "yes");
  console.count("x");
  console.count("x");
  console.group("g");
  console.groupEnd();
  console.clear();
  const records = await handOver(buffer);
  assert.deepEqual(records.map(([level]) => level).join(), "debug,info,info,warn,error,error,info,info,info");
  assert.equal(records[1]![1], "b 1 { c: 2 }");
  assert.match(records[4]![1], /^RangeError: f\n\s+at /);
  assert.deepEqual(records.slice(5).map(([, message]) => message), ["Assertion failed yes", "x: 1", "x: 2", "g"]);
});

Deno.test("records are kept until someone takes them, the newest thousand", async () => {
  const { console, buffer } = captured();
  for (let n = 0; n < 1_200; n++) console.log(n);
  const records = await handOver(buffer);
  assert.equal(records.length, 1_000);
  assert.deepEqual(records.at(-1), ["info", "1199"]);
});

Deno.test("a message is cut, and says how much is missing", async () => {
  const { console, buffer } = captured();
  console.log("x".repeat(20_000));
  const [record] = await handOver(buffer);
  assert.match(record![1], /… \(3616 more characters\)$/);
});

Deno.test("patterns are filled as console.log does", () => {
  const cases: [unknown[], string][] = [
    [["%s is %d of %i", "a", "4", 2.7], "a is 4 of 2"],
    [["%o %j", { a: 1 }, [1]], "{ a: 1 } [ 1 ]"],
    [["100%", "x"], "100% x"],
    [["%s"], "%s"],
    [["%s %s", "one"], "one %s"],
    [["%cstyled", "color: red"], "styled"],
    [["50%% of", 7], "50% of 7"],
    [[1, "a", null], "1 a null"],
    [[], ""],
  ];
  for (const [args, expected] of cases) assert.equal(formatLog(args, inspect), expected);
});

Deno.test("stray output becomes one record a line, however its bytes are cut", async () => {
  const buffer = new RecordBuffer(inspect);
  const stray = new StrayOutput(buffer);
  const bytes = new TextEncoder().encode("grün\nblau\nhalf");
  for (const byte of bytes) stray.write(Uint8Array.of(byte));
  assert.deepEqual(await handOver(buffer), [["info", "grün"], ["info", "blau"]]);
});
