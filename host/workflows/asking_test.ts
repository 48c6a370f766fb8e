import assert from "node:assert/strict";
import type { Role } from "../sdk/channel/protocol.ts";
import { RpcError } from "../sdk/errors.ts";
import { approvalSignal } from "../sdk/workflow/approval.ts";
import { TestClock } from "../sdk/workflow/test_clock.ts";
import { TestEngine } from "./_test_host.ts";
import type { ApprovalState } from "./approval_wire.ts";
import type { Approval, RunDetail } from "./wire.ts";

const ASK = `
import { manual, workflow } from "@bulkhead/workflow";
export default workflow({ on: manual() }, async ({ approve }) => {
  const first = await approve("Deploy?", { role: "admin", timeout: "2d" });
  return first ? "deployed" : "kept";
});
`;
const reason = (expected: string) => (error: unknown) => error instanceof RpcError && error.data.reason === expected;

async function asked(engine: TestEngine): Promise<Approval> {
  return await engine.until(
    "an approval",
    async () => (await engine.call<{ items: Approval[] }>("approvals")).items[0],
  );
}

async function approvalEvents(engine: TestEngine): Promise<unknown[]> {
  const events = await engine.log.read({ types: ["workflow.approval.*"] });
  return events.map(({ type, source, subject, data }) => ({ type, source, subject, data }));
}

Deno.test("an approval is shown with its deadline, decided by the role it asks, and told as events", async () => {
  await using engine = await new TestEngine({ "deploy.ts": ASK }).start();
  const id = await engine.run("deploy");
  const open = await asked(engine);
  const about = { run: id, step: "approve", question: "Deploy?", role: "admin" as Role };
  const { askedAt: _askedAt, ...rest } = open;
  assert.deepEqual(rest, { ...about, workflow: "deploy", deadline: "2026-01-03T00:00:00.000Z" });
  assert.equal((await engine.detail(id)).reason, "waiting for an approval: Deploy?");
  await assert.rejects(engine.call("approve", { id }, { role: "member" }), reason("forbidden"));
  await assert.rejects(engine.call("approve", { id, step: "approve#2" }, { role: "admin" }), /"approve#2"/);
  await engine.call("approve", { id, comment: "go" }, { role: "admin" });
  const done = await engine.state(id, "succeeded");
  assert.equal(done.output, "deployed");
  assert.deepEqual(done.steps[0]!.output, { approved: true, by: "alice", comment: "go" });
  assert.deepEqual(await engine.call("approvals"), { items: [] });
  await assert.rejects(engine.call("reject", { id }, { role: "admin" }), reason("precondition_failed"));
  assert.deepEqual(await approvalEvents(engine), [
    {
      type: "workflow.approval.requested",
      source: "workflow:deploy",
      subject: id,
      data: { ...about, deadline: "2026-01-03T00:00:00.000Z" },
    },
    {
      type: "workflow.approval.decided",
      source: "workflow:deploy",
      subject: id,
      data: { ...about, approved: true, by: "alice", comment: "go" },
    },
  ]);
});

Deno.test("a rejection and a deadline answer false; of two decisions the first stands", async () => {
  await using engine = await new TestEngine({ "deploy.ts": ASK }).start();
  const first = await engine.run("deploy");
  await asked(engine);
  const answers = await Promise.allSettled([
    engine.call("reject", { id: first }),
    engine.call("approve", { id: first }),
  ]);
  assert.deepEqual(answers.map(({ status }) => status), ["fulfilled", "rejected"]);
  assert.ok(reason("decided")((answers[1] as PromiseRejectedResult).reason));
  assert.equal((await engine.state(first, "succeeded")).output, "kept");

  const second = await engine.run("deploy");
  await asked(engine);
  await engine.advance("2d");
  const done = await engine.state(second, "succeeded");
  assert.equal(done.output, "kept");
  assert.deepEqual(done.steps[0]!.output, { approved: false, expired: true });
});

