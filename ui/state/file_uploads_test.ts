import assert from "node:assert/strict";
import { RpcFailure } from "../sdk/failure.ts";
import { FileUploads } from "./file_uploads.ts";
import type { UploadReply, UploadRequest } from "./upload_requests.ts";

const FILE = new File(["hello world"], "ä b.txt", { type: "text/plain" });

/** The host's side of tus, as far as an upload sees it. */
class Host {
  readonly requests: UploadRequest[] = [];
  /** By address. */
  readonly uploads = new Map<string, { length: number; bytes: string; said: string }>();
  /** What the next requests meet: bytes that get through before the connection breaks, or an answer. */
  readonly troubles: (number | UploadReply)[] = [];

  readonly send = async (request: UploadRequest): Promise<UploadReply> => {
    this.requests.push(request);
    const { method, url, headers, body } = request;
    const trouble = request.method === "DELETE" ? undefined : this.troubles.shift();
    const upload = this.uploads.get(url);
    if (typeof trouble === "number") {
      if (upload && body) upload.bytes += (await body.text()).slice(0, trouble);
      throw new TypeError("the connection broke");
    }
    if (trouble) return trouble;
    if (method === "OPTIONS") return reply(204, { "tus-max-size": "1000" });
    if (method === "POST") {
      const address = `/files/partial/${this.uploads.size + 1}`;
      const length = Number(headers["upload-length"]);
      this.uploads.set(address, { length, bytes: "", said: headers["upload-metadata"]! });
      return reply(201, {
        location: address,
        "upload-offset": "0",
        ...length === 0 ? { "bulkhead-file-id": "f" } : {},
      });
    }
    if (!upload) return reply(404, {});
    if (method === "DELETE") return (this.uploads.delete(url), reply(204, {}));
    if (method === "PATCH") {
      assert.equal(headers["upload-offset"], String(upload.bytes.length));
      request.onSent?.(1);
      upload.bytes += await body!.text();
    }
    return reply(200, {
      "upload-offset": String(upload.bytes.length),
      "upload-length": String(upload.length),
      ...upload.bytes.length === upload.length ? { "bulkhead-file-id": "f1" } : {},
    });
  };
}

function reply(status: number, headers: Record<string, string>, body?: unknown): UploadReply {
  return { status, header: (name) => headers[name], text: body === undefined ? "" : JSON.stringify(body) };
}

function start(host: Host, onReturn?: (callback: () => void) => () => void): FileUploads {
  return new FileUploads({ csrf: () => "token", send: host.send, pieceBytes: 4, firstPauseMs: 1, onReturn });
}

Deno.test("a file goes in pieces, with its name and the session's token, and tells how far it is", async () => {
  const host = new Host();
  const shares: number[] = [];
  const file = await start(host).upload("chat", FILE, { onProgress: (share) => shares.push(share) });
  assert.deepEqual(file, { id: "f1", name: "ä b.txt", type: "text/plain", sizeBytes: 11 });
  const { bytes, said } = host.uploads.get("/files/partial/1")!;
  assert.equal(bytes, "hello world");
  assert.equal(said, `filename w6QgYi50eHQ=,filetype ${btoa("text/plain")}`);
  assert.deepEqual(host.requests.map(({ method }) => method), ["POST", "PATCH", "PATCH", "PATCH"]);
  assert.ok(host.requests.every(({ headers }) => headers["x-csrf-token"] === "token"));
  assert.deepEqual(shares.map((share) => Math.round(share * 11)), [1, 4, 5, 8, 9, 11, 11]);
  assert.equal((await start(host).upload("chat", new File([], "none"))).id, "f", "a file without bytes is one");
});

