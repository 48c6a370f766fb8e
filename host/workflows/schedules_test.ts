import assert from "node:assert/strict";
import { TestClock } from "../sdk/workflow/test_clock.ts";
import { TestEngine } from "./_test_host.ts";

const script = (trigger: string, text = "") => `
import { cron, every, workflow } from "@bulkhead/workflow";
export default workflow({ on: ${trigger} }, ({ run }) => run.dueAt!.toISOString() + "${text}");
`;

async function outputs(engine: TestEngine): Promise<unknown[]> {
  const runs = (await engine.runs({ state: "succeeded" })).reverse();
  return await Promise.all(runs.map(async ({ id }) => (await engine.detail(id)).output));
}

async function done(engine: TestEngine, count: number): Promise<unknown[]> {
  await engine.until(`${count} runs`, async () => (await engine.runs({ state: "succeeded" })).length === count);
  return await outputs(engine);
}

Deno.test("cron begins a run at each of its times, in its time zone, and says when the next is", async () => {
  const trigger = 'cron("0 9 * * *", { timezone: "Europe/Berlin" })';
  await using engine = await new TestEngine({ "digest.ts": script(trigger) }).start();
  const [shown] = (await engine.workflow("digest")).triggers;
  assert.deepEqual(shown, { kind: "cron", detail: "0 9 * * * (Europe/Berlin)", next: "2026-01-01T08:00:00.000Z" });
  await engine.advance("2d");
  assert.deepEqual(await done(engine, 2), ["2026-01-01T08:00:00.000Z", "2026-01-02T08:00:00.000Z"]);
  const [newest] = await engine.runs();
  assert.equal(newest!.trigger, "cron 0 9 * * * (Europe/Berlin)");
  assert.equal(newest!.dueAt, "2026-01-02T08:00:00.000Z");
});

Deno.test("every counts from the first save; a save that leaves it as it is changes nothing", async () => {
  await using engine = await new TestEngine({ "tick.ts": script('every("1h")') }).start();
  await engine.advance("90m");
  await done(engine, 1);
  const { hash } = await engine.workflow("tick");
  engine.save("tick.ts", script('every("1h", { catchUp: "all" })', "!"));
  await engine.until("the new version", async () => {
    await engine.advance(100);
    return (await engine.workflow("tick")).hash !== hash;
  });
  await engine.advance("30m");
  assert.deepEqual(await done(engine, 2), ["2026-01-01T01:00:00.000Z", "2026-01-01T02:00:00.000Z!"]);
});

for (
  const [catchUp, expected] of [
    ["skip", []],
    ["last", ["2026-01-01T03:00:00.000Z"]],
    ["all", ["2026-01-01T01:00:00.000Z", "2026-01-01T02:00:00.000Z", "2026-01-01T03:00:00.000Z"]],
  ] as const
) {
  Deno.test(`what passed while the host was off is caught up with by the policy "${catchUp}"`, async () => {
    const text = script(`every("1h", { catchUp: "${catchUp}" })`);
    await using engine = await new TestEngine({ "tick.ts": text }).start();
    await engine.stop();
    engine.clock = new TestClock(engine.clock.now() + 3.5 * 3_600_000);
    await engine.start();
    assert.deepEqual(await done(engine, expected.length), expected);
    await engine.advance("30m");
    assert.deepEqual(await done(engine, expected.length + 1), [...expected, "2026-01-01T04:00:00.000Z"]);
  });
}

Deno.test("a kill after any commit neither loses a time nor runs one twice", async () => {
  const text = script('[every("1h"), cron("30 * * * *")]');
  const expected = ["00:30", "01:00"].map((time) => `2026-01-01T${time}:00.000Z`);
  const finish = async (engine: TestEngine, what: string) => {
    await engine.until(what, async () => {
      const left = Date.UTC(2026, 0, 1, 1, 10) - engine.clock.now();
      if (left > 0) await engine.advance(Math.min(left, 600_000));
      return (await engine.runs()).filter(({ endedAt }) => endedAt).length >= expected.length;
    });
    assert.deepEqual((await outputs(engine)).sort(), expected, what);
  };
  let commits = 0;
  {
    await using engine = new TestEngine({ "tick.ts": text });
    engine.committed = (count) => commits = count;
    await engine.start();
    await finish(engine, "without a kill");
  }
  assert.ok(commits >= 6, `only ${commits} commits`);
  for (let at = 1; at <= commits; at++) {
    await using engine = new TestEngine({ "tick.ts": text });
    let left: TestEngine | undefined;
    engine.committed = (count) => {
      if (count === at) left = engine.afterKill();
    };
    await engine.start();
    await engine.until(`commit ${at}`, async () => {
      if (!left) await engine.advance("10m");
      return left !== undefined || engine.clock.now() > Date.UTC(2026, 0, 1, 2);
    });
    if (!left) continue;
    await using second = await left.start();
    await finish(second, `kill after commit ${at}`);
  }
});

Deno.test("a schedule ends with its script", async () => {
  await using engine = await new TestEngine({ "tick.ts": script('every("1h")') }).start();
  Deno.removeSync(`${engine.root}/workflows/tick.ts`);
  await engine.until("gone", async () => {
    await engine.advance(100);
    return (await engine.call<{ items: unknown[] }>("list")).items.length === 0;
  });
  await engine.advance("3h");
  assert.deepEqual(await engine.runs(), []);
});

Deno.test("a bad cron expression is a fault at its line", async () => {
  await using engine = await new TestEngine({ "bad.ts": script('cron("61 * * * *")') }).start();
  const [fault] = (await engine.workflow("bad")).diagnostics;
  assert.equal(fault!.kind, "manifest");
  assert.equal(fault!.line, 3);
  assert.match(fault!.message, /Bad cron expression "61 \* \* \* \*": Invalid value for minute: 61/);
});
