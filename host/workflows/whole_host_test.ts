import assert from "node:assert/strict";
import { testHost, until as untilTrue } from "../../tests/harness/mod.ts";
import type { RunDetail, RunInfo, WorkflowInfo } from "./wire.ts";

/** Waits for a value; what it waits for stands in the failure. */
async function until<T>(what: string, condition: () => T | Promise<T>): Promise<Exclude<T, false | undefined>> {
  let value: T | undefined;
  await untilTrue(async () => Boolean(value = await condition()), { what, timeoutMs: 60_000 });
  return value as Exclude<T, false | undefined>;
}

const SCRIPT = `import { event, workflow } from "@bulkhead/workflow";

export default workflow({
  on: event("github.issues.opened"),
  uses: ["chat"],
  concurrency: { limit: 1 },
}, async ({ event, chat }) => {
  await chat.message.send({ channel: "#general", text: "old: " + event.data.title });
});
`;

Deno.test("an event becomes a message through real compartments; a save goes live without a restart and a fault does not", async () => {
  await using host = await testHost({ plugins: ["chat", "github"], workflows: { "note.ts": SCRIPT } });
  const info = () => host.call<WorkflowInfo>("host.workflow.get", { name: "note" });
  const runs = async (state: string) => (await host.call<{ items: RunInfo[] }>("host.workflow.runs", { state })).items;
  const texts = async () => {
    const list = await host.call<{ items: { text: string; author: { kind: string; name: string } }[] }>(
      "chat.message.list",
      { channel: "#general" },
    );
    return list.items.map(({ text }) => text);
  };
  const open = (title: string) => host.call("host.event.publish", { type: "github.issues.opened", data: { title } });
  const save = (text: string) => Deno.writeTextFile(`${host.workflowsDir}/note.ts`, text);
  assert.deepEqual((await info()).diagnostics, []);

  await open("one");
  const [run] = await until(
    "the first run",
    async () => (await runs("succeeded")).length === 1 && await runs("succeeded"),
  );
  assert.deepEqual(await texts(), ["old: one"]);
  const detail = await host.call<RunDetail>("host.workflow.run.get", { id: run!.id });
  assert.equal(detail.steps[0]!.name, "chat.message.send");
  assert.equal((detail.steps[0]!.output as { text: string }).text, "old: one");

  const before = (await info()).hash;
  await save(SCRIPT.replace("old: ", "new: "));
  await until("the new version", async () => (await info()).hash !== before);
  await open("two");
  await until("the second run", async () => (await runs("succeeded")).length === 2);
  assert.deepEqual(await texts(), ["old: one", "new: two"]);

  const faults: [string, RegExp, string, number][] = [
    [SCRIPT.replace("text: ", "txt: "), /'txt' does not exist in type/, "type", 8],
    [SCRIPT.replace("workflow({", "workflow({{"), /Unexpected token/, "syntax", 3],
    [SCRIPT.replace("limit: 1", "limit: 0"), /concurrency\.limit is 0/, "manifest", 3],
    [
      SCRIPT.replace("export default", 'if (Date.now() > 0) throw new RangeError("at load");\nexport default'),
      /at load/,
      "load",
      3,
    ],
  ];
  for (const [text, message, kind, line] of faults) {
    await save(text);
    const faulty = await until(`fault ${message}`, async () => {
      const now = await info();
      return now.diagnostics.some((fault) => message.test(fault.message)) && now;
    });
    assert.equal(faulty.state, "faulty");
    assert.equal(faulty.lastGood, true);
    const fault = faulty.diagnostics.find((one) => message.test(one.message))!;
    assert.equal(fault.kind, kind, fault.message);
    assert.equal(fault.line, line, fault.message);
    assert.ok(fault.file.endsWith("note.ts"), fault.file);
  }
  await open("three");
  await until("the third run", async () => (await runs("succeeded")).length === 3);
  assert.deepEqual((await texts()).at(-1), "new: three");

  await host.call("host.plugin.disable", { id: "chat" });
  await open("four");
  const waiting = await until("waiting", async () => (await runs("waiting"))[0]);
  assert.equal(waiting.reason, "waiting for chat");
  // Types of a plugin that is off stay known.
  await save(SCRIPT.replace("old: ", "last: "));
  await until("live while chat is off", async () => (await info()).state === "live");
  await host.call("host.plugin.enable", { id: "chat" });
  await until("all", async () => (await runs("succeeded")).length === 4);
  assert.deepEqual(await texts(), ["old: one", "new: two", "new: three", "new: four"]);
});

Deno.test("thousands of runs at once all end: nothing that a script says of its runs is dropped", async () => {
  const script = `import { event, workflow } from "@bulkhead/workflow";
export default workflow({ on: event("github.push") }, async ({ event, step }) => {
  const n = await step("first", () => event.data.n);
  return await step("second", () => n + 1);
});
`;
  await using host = await testHost({ plugins: ["chat", "github"], workflows: { "many.ts": script } });
  const { log, db } = host.running;
  const envelope = { source: "github", type: "github.push", time: new Date().toISOString(), audience: "plugins" };
  const events = Array.from({ length: 3_000 }, (_, n) => ({
    ...envelope,
    id: `push-${n}`,
    data: { n },
    actorkind: "system" as const,
    hops: 0,
  }));
  await log.publish(events);
  const ended = () => db.get<{ n: number }>("SELECT count(*) AS n FROM wf_runs WHERE ended_at IS NOT NULL")!.n;
  await untilTrue(() => ended() === events.length, { what: "all runs ended", timeoutMs: 180_000 });
  const states = db.all("SELECT state, count(*) AS count, max(generation) AS generation FROM wf_runs GROUP BY state");
  // Generation 2 is that of the end: none had to be replayed.
  assert.deepEqual(states.map((row) => ({ ...row })), [{ state: "succeeded", count: 3_000, generation: 2 }]);
});
