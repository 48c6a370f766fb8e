import assert from "node:assert/strict";
import type { RpcError } from "../../sdk/errors.ts";
import { testHost, until } from "../../../tests/harness/mod.ts";

const PNG = Uint8Array.fromBase64(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
);

function album(access: ("read" | "write")[] = ["write"]) {
  return {
    "plugin.json": JSON.stringify({
      id: "album",
      version: "1.0.0",
      engine: "^1",
      name: "Album",
      limits: { storageMb: 1 },
      permissions: {
        sockets: [{ path: "on*", reason: "Shows pictures to those who are named" }],
        files: access.map((one) => ({ access: one, reason: "Keeps pictures" })),
      },
    }),
    "plugin.ts": `
import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";
const any = z.any();
export default definePlugin({
  methods: {
    "picture.keep": method({
      summary: "Keeps an upload", params: z.object({ id: z.string(), audience: z.string() }), result: any,
      handler: ({ id, audience }, ctx) => ctx.files.uploads.keep(id, audience as "owner"),
    }),
    "picture.size": method({
      summary: "Reads it", params: z.object({ id: z.string() }), result: any,
      handler: async ({ id }, ctx) => ({ bytes: (await ctx.files.uploads.read(id)).length }),
    }),
    "picture.make": method({
      summary: "Makes a file", params: z.object({ name: z.string(), size: z.int() }), result: any,
      handler: ({ name, size }, ctx) =>
        ctx.files.uploads.create({ name, content: new Uint8Array(size).fill(65), audience: "role:member" }),
    }),
    "picture.remove": method({
      summary: "Removes it", params: z.object({ id: z.string() }), result: any,
      handler: async ({ id }, ctx) => ({ removed: await ctx.files.uploads.remove(id) }),
    }),
    "room.set": method({
      summary: "Names the members",
      params: z.object({ members: z.array(z.string()), room: z.string().default("one") }),
      result: any,
      handler: ({ members, room }, ctx) => ctx.sockets.room(room).setMembers(members),
    }),
  },
});
`,
  };
}

const as = (person: string) => ({ "x-forwarded-user": person });

async function upload(host: { fetch(path: string, init?: RequestInit): Promise<Response> }, options: {
  by?: string;
  name?: string;
  type?: string;
  content?: BodyInit;
} = {}) {
  const { by = "bob", name = "cat.png", type = "image/png", content = PNG } = options;
  const response = await host.fetch(`/files/album?name=${encodeURIComponent(name)}`, {
    method: "POST",
    headers: { ...as(by), "content-type": type },
    body: content,
  });
  return { status: response.status, body: await response.json() };
}

Deno.test("an upload is its sender's alone until the plugin keeps it, and then its audience's", async () => {
  await using host = await testHost({ pluginFiles: { album: album() } });
  const { status, body: file } = await upload(host);
  assert.deepEqual([status, file.type, file.sizeBytes], [201, "image/png", PNG.length]);
  const read = async (person: string) => {
    const response = await host.fetch(file.url, { headers: as(person) });
    await response.body?.cancel();
    return response.status;
  };
  assert.deepEqual([await read("bob"), await read("carol")], [200, 404]);
  await assert.rejects(
    host.call("album.picture.keep", { id: file.id, audience: "role:member" }, { as: "carol" }),
    (error: RpcError) => error.kind === "forbidden",
  );
  await host.call("album.picture.keep", { id: file.id, audience: "role:member" }, { as: "bob" });
  assert.deepEqual([await read("bob"), await read("carol")], [200, 200]);
  assert.deepEqual(await host.call("album.picture.size", { id: file.id }, { as: "carol" }), { bytes: PNG.length });
  const people = await host.call<{ items: { id: string; handle: string }[] }>("host.user.list");
  const dave = people.items.find((person) => person.handle === "dave")!.id;
  await host.call("album.room.set", { members: [dave] });
  await host.call("album.picture.keep", { id: file.id, audience: "room:one" }, { as: "carol" });
  assert.deepEqual([await read("bob"), await read("carol"), await read("dave")], [200, 404, 200]);
  assert.deepEqual(await host.call("album.picture.remove", { id: file.id }), { removed: true });
  assert.equal(await read("bob"), 404);
});

