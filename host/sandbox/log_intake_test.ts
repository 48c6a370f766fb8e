import assert from "node:assert/strict";
import type { LogRecord } from "../sdk/channel/protocol.ts";
import { LogIntake } from "./log_intake.ts";

function intake(perMinute = 100) {
  const written: { source: string; record: LogRecord }[] = [];
  const sink = {
    write: (source: string, records: LogRecord[]) => records.forEach((record) => written.push({ source, record })),
  };
  const clock = { now: () => Date.UTC(2030, 0, 1), timer: () => () => {} };
  return { written, take: new LogIntake("chat", perMinute, sink, clock) };
}

Deno.test("records go on under the compartment's source and their own part of it", () => {
  const { written, take } = intake();
  const time = "2030-01-01T00:00:00.000Z";
  take.take({
    records: [{ time, level: "error", message: "a", fields: { n: 1 } }, {
      time,
      level: "info",
      message: "b",
      source: "sync",
    }],
  });
  take.line("from stderr");
  assert.deepEqual(written.map(({ source }) => source), ["chat", "chat.sync", "chat.stderr"]);
  assert.deepEqual(written[0]!.record, { time, level: "error", message: "a", fields: { n: 1 } });
});

Deno.test("nothing about a record is believed", () => {
  const { written, take } = intake();
  const records = [null, { level: "loud", message: 7, time: "yesterday", source: "../host", fields: "x" }, {
    message: "m".repeat(100_000),
    fields: { text: "f".repeat(100_000) },
  }];
  for (const params of [undefined, null, 3, { records: "x" }, { records }]) take.take(params);
  assert.equal(written.length, 3);
  for (const { source, record } of written) {
    assert.equal(source, "chat");
    assert.equal(record.time, "2030-01-01T00:00:00.000Z");
    assert.equal(record.level, "info");
    assert.ok(JSON.stringify(record).length < 20_000);
  }
});

Deno.test("above the limit records are dropped, and the number is told", () => {
  const { written, take } = intake(10);
  for (let n = 0; n < 50; n++) take.take({ records: [{ level: "info", message: String(n) }] });
  assert.equal(written.filter(({ record }) => record.level === "info").length, 10);
  assert.match(written.find(({ record }) => record.level === "warn")!.record.message, /log lines were dropped/);
});
