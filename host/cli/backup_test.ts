/** A host that is in use is backed up; another one started from the backup answers as the first did. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { runWith } from "./_test_host.ts";
import type { RpcError } from "../sdk/errors.ts";
import { type TestHost, testHost, until } from "../../tests/harness/mod.ts";
import { add, install, list, note, notesRegistry } from "../../tests/conformance/installs/notes.ts";

const ALBUM = {
  "plugin.json": JSON.stringify({
    id: "album",
    version: "1.0.0",
    engine: "^1",
    name: "Album",
    permissions: { files: [{ access: "write", reason: "Keeps pictures" }] },
  }),
  "plugin.ts": `
import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";
export default definePlugin({
  methods: {
    "picture.make": method({
      summary: "Makes a file", params: z.object({ name: z.string(), size: z.int() }), result: z.any(),
      handler: ({ name, size }, ctx) =>
        ctx.files.uploads.create({ name, content: new Uint8Array(size).fill(65), audience: "role:member" }),
    }),
    "picture.remove": method({
      summary: "Removes it", params: z.object({ id: z.string() }), result: z.any(),
      handler: async ({ id }, ctx) => ({ removed: await ctx.files.uploads.remove(id) }),
    }),
  },
});
`,
};

const SCRIPT = `import { event, workflow } from "@bulkhead/workflow";
export default workflow({ on: event("shop.ordered"), uses: ["chat"] }, async ({ event, chat }) => {
  await chat.message.send({ channel: "#general", text: "ordered: " + (event.data as { what: string }).what });
});
`;

/** The fixed set of calls. */
const QUESTIONS: [method: string, params?: unknown][] = [
  ["chat.message.list", { channel: "#general" }],
  ["chat.channel.get", { channel: "#general" }],
  ["host.workflow.runs"],
  ["host.workflow.source.get", { name: "note" }],
  ["host.user.list"],
  ["host.secret.list"],
  ["host.event.list", { types: ["shop.ordered"] }],
  ["notes.list"],
];

async function answers(host: TestHost): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const [method, params] of QUESTIONS) found[method] = await host.call(method, params ?? {});
  // Where the key lies is not the same.
  delete (found["host.secret.list"] as { key?: unknown }).key;
  return found;
}

/** Starts a host from a restored data folder. */
function startRestored(dir: string): Promise<TestHost> {
  return testHost({
    dir,
    plugins: ["chat"],
    pluginFiles: { album: ALBUM },
    args: ["--workflows", `${dir}/data/scripts`],
  });
}

