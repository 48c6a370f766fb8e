import assert from "node:assert/strict";
import { type FilesPort, RpcFailure, type UploadOptions } from "@bulkhead/ui";
import { DraftUploads } from "./draft_uploads.ts";
import { MemoryUploadStore } from "./upload_store.ts";

/** Uploads whose end the test decides. */
class Port implements FilesPort {
  readonly sent: { file: File; options: UploadOptions; done(id: string): void; fail(error: RpcFailure): void }[] = [];

  upload(_plugin: string, file: File, options: UploadOptions = {}) {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    options.signal?.addEventListener("abort", () => reject(options.signal!.reason));
    this.sent.push({ file, options, done: resolve, fail: reject });
    return promise.then((id) => ({ id, name: file.name, type: file.type, sizeBytes: file.size }));
  }

  maxBytes(): Promise<number> {
    return Promise.resolve(100);
  }
}

const file = (name: string, size = 10) => new File(["x".repeat(size)], name, { lastModified: 5 });
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

function open(
  store = new MemoryUploadStore(),
  now = () => 1_000,
  thumbnailOf?: ConstructorParameters<typeof DraftUploads>[0]["thumbnailOf"],
) {
  const port = new Port();
  const uploads = new DraftUploads({ files: port, store, refused: () => [".exe"], thumbnailOf, now });
  const shown = (draft = "c/") =>
    (uploads.items.get().get(draft) ?? []).map(({ name, state, share, id }) => [name, state, share, id]);
  return { port, store, uploads, shown };
}

Deno.test("a file tells how far it is, waits, goes on, and is the message's once that is sent", async () => {
  const { port, store, uploads, shown } = open();
  uploads.add("c/", [file("plan.pdf")]);
  await settled();
  const [sent] = port.sent;
  sent!.options.onProgress!(0.5);
  sent!.options.onWaiting!("offline");
  assert.deepEqual(shown(), [["plan.pdf", "waiting", 0.5, undefined]]);
  assert.deepEqual(shown("other/"), []);
  sent!.options.onWaiting!(undefined);
  sent!.done("f1");
  await settled();
  assert.deepEqual(shown(), [["plan.pdf", "ready", 1, "f1"]]);
  uploads.clear("c/");
  await settled();
  assert.deepEqual([shown(), store.kept.size], [[], 0]);
});

Deno.test("a picture is ready with a small one of it, or without when there is none or it does not get there", async () => {
  const { port, store, uploads, shown } = open(undefined, undefined, (large) => {
    if (large.name === "odd.png") return Promise.reject(new Error("not a picture"));
    return Promise.resolve(large.name === "plan.pdf" ? undefined : { file: file("small.webp"), width: 40, height: 30 });
  });
  uploads.add("c/", [file("one.png"), file("odd.png"), file("plan.pdf"), file("two.png")]);
  await settled();
  for (const [index, sent] of port.sent.entries()) sent.done(`f${index}`);
  await settled();
  assert.deepEqual(shown().map(([name, state]) => [name, state]), [["one.png", "sending"], ["odd.png", "ready"], [
    "plan.pdf",
    "ready",
  ], ["two.png", "sending"]]);
  port.sent[4]!.done("t0");
  port.sent[5]!.fail(new RpcFailure({ code: 0, reason: "offline", message: "away" }));
  await settled();
  const thumbnails = uploads.items.get().get("c/")!.map(({ state, thumbnail }) => [state, thumbnail?.id]);
  assert.deepEqual(thumbnails, [["ready", "t0"], ["ready", undefined], ["ready", undefined], ["ready", undefined]]);
  assert.deepEqual([...store.kept.values()][0]!.thumbnail, { id: "t0", width: 40, height: 30 });
});

Deno.test("after a reload uploads go on from their address, whole ones are there, and another page leaves them alone", async () => {
  const first = open();
  first.uploads.add("c/", [file("whole.txt"), file("half.txt")]);
  await settled();
  first.port.sent[0]!.done("f1");
  first.port.sent[1]!.options.onBegun!("/files/partial/2");
  await settled();
  const beside = open(first.store);
  await beside.uploads.start();
  assert.deepEqual(beside.shown(), [], "the first page has them");

  const store = new MemoryUploadStore();
  for (const [key, kept] of first.store.kept) store.kept.set(key, kept);
  const again = open(store);
  await again.uploads.start();
  assert.deepEqual(again.shown().map(([name, state]) => [name, state]), [["whole.txt", "ready"], [
    "half.txt",
    "sending",
  ]]);
  assert.equal(again.port.sent[0]!.options.from, "/files/partial/2");
  assert.equal(await again.port.sent[0]!.file.text(), "x".repeat(10));

  const late = open(store, () => 1_000 + 24 * 3_600_000);
  for (const key of store.kept.keys()) assert.equal(await store.claim(key), undefined);
  const old = new MemoryUploadStore();
  for (const [key, kept] of first.store.kept) old.kept.set(key, kept);
  const tomorrow = open(old, () => 1_000 + 24 * 3_600_000);
  await tomorrow.uploads.start();
  await settled();
  assert.deepEqual([tomorrow.shown(), old.kept.size, late.shown()], [[], 0, []], "the host has forgotten them");
});

Deno.test("a file whose bytes the browser did not keep is chosen again, and another one is not taken for it", async () => {
  const store = new MemoryUploadStore();
  const kept = { key: "k", draft: "c/", name: "film.mp4", type: "", sizeBytes: 10, lastModified: 5, at: 900 };
  store.kept.set("k", { ...kept, address: "/files/partial/7" });
  const { port, uploads, shown } = open(store);
  await uploads.start();
  assert.deepEqual(shown(), [["film.mp4", "missing", 0, undefined]]);
  assert.equal(uploads.choose("k", file("film.mp4", 11)), false);
  assert.equal(uploads.choose("k", file("film.mp4")), true);
  assert.equal(port.sent[0]!.options.from, "/files/partial/7");
  uploads.remove("k");
  await settled();
  assert.deepEqual([shown(), store.kept.size, port.sent[0]!.options.signal!.aborted], [[], 0, true]);
});

Deno.test("what is too large or of a refused kind says so before anything is sent; eleven files are one too many", async () => {
  const { port, uploads, shown } = open();
  uploads.add("c/", [file("film.mp4", 101), file("Setup.EXE. ")]);
  await settled();
  assert.deepEqual(shown().map(([, state]) => state), ["failed", "failed"]);
  assert.deepEqual(uploads.items.get().get("c/")!.map(({ problem }) => problem), [
    "Too large: 101 B, at most 100 B",
    "Files of this kind are not taken here",
  ]);
  assert.equal(port.sent.length, 0);
  assert.equal(uploads.add("c/", Array.from({ length: 9 }, (_, n) => file(`${n}`))), 1);
  await settled();
  assert.equal(port.sent.length, 8);
});

Deno.test("a failure is told and may be tried again with the same file", async () => {
  const { port, uploads, shown } = open();
  uploads.add("c/", [file("plan.pdf")]);
  await settled();
  port.sent[0]!.fail(new RpcFailure({ code: -32603, reason: "internal", message: "The disk is full" }));
  await settled();
  const [failed] = uploads.items.get().get("c/")!;
  assert.deepEqual([failed!.state, failed!.problem, failed!.again], ["failed", "The disk is full", true]);
  uploads.retry(failed!.key);
  port.sent[1]!.done("f2");
  await settled();
  assert.deepEqual(shown(), [["plan.pdf", "ready", 1, "f2"]]);
});
