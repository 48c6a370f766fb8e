import assert from "node:assert/strict";
import type { RpcError } from "@bulkhead/plugin";
import { type TestHost, testHost, testPlugin } from "@bulkhead/testing";
import { ANN, BEN, CEM, DEE, USERS } from "./domain/secret_workspace.ts";
import { readDirectory, readEntry } from "./domain/zip.ts";
import { type ZipSource, zipStream } from "./domain/zip_stream.ts";
import chat from "./plugin.ts";

const fails = (kind: string, reason = kind) => (error: RpcError) => {
  assert.deepEqual([error.kind, error.data.reason], [kind, reason], error.message);
  return true;
};

/** What lies in an archive, as text by name. */
async function unpacked(bytes: Uint8Array): Promise<Map<string, string>> {
  const source = {
    sizeBytes: bytes.length,
    read: (from: number, to: number) => Promise.resolve(bytes.slice(from, to)),
    stream: (from: number, to: number) => Promise.resolve(ReadableStream.from([bytes.slice(from, to)])),
  };
  const files = new Map<string, string>();
  for (const entry of await readDirectory(source)) {
    files.set(entry.name, new TextDecoder().decode(await readEntry(source, entry)));
  }
  return files;
}

async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return new Uint8Array(await new Blob(all as BlobPart[]).arrayBuffer());
}

Deno.test("an archive that is written piece by piece is read again, whatever is in it", async () => {
  const large = "0123456789".repeat(200_000);
  const texts: [string, string][] = [["a.txt", ""], ["files/größe — 大.md", "ü\n"], ["large", large]];
  const sources: ZipSource[] = texts.map(([name, text]) => {
    const bytes = new TextEncoder().encode(text), half = bytes.length >> 1;
    return { name, content: [bytes.slice(0, half), bytes.slice(half)] };
  });
  const bytes = await bytesOf(zipStream(sources, new Date("2026-11-30T12:00:00Z")));
  assert.deepEqual([...await unpacked(bytes)], texts);
  assert.ok(bytes.length < large.length / 10, "it is packed");
});

/** Waits for the end of an export, and answers how the host tells of it. */
// deno-lint-ignore no-explicit-any -- any: the result of a method
async function ended(host: TestHost, id: string, as: string): Promise<any> {
  for (let n = 0; n < 400; n++) {
    const now = await host.call("chat.export.get", { id }, { as });
    if (now.state !== "running") return now;
    await new Promise((done) => setTimeout(done, 25));
  }
  assert.fail("the export did not end");
}

