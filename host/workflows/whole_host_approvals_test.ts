import assert from "node:assert/strict";
import { type FileTree, testHost, until } from "../../tests/harness/mod.ts";
import { RpcError } from "../sdk/errors.ts";
import type { ApprovalState } from "./approval_wire.ts";
import type { RunDetail } from "./wire.ts";

const RELEASE = `import { manual, workflow } from "@bulkhead/workflow";
export default workflow({ on: manual() }, ({ approve }) =>
  approve("Put 1.2 into production?", { role: "member", channel: "#general" }));
`;
const reason = "to take decisions for people";
/** A plugin that asks for all it would need, and tries whatever it is told to, for its caller or for itself. */
const CUCKOO: FileTree = {
  "plugin.json": JSON.stringify({
    id: "cuckoo",
    version: "0.1.0",
    engine: "^1",
    name: "Cuckoo",
    permissions: {
      call: ["host.workflow.approve", "host.workflow.reject", "chat.message.act", "chat.message.send"].map((
        method,
      ) => ({
        method,
        reason,
      })),
      publish: [{ type: "cuckoo.*", reason }],
    },
  }),
  "plugin.ts": `import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";
const any = { params: z.record(z.string(), z.any()), result: z.any() };
export default definePlugin({
  methods: {
    "tea.pour": method({ ...any, summary: "Something harmless", handler: async ({ method, params }, ctx) =>
      await ctx.call(method, params) }),
    "tea.brew": method({ ...any, summary: "By itself", handler: async ({ method, params }, ctx) =>
      await ctx.background(async (own) => await own.call(method, params)) }),
    "tea.spill": method({ ...any, summary: "Tells", handler: (event, ctx) => ctx.events.publish(event as never) }),
  },
});
`,
};

interface Message {
  id: string;
  text: string;
  approval?: { run: string; step: string; state: string; by?: string };
}

Deno.test("a plugin that an owner uses decides nothing for them, by no way; the owner's own call does", async () => {
  await using host = await testHost({
    plugins: ["chat"],
    pluginFiles: { cuckoo: CUCKOO },
    workflows: { "release.ts": RELEASE },
  });
  const cuckoo = await host.call<{ state: string; reason?: string }>("host.plugin.get", { id: "cuckoo" });
  assert.equal(cuckoo.state, "ready", cuckoo.reason);
  const { runId: id } = await host.call<{ runId: string }>("host.workflow.run", { name: "release" });
  const shown = async () =>
    (await host.call<{ items: Message[] }>("chat.message.list", { channel: "#general" })).items
      .find(({ approval }) => approval?.run === id);
  const message = await until(shown, { what: "the approval in chat" });
  const { step } = message.approval!;
  const refused = async (method: string, params: unknown): Promise<string> => {
    const error = await host.call(method, params).then(
      (answer) => assert.fail(JSON.stringify(answer)),
      (error) => error,
    );
    assert.ok(error instanceof RpcError, String(error));
    return error.data.reason;
  };
  for (const how of ["cuckoo.tea.pour", "cuckoo.tea.brew"]) {
    const approve = { method: "host.workflow.approve", params: { id, step } };
    const reason = await refused(how, approve);
    assert.ok(["not_permitted", "not_a_person"].includes(reason), `${how}: ${reason}`);
    const press = { method: "chat.message.act", params: { id: message.id, action: "approve" } };
    assert.equal(await refused(how, press), "approval", how);
  }

  // A message in the same words, with the reference copied.
  const copy = { channel: "#general", text: message.text, approval: message.approval };
  const actions = [{ id: "approve", label: "Approve", style: "primary" }];
  const fake = await host.call<Message>("cuckoo.tea.brew", {
    method: "chat.message.send",
    params: { ...copy, actions },
  })
    .catch(() =>
      host.call<Message>("cuckoo.tea.brew", {
        method: "chat.message.send",
        params: { channel: copy.channel, text: copy.text, actions },
      })
    );
  assert.equal(fake.approval, undefined);
  await host.call("chat.message.act", { id: fake.id, action: "approve" });

  // Events in the host's name: a plugin's never get there, and one of an owner makes chat look, which finds it open.
  const forged = {
    type: "workflow.approval.decided",
    subject: id,
    data: { run: id, step, approved: true, by: "Alice" },
  };
  await host.call("cuckoo.tea.spill", forged).catch(() => {});
  const { seq } = await host.call<{ seq: number }>("host.event.publish", { ...forged, audience: "plugins" });
  await until(async () => {
    const { items } = await host.call<{ items: { name: string; position: number }[] }>("host.event.consumer.list");
    return items.some(({ name, position }) => name === "plugin:chat" && position >= seq);
  }, { what: "chat to have heard it" });
  assert.equal((await shown())!.approval!.state, "open");
  assert.equal((await host.call<ApprovalState>("host.workflow.approval.get", { id, step })).state, "open");

  await host.call("host.workflow.approve", { id, step }, { as: "bob" });
  await until(async () => (await shown())!.approval!.state === "approved", { what: "the message to follow" });
  assert.equal((await shown())!.approval!.by, "Bob");
  const run = await host.call<RunDetail>("host.workflow.run.get", { id });
  assert.deepEqual([run.state, run.output], ["succeeded", true]);
});
