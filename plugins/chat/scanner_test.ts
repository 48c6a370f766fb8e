import assert from "node:assert/strict";
import type { RpcError } from "@bulkhead/plugin";
import { testPlugin } from "@bulkhead/testing";
import chat from "./plugin.ts";

const ANN = { caller: { id: "ann", name: "ann" } };
const SCANNER = { caller: { kind: "plugin" as const, id: "scanner", name: "Scanner", role: "member" as const } };
const OTHER = { caller: { kind: "plugin" as const, id: "other", name: "Other", role: "member" as const } };

Deno.test("the plugin named in the settings hears of each file, reads it whole, and takes a bad one away", async () => {
  await using plugin = await testPlugin(chat, { id: "chat", settings: { fileScanner: "scanner" } });
  await plugin.call("chat.snapshot", {}, ANN);
  const { id: channel } = await plugin.call("chat.channel.create", { name: "secret", private: true }, ANN);
  const bytes = Uint8Array.from({ length: 1_200_000 }, (_, n) => n % 251);
  const file = plugin.upload({ name: "a.bin", content: bytes, type: "application/octet-stream", owner: "ann" });
  const sent = await plugin.call("chat.message.send", { channel, text: "look", files: [file.id] }, ANN);
  await plugin.relayed();
  const told = plugin.events.filter(({ type }) => type === "chat.file.attached");
  assert.deepEqual(told.map(({ data, audience }) => [(data as { file: { id: string } }).file.id, audience]), [
    [file.id, `room:${channel}`],
  ]);

  let read = new Uint8Array();
  for (let from: number | undefined = 0; from !== undefined;) {
    const { content, next }: { content: string; next?: number } = await plugin.call(
      "chat.file.read",
      { id: file.id, from },
      SCANNER,
    );
    read = new Uint8Array([...read, ...Uint8Array.fromBase64(content)]);
    from = next;
  }
  assert.deepEqual(read, bytes);

  const changed = await plugin.call("chat.file.block", { id: file.id, reason: "Eicar" }, SCANNER);
  assert.equal(changed.files[0].blocked, "Eicar");
  await plugin.relayed();
  assert.ok(
    plugin.events.some(({ type, data }) => type === "chat.message.edited" && (data as { id: string }).id === sent.id),
  );
  await assert.rejects(
    plugin.call("chat.file.read", { id: file.id }, SCANNER),
    (error: RpcError) => error.kind === "not_found",
  );
});

Deno.test("no other plugin and no member reads or blocks a file that way", async () => {
  await using plugin = await testPlugin(chat, { id: "chat", settings: { fileScanner: "scanner" } });
  await plugin.call("chat.snapshot", {}, ANN);
  const file = plugin.upload({ name: "a.txt", content: "a", type: "text/plain", owner: "ann" });
  await plugin.call("chat.message.send", { channel: "#general", text: "look", files: [file.id] }, ANN);
  for (const who of [OTHER, ANN]) {
    for (const [method, params] of [["read", {}], ["block", { reason: "x" }]] as const) {
      await assert.rejects(
        plugin.call(`chat.file.${method}`, { id: file.id, ...params }, who),
        (error: RpcError) => error.kind === "forbidden",
      );
    }
  }
});
