import { DatabaseSync } from "node:sqlite";
import assert from "node:assert/strict";
import { testPlugin } from "@bulkhead/testing";
import chat from "../plugin.ts";
import { migrations } from "./migrations.ts";

Deno.test("messages, threads, reactions, pins and counts of an older database are what they were, and are found again", async () => {
  const dataDir = await Deno.makeTempDir();
  try {
    await older(dataDir);
    await using plugin = await testPlugin(chat, { id: "chat", dataDir });
    const ann = { caller: { id: "ann", name: "Ann" } };
    const { items } = await plugin.call("chat.message.list", { channel: "#general" }, ann);
    assert.deepEqual(
      items.map((
        { id, seq, text, reactions, pinned, threadId, version }: Record<string, unknown>,
      ) => [id, seq, text, (reactions as unknown[]).length, pinned !== undefined, threadId, version]),
      [["m1", 5, "the root", 1, true, undefined, 2], ["m2", 6, "an answer", 0, false, "m1", undefined]],
    );
    const channel = await plugin.call("chat.channel.get", { channel: "#general" }, ann);
    assert.deepEqual([channel.unread, channel.lastSeq], [1, 6], "the answer counts in its thread alone");
    const threads = await plugin.call("chat.thread.list", {}, ann);
    assert.equal(threads.items.length, 1);
    const found = await plugin.call("chat.search.messages", { query: "answer" }, ann);
    assert.deepEqual(found.items.map(({ message }: { message: { id: string } }) => message.id), ["m2"]);
    using db = new DatabaseSync(`${plugin.dataDir}/data.db`, { readOnly: true });
    assert.deepEqual(db.prepare("PRAGMA foreign_key_check").all(), []);
    const { sql } = db.prepare("SELECT sql FROM sqlite_schema WHERE name = 'reactions'").get() as { sql: string };
    assert.match(sql, /REFERENCES "?messages"? \(id\)/);
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
});

/** A database as the seventh migration left it, with a thread. */
async function older(dataDir: string): Promise<void> {
  const first = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < "0008"));
  {
    await using plugin = await testPlugin({ ...chat, migrations: first, setup: () => {} }, { id: "chat", dataDir });
    await plugin.stop();
  }
  using db = new DatabaseSync(`${dataDir}/data.db`);
  db.exec(`
    INSERT INTO workspaces (id, name, seq, created_at) VALUES ('w', 'W', 8, '2026-01-01T00:00:00.000Z');
    INSERT INTO channels (id, workspace_id, name, created_by, created_at, last_seq)
      VALUES ('general', 'w', 'general', 'ann', '2026-01-01T00:00:00.000Z', 6);
    INSERT INTO people (id, handle, name, role) VALUES ('ann', 'ann', 'Ann', 'member');
    INSERT INTO members (channel_id, user_id, joined_at) VALUES ('general', 'ann', '2026-01-01T00:00:00.000Z');
    INSERT INTO messages (id, channel_id, seq, rev, version, text, author_id, author_name, author_kind, created_at, pinned_at,
        pinned_by)
      VALUES ('m1', 'general', 5, 8, 2, 'the root', 'ben', 'Ben', 'human', '2026-01-01T00:00:00.000Z',
        '2026-01-01T00:00:00.000Z', 'ben');
    INSERT INTO messages (id, channel_id, seq, rev, text, author_id, author_name, author_kind, created_at, thread_id)
      VALUES ('m2', 'general', 6, 6, 'an answer', 'ben', 'Ben', 'human', '2026-01-01T00:00:01.000Z', 'm1');
    INSERT INTO message_versions VALUES ('m1', 1, 'a root', '2026-01-01T00:00:00.000Z');
    INSERT INTO reactions VALUES ('m1', 1, '👍', 'ann');
    INSERT INTO thread_members VALUES ('ann', 'm1', 'general', 1, 0);
    INSERT INTO saved VALUES ('ann', 'm1', '2026-01-01T00:00:00.000Z', NULL, 7);
  `);
}
