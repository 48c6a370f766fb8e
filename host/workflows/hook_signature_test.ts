import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { verifyHook } from "./hook_signature.ts";

const NOW = Date.UTC(2026, 0, 1);
const BODY = new TextEncoder().encode('{"n":1}');
const KEY = "c2VjcmV0IG9mIGEgc2VuZGVy";

function standard(key: string | Uint8Array, { id = "msg_1", at = NOW, body = BODY } = {}): Record<string, string> {
  const time = String(Math.floor(at / 1000));
  const signature = createHmac("sha256", key).update(`${id}.${time}.`).update(body).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": time, "webhook-signature": `v1,${signature}` };
}
const github = (key: string) => ({
  "x-hub-signature-256": `sha256=${createHmac("sha256", key).update(BODY).digest("hex")}`,
  "x-github-delivery": "d1",
});
const verify = (secret: string, headers: Record<string, string>, body = BODY) =>
  verifyHook(secret, { headers, body, now: NOW });

Deno.test("a Standard Webhook holds with the secret in each of its forms, also among rotated signatures", () => {
  const bytes = Uint8Array.fromBase64(KEY);
  assert.deepEqual(verify(`whsec_${KEY}`, standard(bytes)), { delivery: "msg_1" });
  assert.deepEqual(verify(KEY, standard(bytes)), { delivery: "msg_1" });
  assert.deepEqual(verify("plain words", standard("plain words")), { delivery: "msg_1" });
  const headers = standard("new key");
  headers["webhook-signature"] = `v1,AAAA v1a,xyz ${headers["webhook-signature"]}`;
  assert.deepEqual(verify("new key", headers), { delivery: "msg_1" });
});

Deno.test("a Standard Webhook of another body, id, time or key is refused, and one that is too old or too new", () => {
  const headers = standard("key");
  assert.equal(verify("key", headers, new TextEncoder().encode('{"n":2}')), undefined);
  assert.equal(verify("key", { ...headers, "webhook-id": "msg_2" }), undefined);
  assert.equal(verify("key", { ...headers, "webhook-timestamp": String(NOW / 1000 + 1) }), undefined);
  assert.equal(verify("other", headers), undefined);
  assert.equal(verify("key", standard("key", { at: NOW - 301_000 })), undefined);
  assert.equal(verify("key", standard("key", { at: NOW + 301_000 })), undefined);
  assert.equal(verify("key", { ...headers, "webhook-timestamp": "soon" }), undefined);
});

Deno.test("a signature of GitHub holds for its body and secret only", () => {
  assert.deepEqual(verify("key", github("key")), { delivery: "d1" });
  assert.equal(verify("other", github("key")), undefined);
  assert.equal(verify("key", github("key"), new TextEncoder().encode("{}")), undefined);
  assert.equal(verify("key", { "x-hub-signature-256": "sha256=00" }), undefined);
  assert.equal(verify("key", {}), undefined);
});