Deno.test("after a broken connection it asks how far it is, and goes on from there", async () => {
  const host = new Host();
  const waits: unknown[] = [];
  // The address does not come, then it does; two pieces break, one of them in the middle; then the host is starting.
  host.troubles.push(0, reply(201, { location: "/files/partial/1", "upload-offset": "0" }), 3, 0);
  host.troubles.push(reply(503, {}, { error: { code: -32050, message: "starting", data: { retryAfterMs: 2 } } }));
  host.uploads.set("/files/partial/1", { length: 11, bytes: "", said: "" });
  const file = await start(host).upload("chat", FILE, { onWaiting: (why) => waits.push(why) });
  assert.equal(file.id, "f1");
  assert.equal(host.uploads.get("/files/partial/1")!.bytes, "hello world");
  const methods = host.requests.map(({ method }) => method);
  assert.deepEqual(methods, ["POST", "POST", "PATCH", "HEAD", "HEAD", "HEAD", "PATCH", "PATCH"]);
  assert.deepEqual(waits, ["offline", undefined, "offline", "offline", "busy", undefined]);
});

Deno.test("with its address an upload of an earlier page goes on; one that is gone, or another file's, begins anew", async () => {
  const host = new Host();
  host.uploads.set("/files/partial/9", { length: 11, bytes: "hello ", said: "" });
  await start(host).upload("chat", FILE, { from: "/files/partial/9" });
  assert.equal(host.uploads.get("/files/partial/9")!.bytes, "hello world");
  assert.equal(host.requests.some(({ method }) => method === "POST"), false);
  host.uploads.set("/files/partial/8", { length: 7, bytes: "hel", said: "" });
  for (const from of ["/files/partial/gone", "/files/partial/8"]) {
    const begun: string[] = [];
    await start(host).upload("chat", FILE, { from, onBegun: (address) => begun.push(address) });
    assert.equal(host.uploads.get(begun[0]!)!.bytes, "hello world");
  }
});

Deno.test("what the host refuses is told in its words and not tried again", async () => {
  const host = new Host();
  host.troubles.push(reply(413, {}, { error: { code: -32013, message: "Too large", data: { reason: "too_large" } } }));
  await assert.rejects(
    start(host).upload("chat", FILE),
    (error) => error instanceof RpcFailure && error.reason === "too_large" && error.message === "Too large",
  );
  host.troubles.push(reply(413, {}, "<html>"));
  await assert.rejects(start(host).upload("chat", FILE), (error: RpcFailure) => error.reason === "too_large");
  assert.equal(host.requests.length, 2);
  assert.equal(await start(host).maxBytes("chat"), 1_000);
});

Deno.test("an upload that was given up is sent no more, and goes from the host, also while it waits", async () => {
  const host = new Host();
  await assert.rejects(
    start(host).upload("chat", FILE, { signal: AbortSignal.abort(new Error("taken back")) }),
    /taken back/,
  );
  assert.equal(host.requests.length, 0);
  const stop = new AbortController();
  host.troubles.push(reply(201, { location: "/files/partial/1", "upload-offset": "0" }), 2);
  host.uploads.set("/files/partial/1", { length: 11, bytes: "", said: "" });
  const uploads = new FileUploads({ csrf: () => undefined, send: host.send, firstPauseMs: 3_600_000 });
  const given = uploads.upload("chat", FILE, {
    signal: stop.signal,
    onWaiting: (why) => why && setTimeout(() => stop.abort(new Error("given up")), 0),
  });
  await assert.rejects(given, /given up/);
  assert.equal(host.uploads.size, 0);
});

Deno.test("it does not wait for its time once the connection is there again", async () => {
  const host = new Host();
  host.troubles.push(0);
  let back: () => void = () => {};
  const onReturn = (callback: () => void) => ((back = callback), () => {});
  const uploads = new FileUploads({ csrf: () => undefined, send: host.send, firstPauseMs: 3_600_000, onReturn });
  const sent = uploads.upload("chat", FILE, { onWaiting: (why) => why && setTimeout(() => back(), 0) });
  assert.equal((await sent).id, "f1");
});
