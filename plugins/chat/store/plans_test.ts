import { DatabaseSync } from "node:sqlite";
import assert from "node:assert/strict";
import { testPlugin } from "@bulkhead/testing";
import chat from "../plugin.ts";

/** Every statement that stands in this folder's sources, as the database gets it. */
function statements(): string[] {
  const found: string[] = [];
  const original = DatabaseSync.prototype.prepare;
  DatabaseSync.prototype.prepare = function (sql, ...rest) {
    found.push(sql);
    return original.call(this, sql, ...rest);
  };
  restore = () => DatabaseSync.prototype.prepare = original;
  return found;
}
let restore = () => {};

Deno.test("no query walks a whole table that grows", async () => {
  const seen = statements();
  let approvals = 0;
  try {
    await using plugin = await testPlugin(chat, {
      id: "chat",
      calls: {
        "host.user.list": () => ({ items: [{ id: "ben", handle: "ben", name: "Ben", role: "member" }] }),
        "host.workflow.approval.get": () => {
          const asked = { run: "r", step: "approve", workflow: "w", question: "Go?", role: "member", channel: "#x" };
          return { ...asked, state: approvals++ === 0 ? "open" : "approved" };
        },
      },
    });
    const ann = { caller: { id: "ann", name: "Ann" } };
    const call = (method: string, params: unknown) => plugin.call(`chat.${method}`, params, ann);
    await call("workspace.list", {});
    const { id } = await call("channel.create", { name: "x", members: ["@ben"] });
    const message = await call("message.send", { channel: id, text: "hi @ben", clientId: "c" });
    await call("message.send", { channel: "#x", text: "re", threadId: message.id });
    await call("channel.list", {});
    for (const page of [{}, { before: 2 }, { after: message.id }]) await call("message.list", { channel: id, ...page });
    await call("channel.mark_read", { channel: id, seq: 1 });
    await call("message.edit", { id: message.id, text: "ho" });
    await call("message.toggle_react", { id: message.id, emoji: "👍" });
    await call("message.delete", { id: message.id });
    const asked = await call("message.send", { channel: id, text: "ok?", actions: [{ id: "ok", label: "OK" }] });
    await call("message.act", { id: asked.id, action: "ok" });
    await plugin.deliver({ type: "workflow.approval.requested", data: { run: "r", step: "approve" } });
    await plugin.deliver({ type: "workflow.approval.decided", data: { run: "r", step: "approve" } });
    await call("channel.leave", { channel: id });

    using db = new DatabaseSync(`${plugin.dataDir}/data.db`, { readOnly: true });
    const own = [...new Set(seen)].filter((sql) => !/\b_[a-z]|^(EXPLAIN|PRAGMA|BEGIN|CREATE)/i.test(sql));
    assert.ok(own.length > 25, `only ${own.length} statements were seen`);
    for (const sql of own) {
      const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all().map((row) => String(row.detail));
      // Workspaces are a handful; json_each walks its own argument.
      const walks = plan.filter((step) => /^SCAN (?!workspaces|ids|CONSTANT)/.test(step) && !/\(subquery/.test(step));
      assert.deepEqual(walks, [], `${sql}\n${plan.join("\n")}`);
    }
  } finally {
    restore();
  }
});
