import assert from "node:assert/strict";
import { RpcFailure } from "../sdk/failure.ts";
import { FileUploads } from "./file_uploads.ts";

const FILE = new File(["hello"], "ä b.txt", { type: "text/plain" });

function answering(status: number, body: unknown) {
  const requests: Request[] = [];
  const fake = ((url: string, init: RequestInit) => {
    requests.push(new Request(`http://host${url}`, init));
    return Promise.resolve(Response.json(body, { status }));
  }) as typeof fetch;
  return { requests, uploads: new FileUploads({ csrf: () => "token", fetch: fake }) };
}

Deno.test("a file goes as the body, with its name and the session's token", async () => {
  const taken = { id: "f1", name: "ä b.txt", type: "text/plain", sizeBytes: 5 };
  const { requests, uploads } = answering(201, taken);
  assert.deepEqual(await uploads.upload("chat", FILE), taken);
  const [request] = requests;
  assert.equal(request!.url, "http://host/files/chat?name=%C3%A4%20b.txt");
  assert.deepEqual([request!.headers.get("x-csrf-token"), await request!.text()], ["token", "hello"]);
});

Deno.test("what the host refuses is told in its words; without an answer the server is away", async () => {
  const { uploads } = answering(413, { error: { code: -32013, message: "Too large", data: { reason: "too_large" } } });
  await assert.rejects(
    uploads.upload("chat", FILE),
    (error) => error instanceof RpcFailure && error.reason === "too_large" && error.message === "Too large",
  );
  const away = new FileUploads({ csrf: () => undefined, fetch: () => Promise.reject(new TypeError("away")) });
  await assert.rejects(away.upload("chat", FILE), (error) => error instanceof RpcFailure && error.offline);
});
