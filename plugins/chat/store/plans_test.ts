import { DatabaseSync } from "node:sqlite";
import assert from "node:assert/strict";
import { testPlugin } from "@bulkhead/testing";
import { tour, TOUR_USERS } from "../domain/tour.ts";
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
        "host.user.list": () => ({ items: TOUR_USERS }),
        "host.workflow.approval.get": () => {
          const asked = {
            run: "r",
            step: "approve",
            workflow: "w",
            question: "Go?",
            role: "member",
            channel: "#general",
          };
          return { ...asked, state: approvals++ === 0 ? "open" : "approved" };
        },
      },
    });
    await tour(plugin);
    await plugin.deliver({ type: "workflow.approval.requested", data: { run: "r", step: "approve" } });
    await plugin.deliver({ type: "workflow.approval.decided", data: { run: "r", step: "approve" } });

    using db = new DatabaseSync(`${plugin.dataDir}/data.db`, { readOnly: true });
    const own = [...new Set(seen)].filter((sql) => !/\b_[a-z]|^(EXPLAIN|PRAGMA|BEGIN|CREATE)/i.test(sql));
    assert.ok(own.length > 120, `only ${own.length} statements were seen`);
    for (const sql of own) {
      const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all().map((row) => String(row.detail));
      // Workspaces are a handful; json_each walks its own argument; a full-text index is asked, not walked; few are five at most.
      const walks = plan.filter((step) =>
        /^SCAN (?!workspaces|ids|few|json_each|CONSTANT|search_(words|parts) VIRTUAL TABLE INDEX \d+:\S)/.test(step) &&
        !/\(subquery/.test(step)
      );
      assert.deepEqual(walks, [], `${sql}\n${plan.join("\n")}`);
    }
  } finally {
    restore();
  }
});