Deno.test("a file is served in ranges, with headers that give what is in it no power", async () => {
  await using host = await testHost({ pluginFiles: { album: album() } });
  const page = "<script>fetch('/rpc')</script>";
  const { body: file } = await upload(host, { name: '../"x".html', type: "text/html", content: page });
  assert.equal(file.type, "text/plain");
  assert.equal(file.name, '"x".html');
  const whole = await host.fetch(file.url, { headers: as("bob") });
  assert.equal(await whole.text(), page);
  assert.match(whole.headers.get("content-security-policy")!, /^sandbox; default-src 'none'/);
  assert.equal(whole.headers.get("x-content-type-options"), "nosniff");
  assert.equal(whole.headers.get("set-cookie"), null);
  const part = await host.fetch(file.url, { headers: { ...as("bob"), range: "bytes=1-6" } });
  assert.deepEqual([part.status, await part.text(), part.headers.get("content-range")], [
    206,
    "script",
    `bytes 1-6/${page.length}`,
  ]);
  const tail = await host.fetch(file.url, { headers: { ...as("bob"), range: "bytes=-9" } });
  assert.equal(await tail.text(), "</script>");
  const beyond = await host.fetch(file.url, { headers: { ...as("bob"), range: "bytes=500-" } });
  await beyond.body?.cancel();
  assert.equal(beyond.status, 416);
  const again = await host.fetch(file.url, { headers: { ...as("bob"), "if-none-match": whole.headers.get("etag")! } });
  await again.body?.cancel();
  assert.equal(again.status, 304);
});

Deno.test("what calls itself a picture and is none is not shown as one; an SVG is only downloaded", async () => {
  await using host = await testHost({ pluginFiles: { album: album() } });
  const liar = await upload(host, { content: new Uint8Array([0, 1, 2, 3]) });
  assert.equal(liar.body.type, "application/octet-stream");
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  const { body: file } = await upload(host, { name: "x.svg", type: "image/svg+xml", content: svg });
  const response = await host.fetch(file.url, { headers: as("bob") });
  assert.notEqual(response.headers.get("content-type"), "image/svg+xml");
  await response.body?.cancel();
});

Deno.test("files count towards the plugin's storage, and the same bytes lie on disk once", async () => {
  await using host = await testHost({ pluginFiles: { album: album() } });
  await host.call("album.picture.make", { name: "a.txt", size: 600_000 });
  await assert.rejects(
    host.call("album.picture.make", { name: "b.txt", size: 600_000 }),
    (error: RpcError) => error.kind === "too_large",
  );
  const tooMuch = await upload(host, { content: new Uint8Array(600_000), type: "application/octet-stream" });
  assert.deepEqual([tooMuch.status, tooMuch.body.error.data.reason], [413, "too_large"]);
  const [one, two] = [await upload(host), await upload(host, { by: "carol" })];
  assert.equal(one.body.sha256, two.body.sha256);
  const path = `${host.dataDir}/files/${one.body.sha256.slice(0, 2)}/${one.body.sha256}`;
  await host.call("album.picture.remove", { id: one.body.id });
  assert.equal((await Deno.stat(path)).size, PNG.length);
  await host.call("album.picture.remove", { id: two.body.id });
  await assert.rejects(Deno.stat(path), Deno.errors.NotFound);
});

Deno.test("without a grant nothing is taken and nothing is made", async () => {
  await using host = await testHost({ pluginFiles: { album: album(["read"]) } });
  const refused = await upload(host);
  assert.deepEqual([refused.status, refused.body.error.data.reason], [403, "not_permitted"]);
  await assert.rejects(
    host.call("album.picture.make", { name: "a", size: 1 }),
    (error: RpcError) => error.kind === "not_permitted",
  );
  const nobody = await host.fetch("/files/album?name=a", { method: "POST", body: "a" });
  assert.equal(nobody.status, 401);
  await nobody.body?.cancel();
  await host.call("host.plugin.disable", { id: "album" });
  const disabled = await upload(host);
  assert.deepEqual([disabled.status, disabled.body.error.data.reason], [503, "plugin_unavailable"]);
});

Deno.test("an upload that breaks off leaves nothing", async () => {
  await using host = await testHost({ pluginFiles: { album: album() } });
  const broken = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(PNG);
      setTimeout(() => controller.error(new Error("gone")), 50);
    },
  });
  await assert.rejects(host.fetch("/files/album?name=a", { method: "POST", headers: as("bob"), body: broken }));
  const { body: file } = await upload(host);
  const names = [...Deno.readDirSync(`${host.dataDir}/files`)].map(({ name }) => name).sort();
  assert.deepEqual(names, [file.sha256.slice(0, 2), "incoming", "partial"].sort());
  assert.deepEqual([...Deno.readDirSync(`${host.dataDir}/files/incoming`)], []);
});

Deno.test("a room that the grant does not name gets no members", async () => {
  await using host = await testHost({ pluginFiles: { album: album() } });
  await host.call("album.room.set", { members: ["someone"], room: "two" });
  await host.call("album.room.set", { members: ["someone"], room: "one" });
  await until(() => host.running.rooms.members("album", "one").length === 1, { what: "the room that is granted" });
  assert.deepEqual(host.running.rooms.members("album", "two"), []);
});