Deno.test("only a person decides: no plugin and no script, also not in somebody's name", async () => {
  await using engine = await new TestEngine({ "deploy.ts": ASK }).start();
  const id = await engine.run("deploy");
  await asked(engine);
  const approve = engine.workflows.methods["host.workflow.approve"]!;
  assert.equal(approve.risk, "high", "so that no owner can grant it to a plugin from elsewhere");
  const owner = { kind: "user" as const, id: "u1", name: "alice", role: "owner" as Role };
  for (
    const caller of [
      { ...owner, via: "plugin:polls" },
      { ...owner, via: "workflow:deploy" },
      { ...owner, kind: "plugin" as const, id: "polls", name: "polls" },
      { ...owner, kind: "workflow" as const, id: "deploy", name: "deploy" },
    ]
  ) {
    const call = { method: "host.workflow.approve", params: { id }, caller, transport: "plugin" as const };
    await assert.rejects(async () => await approve.handler({ id } as never, call), reason("not_a_person"));
  }
  // Nor by a signal under the name that decisions have inside.
  const forged = { id, name: approvalSignal("approve"), data: { approved: true, by: "alice" } };
  await assert.rejects(engine.call("signal", forged), /control characters/);
  assert.equal((await engine.call<ApprovalState>("approval.get", { id, step: "approve" })).state, "open");
});

Deno.test("an approval can be looked up in every state; of a run that was cancelled it is withdrawn, and that is told", async () => {
  const script = `
import { manual, workflow } from "@bulkhead/workflow";
export default workflow({ on: manual() }, ({ approve, all }) =>
  all([approve("One?", { timeout: "1h", channel: "#ops" }), approve("Two?"), approve("Three?"), approve("Four?")]));
`;
  await using engine = await new TestEngine({ "ask.ts": script }).start();
  const id = await engine.run("ask");
  await engine.until("four", async () => (await engine.call<{ items: Approval[] }>("approvals")).items.length === 4);
  await engine.call("approve", { id, step: "approve#2", comment: "yes" });
  await engine.call("reject", { id, step: "approve#3" });
  await engine.advance("1h");
  const state = async (step: string) => {
    const { state, by, comment, channel } = await engine.call<ApprovalState>("approval.get", { id, step });
    return [state, by, comment, channel];
  };
  await engine.until("the deadline", async () => (await state("approve"))[0] === "expired");
  assert.deepEqual(await state("approve"), ["expired", undefined, undefined, "#ops"]);
  assert.deepEqual(await state("approve#2"), ["approved", "alice", "yes", undefined]);
  assert.deepEqual((await state("approve#3"))[0], "rejected");
  assert.deepEqual((await state("approve#4"))[0], "open");
  let killed: TestEngine | undefined;
  engine.committed = () => void (killed ??= engine.afterKill());
  await engine.call("cancel", { id });
  engine.committed = undefined;
  assert.deepEqual((await state("approve#4"))[0], "withdrawn");
  await assert.rejects(state("approve#5"), reason("not_found"));
  const told = async (life: TestEngine) => {
    const events = () => life.log.read({ types: ["workflow.approval.withdrawn"] });
    await life.until("the event", async () => (await events()).length > 0);
    return (await events()).map(({ data }) => data);
  };
  const withdrawn = [{ run: id, step: "approve#4", question: "Four?", role: "member" }];
  assert.deepEqual(await told(engine), withdrawn);
  // Killed as soon as the run was cancelled, it is told by the next life; that life's own next does not tell it again.
  await using second = await killed!.start();
  assert.deepEqual(await told(second), withdrawn);
  await second.stop();
  await second.start();
  assert.deepEqual(await told(second), withdrawn);
});

Deno.test("what a failed run asked is withdrawn, and asked again when the run goes on", async () => {
  const script = `
import { manual, workflow } from "@bulkhead/workflow";
export default workflow({ on: manual(), uses: ["shop"] as never, retry: { max: 1 } }, ({ approve, shop, all }: any) =>
  all([approve("Ship?"), shop.order.pack({})]));
`;
  await using engine = await new TestEngine({ "ship.ts": script }).start();
  let faults = 2;
  engine.plugins = {
    "shop.order.pack": () => {
      if (faults-- > 0) throw new Error("the tape is empty");
      return "packed";
    },
  };
  const id = await engine.run("ship");
  const state = async () => (await engine.call<ApprovalState>("approval.get", { id, step: "approve" })).state;
  const told = async () =>
    (await engine.log.read({ types: ["workflow.approval.*"] })).map(({ type }) => type.split(".").at(-1));
  const asked = ["requested", "withdrawn"];
  for (const times of [1, 2]) {
    await engine.state(id, "failed");
    await engine.until("it is withdrawn", async () => (await told()).length === 2 * times);
    assert.equal(await state(), "withdrawn");
    await engine.advance(1_000);
    await engine.call("resume", { id });
  }
  await engine.until("it is asked again", async () => (await told()).length === 5);
  assert.deepEqual(await told(), [...asked, ...asked, "requested"]);
  assert.equal(await state(), "open");
  await engine.call("approve", { id });
  assert.deepEqual((await engine.state(id, "succeeded")).output, [true, "packed"]);
});

