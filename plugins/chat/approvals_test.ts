import assert from "node:assert/strict";
import { RpcError } from "@bulkhead/plugin";
import { testPlugin } from "@bulkhead/testing";
import type { AskedApproval } from "./domain/approval.ts";
import chat from "./plugin.ts";

const ALICE = { caller: { id: "user-alice", name: "Alice", role: "owner" as const } };
const WORKFLOW = { caller: { kind: "workflow" as const, id: "deploy", name: "deploy" } };
const OPEN: AskedApproval = {
  run: "run_1",
  step: "approve",
  workflow: "deploy",
  question: "Deploy 1.2 to production?",
  role: "owner",
  deadline: "2026-02-01T00:00:00.000Z",
  channel: "#general",
  state: "open",
};

/** Chat beside a host that has these approvals on record. */
async function start(record: AskedApproval[], settings: Record<string, unknown> = {}) {
  const plugin = await testPlugin(chat, {
    id: "chat",
    settings,
    calls: {
      "host.workflow.approval.get": ({ id, step }) => {
        const found = record.find((each) => each.run === id && each.step === step);
        if (!found) throw new RpcError("not_found", "No such approval");
        return found;
      },
    },
  });
  await plugin.call("chat.channel.list", {}, ALICE);
  const list = async (channel = "#general") => (await plugin.call("chat.message.list", { channel }, ALICE)).items;
  const tell = (what: string, data: object) =>
    plugin.deliver({ type: `workflow.approval.${what}`, source: "workflow:deploy", subject: "run_1", data });
  return { plugin, list, tell };
}

Deno.test("an approval is shown once, in the words of the host, and settled by what the host says", async () => {
  const record = [OPEN];
  const { plugin, list, tell } = await start(record);
  await using _ = plugin;
  await tell("requested", { run: "run_1", step: "approve", question: "Lunch?", role: "member", channel: "#board" });
  await tell("requested", { run: "run_1", step: "approve" });
  const { question, channel: _channel, ...approval } = OPEN;
  const [message, ...more] = await list();
  assert.deepEqual(more, []);
  assert.deepEqual([message.text, message.approval, message.author], [question, approval, {
    id: "workflow:deploy",
    name: "deploy",
    kind: "workflow",
  }]);

  // Told by somebody who cannot know: the host has it as open still.
  await tell("decided", { run: "run_1", step: "approve", approved: true, by: "Mallory" });
  assert.equal((await list())[0].approval.state, "open");

  record[0] = { ...OPEN, state: "approved", by: "Alice", comment: "go" };
  await tell("decided", { run: "run_1", step: "approve", approved: false, by: "Mallory" });
  const settled = (await list())[0];
  assert.deepEqual(settled.approval, { ...approval, state: "approved", by: "Alice", comment: "go" });
  assert.equal(settled.editedAt, undefined);
  await plugin.relayed();
  assert.deepEqual(plugin.events.at(-1)!.data, settled);
});

Deno.test("what a failed run asked has no buttons until the run goes on and asks again", async () => {
  const record = [OPEN];
  const { plugin, list, tell } = await start(record);
  await using _ = plugin;
  for (const [state, what] of [["open", "requested"], ["withdrawn", "withdrawn"], ["open", "requested"]] as const) {
    record[0] = { ...OPEN, state };
    await tell(what, { run: "run_1", step: "approve" });
    const messages = await list();
    assert.deepEqual(messages.map(({ approval }: { approval: AskedApproval }) => approval.state), [state]);
  }
});

Deno.test("what the host does not know, or knows as decided, is not shown", async () => {
  const { plugin, list, tell } = await start([{ ...OPEN, state: "withdrawn" }]);
  await using _ = plugin;
  await tell("requested", { run: "run_1", step: "approve" });
  await tell("requested", { run: "run_2", step: "approve", question: "Made up?" });
  await tell("decided", { run: "run_2", step: "approve", approved: true });
  assert.deepEqual(await list(), []);
});

Deno.test("an approval without a channel of its own goes to the one of the settings, or stays in the cockpit", async () => {
  const { channel: _channel, ...plain } = OPEN;
  const record: AskedApproval[] = [plain, { ...OPEN, step: "approve#2", channel: "#gone" }];
  const both = async (tell: (what: string, data: object) => Promise<void>) => {
    await tell("requested", { run: "run_1", step: "approve" });
    await tell("requested", { run: "run_1", step: "approve#2" });
  };
  const without = await start(record);
  await using _ = without.plugin;
  await both(without.tell);
  assert.deepEqual(await without.list(), []);

  const chosen = await start(record, { approvalsChannel: "#ops" });
  await using _chosen = chosen.plugin;
  await chosen.plugin.call("chat.channel.create", { name: "ops", private: true }, ALICE);
  await both(chosen.tell);
  const shown = await chosen.list("#ops");
  assert.deepEqual(shown.map((each: { approval: AskedApproval }) => each.approval.step), ["approve", "approve#2"]);
});

Deno.test("a workflow's approval reaches a private channel only when the workflow was added to it", async () => {
  const { plugin, list, tell } = await start([{ ...OPEN, channel: "#board" }]);
  await using _ = plugin;
  await plugin.call("chat.channel.create", { name: "board", private: true }, ALICE);
  await tell("requested", { run: "run_1", step: "approve" });
  assert.deepEqual(await list("#board"), []);
  await plugin.call("chat.channel.add_members", { channel: "#board", members: ["workflow:deploy"] }, ALICE);
  await plugin.deliver({ type: "workflow.approval.requested", data: { run: "run_1", step: "approve" } });
  assert.equal((await list("#board")).length, 1);
});

Deno.test("nobody makes a message that is an approval, presses one in chat, or writes another question above its buttons", async () => {
  const { plugin, list, tell } = await start([OPEN]);
  await using _ = plugin;
  await tell("requested", { run: "run_1", step: "approve" });
  const [real] = await list();
  const fake = await plugin.call("chat.message.send", {
    channel: "#general",
    text: OPEN.question,
    actions: [{ id: "approve", label: "Approve", style: "primary" }, { id: "reject", label: "Reject" }],
    approval: real.approval,
  }, WORKFLOW).catch((error: RpcError) => error);
  if (!(fake instanceof RpcError)) assert.equal(fake.approval, undefined);
  const refused = (error: RpcError) => error.data.reason === "approval";
  await assert.rejects(plugin.call("chat.message.edit", { id: real.id, text: "Lunch?" }, WORKFLOW), refused);
  await assert.rejects(plugin.call("chat.message.edit", { id: real.id, actions: [] }, WORKFLOW), refused);
  await assert.rejects(
    plugin.call("chat.message.act", { id: real.id, action: "approve" }, ALICE),
    (error: RpcError) => {
      assert.match(error.data.hint!, /host\.workflow\.approve.*"id":"run_1","step":"approve"/);
      return refused(error);
    },
  );
  assert.equal((await list())[0].approval.state, "open");
});
