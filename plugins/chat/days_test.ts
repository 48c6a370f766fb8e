import { DatabaseSync } from "node:sqlite";
import assert from "node:assert/strict";
import type { RpcError } from "@bulkhead/plugin";
import { testPlugin } from "@bulkhead/testing";
import chat from "./plugin.ts";

const USERS = ["ann", "ben"].map((handle) => ({ id: handle, handle, name: handle, role: "member", disabled: false }));
const ANN = { caller: { id: "ann", name: "ann" } }, BEN = { caller: { id: "ben", name: "ben" } };

Deno.test("the first message at or after a time is found, as the channel shows it, in its own zone", async () => {
  await using plugin = await testPlugin(chat, { id: "chat", calls: { "host.user.list": () => ({ items: USERS }) } });
  const times = ["2026-01-05T08:00:00.000Z", "2026-01-05T23:30:00.000Z", "2026-01-07T12:00:00.000Z"];
  const ids: string[] = [];
  for (const text of ["one", "two", "three"]) {
    ids.push((await plugin.call("chat.message.send", { channel: "#general", text }, ANN)).id);
  }
  const answer = await plugin.call("chat.message.send", { channel: "#general", text: "re", threadId: ids[0] }, ANN);
  {
    using db = new DatabaseSync(`${plugin.dataDir}/data.db`);
    db.exec("DELETE FROM days WHERE channel_id = (SELECT channel_id FROM messages WHERE id = '" + ids[0] + "')");
    for (const [index, id] of ids.entries()) {
      db.prepare("UPDATE messages SET created_at = ? WHERE id = ?").run(times[index]!, id);
      db.prepare(
        "INSERT INTO days SELECT channel_id, substr(created_at, 1, 10), seq, seq, rev, created_at, NULL FROM messages " +
          "WHERE id = ? ON CONFLICT DO UPDATE SET last_seq = excluded.last_seq",
      ).run(id);
    }
    db.prepare("UPDATE messages SET created_at = '2026-01-06T12:00:00.000Z' WHERE id = ?").run(answer.id);
  }
  const at = async (time: string) =>
    (await plugin.call("chat.message.at", { channel: "#general", time }, BEN)).message?.id ?? null;
  assert.equal(await at("1970-01-01T00:00:00Z"), ids[0]);
  assert.equal(await at(times[0]!), ids[0], "at that time is enough");
  assert.equal(await at("2026-01-05T08:00:01Z"), ids[1]);
  assert.equal(await at("2026-01-06T00:00:00+01:00"), ids[1], "half past midnight in Berlin");
  assert.equal(await at("2026-01-06T00:00:00Z"), ids[2], "an answer that only its thread shows does not count");
  assert.equal(await at("2026-01-08T00:00:00Z"), null);
  const faulty = (time: string) =>
    assert.rejects(at(time), (error: RpcError) => error.kind === "invalid_params" && error.data.path === "/time");
  for (const time of ["2026-01-05", "yesterday", "2026-13-05T00:00:00Z", "2026-01-05T00:00:00"]) await faulty(time);
});

Deno.test("nobody learns by a time what a private channel holds", async () => {
  await using plugin = await testPlugin(chat, { id: "chat", calls: { "host.user.list": () => ({ items: USERS }) } });
  const { id } = await plugin.call("chat.channel.create", { name: "board", private: true }, ANN);
  await assert.rejects(
    plugin.call("chat.message.at", { channel: id, time: "1970-01-01T00:00:00Z" }, BEN),
    (error: RpcError) => error.kind === "not_found",
  );
});