Deno.test("a script cannot make up what the host tells of approvals", async () => {
  const script = `
import { manual, workflow } from "@bulkhead/workflow";
export default workflow({ on: manual() }, async ({ publish }) => {
  const refusals = [];
  for (const type of ["workflow.approval.decided", "host.plugin.changed", "workflow.done"]) {
    await publish({ type, data: { run: "run_1" } }).catch((error) => refusals.push([type, error.reason]));
  }
  return refusals;
});
`;
  await using engine = await new TestEngine({ "forge.ts": script }).start();
  const done = await engine.state(await engine.run("forge"), "succeeded");
  assert.deepEqual(done.output, [
    ["workflow.approval.decided", "not_permitted"],
    ["host.plugin.changed", "not_permitted"],
  ]);
});

Deno.test("a deadline that passed while the host was off is kept, and a decision after it is refused", async () => {
  await using engine = await new TestEngine({ "deploy.ts": ASK }).start();
  const id = await engine.run("deploy");
  await asked(engine);
  await engine.stop();
  engine.clock = new TestClock(engine.clock.now() + 3 * 86_400_000);
  await engine.start();
  assert.equal((await engine.state(id, "succeeded")).output, "kept");
});

Deno.test("signals are kept until they are taken, each once and in order; a wait gives up at its timeout", async () => {
  const script = `
import { manual, workflow } from "@bulkhead/workflow";
export default workflow({ on: manual() }, async ({ signal, sleep, all }) => {
  await sleep("1h");
  const first = await signal("go");
  const both = await all([signal("go"), signal("go")]);
  const late = await signal("never", { timeout: "1m" }).catch((error) => error.reason);
  return [first, ...both, late];
});
`;
  await using engine = await new TestEngine({ "listen.ts": script }).start();
  const id = await engine.run("listen");
  await engine.state(id, "sleeping");
  for (const n of [1, 2, 3]) await engine.call("signal", { id, name: "go", data: { n } });
  await engine.stop();
  await engine.start();
  await engine.advance("1h");
  await engine.until("the last wait", async () => (await engine.detail(id)).reason === "waiting for the signal never");
  await engine.advance("1m");
  const done = await engine.state(id, "succeeded");
  assert.deepEqual(done.output, [{ n: 1 }, { n: 2 }, { n: 3 }, "deadline_exceeded"]);
  await assert.rejects(engine.call("signal", { id, name: "go" }), reason("precondition_failed"));
  await assert.rejects(engine.call("signal", { id: "run_x", name: "go" }), reason("not_found"));
});

Deno.test("a kill after any commit forgets no decision and no signal, and tells each event once", async () => {
  const script = `
import { manual, workflow } from "@bulkhead/workflow";
export default workflow({ on: manual() }, async ({ approve, signal }) =>
  [await approve("One?"), await signal("word"), await approve("Two?", { timeout: "1h" })]);
`;
  const drive = async (engine: TestEngine, id: string, stop: () => boolean = () => false) => {
    let asked = 0;
    return await engine.until("the end", async () => {
      if (stop()) return true;
      await engine.advance("10m");
      const run = await engine.detail(id);
      const { steps, reason } = run;
      if (reason === "waiting for an approval: One?") await engine.call("approve", { id }).catch(() => {});
      if (reason === "waiting for the signal word" && asked++ === 0) {
        await engine.call("signal", { id, name: "word", data: "hi" }).catch(() => {});
      }
      return steps.length === 3 && run.endedAt ? run : undefined;
    });
  };
  let commits = 0;
  for (let at = 0; at <= commits; at++) {
    await using engine = await new TestEngine({ "ask.ts": script }).start();
    const id = await engine.run("ask");
    let left: TestEngine | undefined;
    let count = 0;
    engine.committed = () => {
      if (at === 0) commits++;
      else if (++count === at) left = engine.afterKill();
    };
    const ended = await drive(engine, id, () => left !== undefined);
    if (at > 0 && !left) continue;
    await using second = left ? await left.start() : undefined;
    const run = (second ? await drive(second, id) : ended) as RunDetail;
    assert.deepEqual(run.output, [true, "hi", false], `kill after commit ${at}`);
    const events = await approvalEvents(second ?? engine);
    assert.equal(events.length, 4, `kill after commit ${at}`);
  }
  assert.ok(commits >= 6, `only ${commits} commits`);
});
