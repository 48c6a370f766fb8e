import assert from "node:assert/strict";
import { RpcFailure } from "../sdk/failure.ts";
import { FileUploads, type UploadRequest } from "./file_uploads.ts";

const FILE = new File(["hello"], "ä b.txt", { type: "text/plain" });

function answering(body: unknown) {
  const requests: UploadRequest[] = [];
  const send = (request: UploadRequest) => {
    requests.push(request);
    request.onProgress?.(0.5);
    return Promise.resolve(JSON.stringify(body));
  };
  return { requests, uploads: new FileUploads({ csrf: () => "token", send }) };
}

Deno.test("a file goes as the body, with its name and the session's token, and tells how far it is", async () => {
  const taken = { id: "f1", name: "ä b.txt", type: "text/plain", sizeBytes: 5 };
  const { requests, uploads } = answering(taken);
  const shares: number[] = [];
  assert.deepEqual(await uploads.upload("chat", FILE, { onProgress: (share) => shares.push(share) }), taken);
  const [request] = requests;
  assert.equal(request!.url, "/files/chat?name=%C3%A4%20b.txt");
  assert.deepEqual(request!.headers, { "content-type": "text/plain", "x-csrf-token": "token" });
  assert.equal(await request!.body.text(), "hello");
  assert.deepEqual(shares, [0.5]);
});

Deno.test("what the host refuses is told in its words; without an answer the server is away", async () => {
  const { uploads } = answering({ error: { code: -32013, message: "Too large", data: { reason: "too_large" } } });
  await assert.rejects(
    uploads.upload("chat", FILE),
    (error) => error instanceof RpcFailure && error.reason === "too_large" && error.message === "Too large",
  );
  const away = new FileUploads({ csrf: () => undefined, send: () => Promise.reject(new TypeError("away")) });
  await assert.rejects(away.upload("chat", FILE), (error) => error instanceof RpcFailure && error.offline);
});

Deno.test("an upload that was given up is sent no more", async () => {
  const { requests, uploads } = answering({});
  await assert.rejects(
    uploads.upload("chat", FILE, { signal: AbortSignal.abort(new Error("taken back")) }),
    /taken back/,
  );
  assert.equal(requests.length, 0);
});
