import assert from "node:assert/strict";
import { type TestHost, testHost } from "../../../tests/harness/mod.ts";

const ALBUM = {
  "plugin.json": JSON.stringify({
    id: "album",
    version: "1.0.0",
    engine: "^1",
    name: "Album",
    limits: { storageMb: 1 },
    permissions: { files: [{ access: "write", reason: "Keeps pictures" }] },
  }),
  "plugin.ts": `
import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";
export default definePlugin({
  methods: {
    "picture.text": method({
      summary: "Reads it", params: z.object({ id: z.string() }), result: z.any(),
      handler: async ({ id }, ctx) => ({
        text: new TextDecoder().decode(await ctx.files.uploads.read(id)),
        file: await ctx.files.uploads.get(id),
      }),
    }),
  },
});
`,
};

const start = (dir?: string) => testHost({ pluginFiles: { album: ALBUM }, ...dir === undefined ? {} : { dir } });
const as = (person: string) => ({ "x-forwarded-user": person });

async function begin(host: TestHost, length: number, headers: Record<string, string> = {}): Promise<Response> {
  const response = await host.fetch("/files/album", {
    method: "POST",
    headers: { ...as("bob"), "upload-length": String(length), ...headers },
  });
  await response.body?.cancel();
  return response;
}

async function piece(host: TestHost, path: string, offset: number, body: BodyInit, person = "bob"): Promise<Response> {
  const response = await host.fetch(path, {
    method: "PATCH",
    headers: { ...as(person), "content-type": "application/offset+octet-stream", "upload-offset": String(offset) },
    body,
  });
  await response.body?.cancel();
  return response;
}

async function offsetOf(host: TestHost, path: string, person = "bob"): Promise<[number, string | null]> {
  const response = await host.fetch(path, { method: "HEAD", headers: as(person) });
  await response.body?.cancel();
  return [response.status, response.headers.get("upload-offset")];
}

Deno.test("an upload goes on from where it was, also after a restart, and becomes a file when all of it is there", async () => {
  const dir = await Deno.realPath(await Deno.makeTempDir());
  let path: string;
  {
    await using host = await start(dir);
    const begun = await begin(host, 11, {
      "upload-metadata": `filename ${btoa("hello.txt")},filetype ${btoa("text/plain")}`,
    });
    assert.equal(begun.status, 201);
    path = begun.headers.get("location")!;
    assert.equal((await piece(host, path, 0, "hello")).headers.get("upload-offset"), "5");
    const broken = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(" wo"));
      },
      pull(controller) {
        controller.error(new Error("the connection is gone"));
      },
    });
    await piece(host, path, 5, broken).catch(() => {});
    const [status, offset] = await offsetOf(host, path);
    assert.equal(status, 200);
    assert.ok(Number(offset) >= 5 && Number(offset) <= 8, `${offset} bytes are there`);
  }
  try {
    await using host = await start(dir);
    const [, offset] = await offsetOf(host, path);
    const rest = "hello world".slice(Number(offset));
    const done = await piece(host, path, Number(offset), rest);
    assert.equal(done.status, 204);
    const id = done.headers.get("bulkhead-file-id");
    const { text, file } = await host.call<{ text: string; file: Record<string, unknown> }>(
      "album.picture.text",
      { id },
      { as: "bob" },
    );
    assert.deepEqual([text, file.name, file.type, file.sizeBytes], ["hello world", "hello.txt", "text/plain", 11]);
    const again = await host.fetch(path, { method: "HEAD", headers: as("bob") });
    await again.body?.cancel();
    assert.equal(again.headers.get("bulkhead-file-id"), id, "whoever missed the answer asks again");
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("a piece that does not fit is refused, and so is everybody else", async () => {
  await using host = await start();
  const path = (await begin(host, 4)).headers.get("location")!;
  assert.equal((await piece(host, path, 2, "ab")).status, 409);
  assert.equal((await piece(host, path, 0, "ab", "carol")).status, 404);
  assert.deepEqual(await offsetOf(host, path, "carol"), [404, null]);
  assert.equal((await piece(host, path, 0, "abcdefgh")).status, 413);
  const wrong = await host.fetch(path, {
    method: "PATCH",
    headers: { ...as("bob"), "upload-offset": "0" },
    body: "abcd",
  });
  await wrong.body?.cancel();
  assert.equal(wrong.status, 400);
  const [, offset] = await offsetOf(host, path);
  assert.equal(offset, "0");
  const removed = await host.fetch(path, { method: "DELETE", headers: as("bob") });
  await removed.body?.cancel();
  assert.equal(removed.status, 204);
  assert.deepEqual(await offsetOf(host, path), [404, null]);
  assert.deepEqual([...Deno.readDirSync(`${host.dataDir}/files/partial`)], []);
});

Deno.test("what was announced counts towards the plugin's limit before it is there", async () => {
  await using host = await start();
  const most = async () => {
    const response = await host.fetch("/files/album", { method: "OPTIONS", headers: as("bob") });
    return [response.status, response.headers.get("tus-max-size"), response.headers.get("tus-version")];
  };
  assert.deepEqual(await most(), [204, "1048576", "1.0.0"]);
  const first = await begin(host, 700_000);
  assert.equal(first.status, 201);
  assert.deepEqual(await most(), [204, String(1_048_576 - 700_000), "1.0.0"]);
  const nowhere = await host.fetch("/files/nobody", { method: "OPTIONS", headers: as("bob") });
  await nowhere.body?.cancel();
  assert.equal(nowhere.status, 404);
  const second = await begin(host, 700_000);
  assert.equal(second.status, 413);
  const plain = await host.fetch("/files/album?name=a", {
    method: "POST",
    headers: as("bob"),
    body: new Uint8Array(700_000),
  });
  assert.equal(plain.status, 413);
  await plain.body?.cancel();
  const none = await begin(host, 0);
  assert.ok(none.headers.get("bulkhead-file-id"), "a file without bytes is there at once");
});

Deno.test("uploads that are whole at the same moment take no room from one another", async () => {
  await using host = await start();
  const paths = await Promise.all(
    Array.from({ length: 8 }, async () => (await begin(host, 70)).headers.get("location")!),
  );
  const ended = await Promise.all(paths.map((path) => piece(host, path, 0, "x".repeat(70))));
  assert.deepEqual(ended.map(({ status }) => status), Array(8).fill(204));
});