Deno.test("in the host: a channel is exported with threads, reactions and files, for whoever asked alone", async () => {
  await using host = await testHost({ folders: [], plugins: ["chat"] });
  const { id: channel } = await host.call("chat.channel.create", { name: "plans", private: true, members: ["@bob"] });
  const upload = async (name: string, body: string) => {
    const headers = { "x-forwarded-user": "alice", "content-type": "text/plain" };
    const response = await host.fetch(`/files/chat?name=${name}`, { method: "POST", headers, body });
    return (await response.json()).id as string;
  };
  const files = [await upload("plan.txt", "the first plan"), await upload("plan.txt", "the second plan")];
  const root = await host.call("chat.message.send", { channel, text: "**See** both\n# no heading", files });
  await host.call("chat.message.send", { channel, text: "seen", threadId: root.id }, { as: "bob" });
  await host.call("chat.message.toggle_react", { id: root.id, emoji: "👍" }, { as: "bob" });
  const gone = await host.call("chat.message.send", { channel, text: "a slip" });
  await host.call("chat.message.delete", { id: gone.id });
  for (let n = 0; n < 30; n++) await host.call("chat.message.send", { channel, text: `line ${n}` });
  await host.call("chat.message.send", { channel: "#general", text: "elsewhere" });

  const read = async (format: string) => {
    const begun = await host.call("chat.channel.export", { channel, format });
    assert.equal(begun.state, "running");
    const { state, done, total, file } = await ended(host, begun.id, "alice");
    assert.deepEqual([state, done, total], ["done", 35, 35]);
    await assert.rejects(host.call("chat.export.get", { id: begun.id }, { as: "bob" }), /no export/);
    const other = await host.fetch(file.path, { headers: { "x-forwarded-user": "bob" } });
    assert.equal(other.status, 404, "a member reads the channel, not somebody's export");
    await other.body?.cancel();
    const response = await host.fetch(file.path, { headers: { "x-forwarded-user": "alice" } });
    return { file, unpacked: await unpacked(new Uint8Array(await response.arrayBuffer())) };
  };
  const json = await read("json");
  const names = [...json.unpacked.keys()];
  assert.deepEqual([names[0], names.length], ["plans.ndjson", 3]);
  assert.deepEqual(names.slice(1).map((name) => json.unpacked.get(name)).sort(), ["the first plan", "the second plan"]);
  const lines = json.unpacked.get("plans.ndjson")!.trim().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual([lines[0].record, lines[0].name, lines[0].members.length], ["channel", "plans", 2]);
  assert.deepEqual(lines.filter(({ record }) => record === "person").map(({ name }) => name).sort(), ["Alice", "Bob"]);
  const messages = lines.filter(({ record }) => record === "message");
  assert.equal(messages.length, 33);
  assert.deepEqual([messages[0].text, messages[0].reactions[0].emoji], ["**See** both\n# no heading", "👍"]);
  assert.deepEqual(
    messages[0].files.map(({ path }: { path: string }) => json.unpacked.get(path)),
    ["the first plan", "the second plan"],
  );
  assert.equal(messages[1].threadId, messages[0].id);
  assert.ok(!json.unpacked.get("plans.ndjson")!.includes("a slip"));

  const markdown = await read("markdown");
  const said = markdown.unpacked.get("plans.md")!;
  assert.match(said, /^# #plans, \d{4}-\d\d-\d\d \(UTC\)\n/);
  assert.match(said, /> \*\*See\*\* both\n> # no heading/);
  assert.match(said, /↳ \*\*Bob\*\*[^\n]*\n\n> > seen/);
  assert.ok(!/a slip|elsewhere/.test(said));
  for (const [, href] of said.matchAll(/\]\((files\/\S+)\) \(/g)) {
    assert.ok(markdown.unpacked.has(decodeURIComponent(href!)), href);
  }
  const old = await host.fetch(json.file.path, { headers: { "x-forwarded-user": "alice" } });
  assert.equal(old.status, 404, "the newer one takes its place");
  await old.body?.cancel();
});

Deno.test("who manages a channel and is in it exports it; one whose channel goes meanwhile says so, a restart begins anew", async () => {
  const calls = { "host.user.list": () => ({ items: USERS }) };
  await using plugin = await testPlugin(chat, { id: "chat", calls });
  const { id: channel } = await plugin.call("chat.channel.create", { name: "x", members: ["@ben"] }, ANN);
  const begin = (who: typeof ANN, params: object = {}) =>
    plugin.call("chat.channel.export", { channel, ...params }, who);
  await assert.rejects(begin(BEN), fails("forbidden", "not_manager"));
  await assert.rejects(begin(DEE), fails("forbidden", "not_member"));
  await assert.rejects(begin(CEM), fails("forbidden", "not_member"));
  const { id: direct } = await plugin.call("chat.dm.open", { users: ["@ben"] }, ANN);
  await assert.rejects(begin(ANN, { channel: direct }), fails("precondition_failed", "direct"));
  for (let n = 0; n < 1_200; n++) await plugin.call("chat.message.send", { channel, text: `line ${n}` }, ANN);
  const { id } = await begin(ANN);
  assert.equal((await begin(ANN)).id, id, "one at a time");
  const dataDir = plugin.snapshot();
  await plugin.call("chat.channel.delete", { channel, confirm: "x" }, ANN);
  const end = async (of: typeof plugin) => {
    for (let n = 0; n < 400; n++) {
      const now = await of.call("chat.export.get", { id }, ANN);
      if (now.state !== "running") return now;
      await new Promise((done) => setTimeout(done, 20));
    }
  };
  assert.deepEqual([(await end(plugin)).state, (await end(plugin)).error], [
    "failed",
    "The channel was deleted meanwhile",
  ]);
  await using again = await testPlugin(chat, { id: "chat", calls, dataDir });
  assert.equal((await end(again)).state, "done");
  assert.ok(again.sent.some(({ type }) => type === "chat.export.progress"));
});
