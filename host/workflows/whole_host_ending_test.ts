import assert from "node:assert/strict";
import { testHost, until } from "../../tests/harness/mod.ts";
import type { RunDetail } from "./wire.ts";

const script = (tail: string) =>
  `import { manual, workflow } from "@bulkhead/workflow";
export default workflow({ on: manual(), uses: ["chat"] }, async ({ chat, step, sleep, signal }) => {
  const say = (text: string) => chat.message.send({ channel: "#general", text });
  await say("reserved");
  try {
    await step("quick", ({ number }) => {
      if (number === 1) return new Promise<number>(() => {});
      return number;
    }, { timeout: "200ms", retry: { delayMs: 10 } });
    await signal("go");
    ${tail}
  } catch (error) {
    await say("given back: " + (error as { reason: string }).reason);
    throw error;
  }
});
`;

Deno.test("a script publishes no event in the place of a plugin, and its run says so", async () => {
  await using host = await testHost({
    plugins: ["chat"],
    workflows: {
      "forge.ts": `import { manual, workflow } from "@bulkhead/workflow";
export default workflow({ on: manual() }, async ({ publish }) => {
  await publish({ type: "forge.thing.done", data: {} });
  await publish({ type: "chat.message.acted", data: { action: "approve" } });
});
`,
    },
  });
  const { runId } = await host.call<{ runId: string }>("host.workflow.run", { name: "forge" });
  const detail = () => host.call<RunDetail>("host.workflow.run.get", { id: runId });
  await until(async () => (await detail()).state === "failed", { what: "the run failed", timeoutMs: 60_000 });
  const { error, steps } = await detail();
  assert.equal(error!.reason, "not_permitted");
  assert.match(error!.message, /cannot publish "chat.message.acted": only the plugin "chat"/);
  assert.deepEqual(steps.map(({ state, attempts }) => [state, attempts]), [["succeeded", 1], ["failed", 1]]);
});

Deno.test("through real compartments an attempt is timed out, a run is moved to a new version, and another cleans up when it is cancelled", async () => {
  await using host = await testHost({
    plugins: ["chat"],
    workflows: { "book.ts": script('return "old";') },
  });
  const detail = (id: string) => host.call<RunDetail>("host.workflow.run.get", { id });
  const state = async (id: string, wanted: string) => {
    await until(async () => (await detail(id)).state === wanted, { what: `the run is ${wanted}`, timeoutMs: 60_000 });
    return await detail(id);
  };
  const begin = async () => (await host.call<{ runId: string }>("host.workflow.run", { name: "book" })).runId;
  const waits = (id: string) =>
    until(async () => (await detail(id)).reason?.includes("signal go"), { what: "it waits", timeoutMs: 60_000 });
  const [moved, cancelled] = [await begin(), await begin()];
  for (const id of [moved, cancelled]) await waits(id);
  const quick = (await detail(moved)).steps.find(({ name }) => name === "quick")!;
  assert.deepEqual([quick.attempts, quick.output], [2, 2]);

  await Deno.writeTextFile(`${host.workflowsDir}/book.ts`, script('await say("wrapped"); return "new";'));
  await until(async () => (await detail(moved)).outdated === true, { what: "the new version", timeoutMs: 60_000 });
  const { items } = await host.call<{ items: { migrated: boolean; message?: string }[] }>("host.workflow.migrate", {
    id: moved,
  });
  assert.deepEqual(items.map(({ migrated, message }) => [migrated, message]), [[true, undefined]]);
  await waits(moved);
  await host.call("host.workflow.signal", { id: moved, name: "go" });
  assert.equal((await state(moved, "succeeded")).output, "new");

  const answer = await host.call<{ state: string }>("host.workflow.cancel", { id: cancelled });
  assert.equal(answer.state, "cancelled");
  assert.equal((await detail(cancelled)).reason, "The run was cancelled by Alice");
  const { items: messages } = await host.call<{ items: { text: string }[] }>("chat.message.list", {
    channel: "#general",
  });
  assert.deepEqual(messages.map(({ text }) => text).sort(), [
    "given back: cancelled",
    "reserved",
    "reserved",
    "wrapped",
  ]);
});
