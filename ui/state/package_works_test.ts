import assert from "node:assert/strict";
import { RpcFailure } from "../sdk/failure.ts";
import type { RpcPort } from "../sdk/ports.ts";
import { PackageWorks, stageLines } from "./package_works.ts";
import type { InstallProgress } from "./wire.ts";

const SOURCE = "https://plugins.example.com/#polls";

/** Calls that are answered when the test says so. */
function port() {
  const calls: { method: string; params: unknown; answer(value: unknown): void; refuse(error: unknown): void }[] = [];
  const rpc: RpcPort = {
    call: <T>(method: string, params?: unknown) =>
      new Promise<T>((answer, refuse) =>
        calls.push({ method, params, answer: answer as (value: unknown) => void, refuse })
      ),
  };
  return { rpc, calls };
}

const told = (stage: InstallProgress["stage"], more: Partial<InstallProgress> = {}): InstallProgress => ({
  id: "polls",
  source: SOURCE,
  work: "install",
  stage,
  ...more,
});

Deno.test("a work goes through the stages that the host tells of and ends with the call's answer", async () => {
  const { rpc, calls } = port();
  const works = new PackageWorks(rpc);
  const done = works.run<{ id: string }>({ work: "install", id: "polls", source: SOURCE, params: { grantHash: "x" } });
  assert.deepEqual([calls[0]!.method, calls[0]!.params], ["host.plugin.install", { grantHash: "x" }]);
  works.heard(told("resolve", { id: "" }));
  works.heard(told("download", { share: 0.2 }));
  works.heard(told("download", { share: 0.7 }));
  const [running] = works.state.get();
  assert.deepEqual([running!.phase, running!.seen, running!.share], ["running", ["resolve", "download"], 0.7]);
  works.heard(told("done"));
  assert.equal(works.state.get()[0]!.phase, "running", "the answer is not there yet");
  calls[0]!.answer({ id: "polls" });
  assert.deepEqual(await done, { id: "polls" });
  assert.equal(works.state.get()[0]!.phase, "done");
  works.forget("polls");
  assert.deepEqual(works.state.get(), []);
});

Deno.test("a failure keeps the stage at which it happened and the host's reason", async () => {
  const { rpc, calls } = port();
  const works = new PackageWorks(rpc);
  const done = works.run({ work: "install", id: "polls", source: SOURCE, params: {} });
  works.heard(told("start"));
  calls[0]!.refuse(new RpcFailure({ code: -32022, reason: "start_failed", message: "It did not start" }));
  assert.equal(await done, undefined);
  const [work] = works.state.get();
  assert.deepEqual([work!.phase, work!.failure!.reason], ["failed", "start_failed"]);
  assert.equal(stageLines(work!).at(-1)!.state, "failed");
  works.heard(told("undo"));
  assert.equal(works.state.get()[0]!.phase, "failed", "what comes late does not wake it");
});

Deno.test("a second try takes the place of the failed one", async () => {
  const { rpc, calls } = port();
  const works = new PackageWorks(rpc);
  const first = works.run({ work: "install", id: "polls", source: SOURCE, params: {} });
  calls[0]!.refuse(new Error("no"));
  await first;
  void works.run({ work: "install", id: "polls", source: SOURCE, params: {} });
  assert.deepEqual(works.state.get().map((work) => work.phase), ["running"]);
});

Deno.test("what others do is shown while it lasts, and gone after a lost connection", () => {
  const works = new PackageWorks(port().rpc);
  works.heard(told("download", { work: "update" }));
  assert.deepEqual(works.state.get().map(({ own, work }) => [own, work]), [[false, "update"]]);
  works.heard(told("failed", { work: "update" }));
  assert.deepEqual(works.state.get(), []);
  works.heard(told("download", { work: "update" }));
  works.resync();
  assert.deepEqual(works.state.get(), []);
});

Deno.test("stages that the host passes over are left out, those ahead are shown", () => {
  const words = (lines: ReturnType<typeof stageLines>) => lines.map(({ stage, state }) => `${stage} ${state}`);
  assert.deepEqual(words(stageLines({ work: "install", seen: ["resolve", "store"], phase: "running" })), [
    "resolve done",
    "store current",
    "start pending",
    "switch pending",
  ]);
  assert.deepEqual(words(stageLines({ work: "install", seen: ["resolve", "store"], phase: "done" })), [
    "resolve done",
    "store done",
  ]);
  // The host's own order counts.
  assert.deepEqual(words(stageLines({ work: "rollback", seen: ["switch", "start"], phase: "running" })), [
    "switch done",
    "start current",
  ]);
});
