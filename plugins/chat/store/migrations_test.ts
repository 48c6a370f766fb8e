import { DatabaseSync } from "node:sqlite";
import assert from "node:assert/strict";
import { testPlugin } from "@bulkhead/testing";
import { fileKind } from "../domain/file_kind.ts";
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

Deno.test("what an older database has is the first workspace's; positions go on where they were", async () => {
  const dataDir = await Deno.makeTempDir();
  try {
    await older(dataDir, "0015");
    {
      using db = new DatabaseSync(`${dataDir}/data.db`);
      db.exec(`
        INSERT INTO changes VALUES (7, 'w', 'draft', 'general/', NULL, 'ann'), (8, 'w', 'message', 'm1', 'general', NULL);
        UPDATE workspaces SET changes_from = 6;
        INSERT INTO sections (id, user_id, name, place) VALUES ('s1', 'ann', 'Mine', 1);
        INSERT INTO drafts VALUES ('ann', 'general', '', 'I think', 7, '2026-01-01T00:00:00.000Z');
        INSERT INTO people_groups VALUES ('g1', 'crew', 'Crew', '', 'ann');
        INSERT INTO people_group_members VALUES ('g1', 'ann');
        INSERT INTO emoji VALUES ('moon', NULL, 'crescent_moon', 'ann', '2026-01-01T00:00:00.000Z');
        INSERT INTO import_names VALUES ('user', 'U1', 'ann', 'Ann');
        INSERT INTO imports (id, file_id, actor, state, report, at) VALUES ('i1', 'f1', '{"id":"ann","name":"Ann"}', 'done',
          '{"users":{"found":1,"here":1},"channels":{"found":0,"created":0,"existing":0},"messages":{"found":0,"imported":0,
            "known":0},"threads":0,"reactions":{"found":0,"imported":0},"files":{"found":0,"linked":0},"pins":0,"left":{}}',
          '2026-01-01T00:00:00.000Z');
      `);
    }
    await using plugin = await testPlugin(chat, { id: "chat", dataDir });
    const ann = { caller: { id: "ann", name: "Ann" } };
    const snapshot = await plugin.call("chat.snapshot", {}, ann);
    assert.deepEqual([snapshot.workspace.id, snapshot.workspace.slug, snapshot.workspace.first], [
      "w",
      "general",
      true,
    ]);
    assert.deepEqual(snapshot.sections.map(({ id }: { id: string }) => id), ["s1"]);
    assert.deepEqual(snapshot.drafts.map(({ text }: { text: string }) => text), ["I think"]);
    assert.deepEqual(snapshot.groups.map(({ id, members }: Record<string, unknown>) => [id, members]), [["g1", [
      "ann",
    ]]]);
    assert.deepEqual(snapshot.emoji.map(({ name }: { name: string }) => name), ["moon"]);
    assert.deepEqual(snapshot.saved, ["m1"]);
    assert.equal(snapshot.seq, 8);
    const changes = await plugin.call("chat.sync", { since: 6 }, ann);
    assert.deepEqual(changes.messages.map(({ id }: { id: string }) => id), ["m1"]);
    const owner = { caller: { id: "ann", name: "Ann", role: "owner" as const } };
    assert.deepEqual((await plugin.call("chat.import.list", {}, owner)).items.map(({ id }: { id: string }) => id), [
      "i1",
    ]);
    const { id } = await plugin.call("chat.workspace.create", { name: "General" }, ann);
    const { seq, workspace } = await plugin.call("chat.snapshot", { workspaceId: id }, ann);
    assert.ok(seq > 8 && workspace.slug === "general-2");
    const sent = await plugin.call("chat.message.send", { channel: "#general", text: "on" }, ann);
    assert.ok(sent.seq > seq);
    using db = new DatabaseSync(`${dataDir}/data.db`, { readOnly: true });
    assert.deepEqual(db.prepare("PRAGMA foreign_key_check").all(), []);
    assert.deepEqual(
      db.prepare("SELECT workspace_id, id FROM import_names").all().map((row) => ({ ...row })),
      [{ workspace_id: "w", id: "ann" }],
    );
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
});

Deno.test("files of an older database are of the kind that their types say", async () => {
  const dataDir = await Deno.makeTempDir();
  try {
    await older(dataDir, "0018");
    const types = [
      "application/pdf",
      "image/png",
      "application/x-tar",
      "application/octet-stream",
      "text/plain;charset=utf-8",
    ];
    const files = types.map((type, n) => ({ id: `f${n}`, name: `file ${n}`, type, sizeBytes: 1 }));
    {
      using db = new DatabaseSync(`${dataDir}/data.db`);
      db.prepare("UPDATE messages SET files = ? WHERE id = 'm1'").run(JSON.stringify(files));
      for (const { id } of files) {
        db.prepare(
          "INSERT INTO message_files (channel_id, seq, file_id, message_id, owner_id) VALUES ('general', 5, ?, 'm1', 'ann')",
        )
          .run(id);
      }
    }
    await using plugin = await testPlugin(chat, { id: "chat", dataDir });
    using db = new DatabaseSync(`${plugin.dataDir}/data.db`, { readOnly: true });
    const rows = db.prepare("SELECT file_id, kind FROM message_files ORDER BY file_id").all();
    assert.deepEqual(
      rows.map(({ file_id, kind }) => [file_id, kind]),
      files.map(({ id, type }) => [id, fileKind(type)]),
    );
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
});

/** A database as the migrations before one left it, with a thread. */
async function older(dataDir: string, before = "0008"): Promise<void> {
  const first = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < before));
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
