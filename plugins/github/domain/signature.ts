import { createHmac, timingSafeEqual } from "node:crypto";

/** Does `X-Hub-Signature-256` (`sha256=<hex>`) belong to these bytes and this secret? Takes the same time either way. */
export function verifySignature(secret: string, body: Uint8Array, header: string | undefined): boolean {
  const match = /^sha256=([0-9a-f]{64})$/i.exec(header ?? "");
  if (!match) return false;
  const expected = createHmac("sha256", secret).update(body).digest();
  return timingSafeEqual(expected, Uint8Array.from(match[1]!.match(/../g)!, (pair) => parseInt(pair, 16)));
}