Deno.test("a backup made in the middle of work is restored into an empty folder and answers the same", async (t) => {
  await using host = await testHost({
    plugins: ["chat"],
    pluginFiles: { album: ALBUM },
    workflows: { "note.ts": SCRIPT },
  });
  await using at = await notesRegistry();
  await at.publish();
  await add(host, at.registry);
  await install(host, at.source);
  await note(host, "kept by an installed plugin");
  await host.call("host.secret.set", { name: "SHOP_KEY", value: "a secret of the shop" });
  await host.call("host.event.publish", { type: "shop.ordered", data: { what: "tea" } });
  const runs = () => host.call<{ items: unknown[] }>("host.workflow.runs", { state: "succeeded" });
  await until(async () => (await runs()).items.length === 1, { what: "the run", timeoutMs: 60_000 });
  const file = await host.call<{ id: string }>("album.picture.make", { name: "a.txt", size: 100_000 });
  const before = await answers(host);

  await host.call("chat.channel.create", { name: "noise" });
  let busy = true;
  let sent = 0;
  const removed: string[] = [];
  const noise = Promise.all([1, 2, 3, 4].map(async (n) => {
    while (busy) {
      await host.call("chat.message.send", { channel: "#noise", text: `noise ${n}` });
      sent++;
    }
  }));
  const files = (async () => {
    for (let size = 1; busy; size++) {
      const { id } = await host.call<{ id: string }>("album.picture.make", { name: "b.txt", size });
      if (size % 2 === 0) await host.call("album.picture.remove", { id });
      removed.push(id);
    }
  })();
  await until(() => sent > 20, { what: "some noise" });
  const run = (...args: string[]) => runWith({ BULKHEAD_DATA: host.dataDir }, ["backup", ...args]);
  const made = await run("create", "--json");
  assert.equal(made.code, 0, made.err);
  busy = false;
  await Promise.all([noise, files]);
  const created = JSON.parse(made.out) as { name: string; barrierMs: number; leftOut: unknown[] };
  assert.deepEqual(created.leftOut, []);
  assert.ok(created.barrierMs < 200, `writers were held for ${created.barrierMs} ms`);
  const archive = `${host.dataDir}/backups/${created.name}`;

  await t.step("it is listed and sound, and others may not make one", async () => {
    const { items } = await host.call<{ items: { name: string; key: boolean }[] }>("host.backup.list");
    assert.deepEqual(items.map(({ name, key }) => ({ name, key })), [{ name: created.name, key: false }]);
    const checked = await run("verify", created.name);
    assert.deepEqual([checked.code, checked.err], [0, ""]);
    assert.match(checked.out, / is sound: \d+ files, /);
    for (const method of ["create", "list"]) {
      await assert.rejects(
        host.call(`host.backup.${method}`, {}, { as: "carol" }),
        (error: RpcError) => error.kind === "forbidden",
      );
    }
    const audit = await host.call<{ items: { method: string; outcome: string }[] }>("host.audit.list", {
      method: "host.backup.create",
    });
    assert.deepEqual(audit.items.map(({ outcome }) => outcome), ["denied", "allowed"]);
  });

  await using dir = await temporaryFolder();
  const target = `${dir.path}/data`;
  const restored = await run("restore", archive, "--to", target);
  assert.equal(restored.code, 0, restored.err);
  assert.match(restored.out, /The key of the secrets is not in this backup: put it to .*keys\/secrets\.key/);

  await t.step("the moment is one: every message has its event and every file its bytes", async () => {
    const chat = new DatabaseSync(`${target}/plugins/chat/data.db`);
    const main = new DatabaseSync(`${target}/host.db`);
    const messages = chat.prepare("SELECT id FROM messages").all().map(({ id }) => id);
    const waiting = chat.prepare("SELECT item FROM _outbox").all().map(({ item }) => String(item));
    const events = main.prepare(
      "SELECT body FROM bus_events WHERE type_id = (SELECT id FROM bus_types WHERE name = 'chat.message.sent')",
    ).all().map(({ body }) => String(body));
    assert.ok(messages.length > 10 && events.length > 10);
    for (const id of messages) {
      assert.ok([...events, ...waiting].some((text) => text.includes(String(id))), `the event of ${id} is missing`);
    }
    for (const text of events) assert.ok(messages.some((id) => text.includes(String(id))), `no message for ${text}`);
    for (const { sha256 } of main.prepare("SELECT sha256 FROM svc_files").all()) {
      await Deno.stat(`${target}/files/${String(sha256).slice(0, 2)}/${sha256}`);
    }
    chat.close();
    main.close();
  });

  await t.step("without its key it does not start, and says which is missing", async () => {
    await assert.rejects(startRestored(dir.path), /The key ".*secrets\.key" is missing.*put it back from a backup/);
  });

  await t.step("with its key it answers the same", async () => {
    await Deno.copyFile(`${host.dataDir}/keys/secrets.key`, `${target}/keys/secrets.key`);
    await using again = await startRestored(dir.path);
    assert.deepEqual(await answers(again), before);
    assert.deepEqual(await list(again), ["kept by an installed plugin"]);
    const bytes = await again.fetch(`/files/${file.id}`, { headers: { "x-forwarded-user": "bob" } });
    assert.equal((await bytes.bytes()).length, 100_000);
    // And it is alive.
    await again.call("host.event.publish", { type: "shop.ordered", data: { what: "cake" } });
    await until(
      async () =>
        JSON.stringify(await again.call("chat.message.list", { channel: "#general" })).includes("ordered: cake"),
      {
        what: "the workflow's message",
        timeoutMs: 60_000,
      },
    );
  });

  await t.step("what is not empty is not overwritten", async () => {
    const refused = await run("restore", archive, "--to", target);
    assert.equal(refused.code, 1);
    assert.match(refused.err, /is there and not empty/);
  });
});

async function temporaryFolder(): Promise<AsyncDisposable & { path: string }> {
  const path = await Deno.realPath(await Deno.makeTempDir({ prefix: "bulkhead-restored-" }));
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}
