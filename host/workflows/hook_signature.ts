import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";

/** How old or new the time of a Standard Webhook may be. */
const TOLERANCE_MS = 5 * 60_000;

/** A signature that holds, with the sender's id of the delivery if it gives one. */
export interface Verified {
  delivery?: string;
}

/**
 * Is a request signed with this secret? Known are Standard Webhooks (`webhook-id`, `webhook-timestamp`,
 * `webhook-signature`; the secret as `whsec_<base64>`, plain base64 or plain text) and GitHub's `x-hub-signature-256`.
 * Answers undefined when it is not. `now` is milliseconds since 1970.
 */
export function verifyHook(
  secret: string,
  { headers, body, now }: { headers: Record<string, string>; body: Uint8Array; now: number },
): Verified | undefined {
  if (headers["webhook-signature"] !== undefined) return standard(secret, headers, body, now);
  return github(secret, headers, body);
}

function standard(
  secret: string,
  headers: Record<string, string>,
  body: Uint8Array,
  now: number,
): Verified | undefined {
  const { "webhook-id": id = "", "webhook-timestamp": time = "", "webhook-signature": signatures = "" } = headers;
  if (id === "" || id.length > 200 || !/^\d{1,12}$/.test(time)) return undefined;
  if (Math.abs(now - Number(time) * 1_000) > TOLERANCE_MS) return undefined;
  // At most a few signatures, since keys are rotated one at a time.
  const given = signatures.split(" ").slice(0, 8).flatMap((one) => one.startsWith("v1,") ? [one.slice(3)] : []);
  for (const key of keysOf(secret)) {
    const expected = createHmac("sha256", key).update(`${id}.${time}.`).update(body).digest();
    for (const one of given) if (same(expected, Buffer.from(one, "base64"))) return { delivery: id };
  }
  return undefined;
}

function github(secret: string, headers: Record<string, string>, body: Uint8Array): Verified | undefined {
  const match = /^sha256=([0-9a-f]{64})$/i.exec(headers["x-hub-signature-256"] ?? "");
  if (!match) return undefined;
  const expected = createHmac("sha256", secret).update(body).digest();
  if (!same(expected, Buffer.from(match[1]!, "hex"))) return undefined;
  const delivery = headers["x-github-delivery"];
  return delivery && delivery.length <= 200 ? { delivery } : {};
}

/** The bytes that a secret may stand for. */
function keysOf(secret: string): Uint8Array[] {
  const bare = secret.startsWith("whsec_") ? secret.slice("whsec_".length) : secret;
  const keys: Uint8Array[] = [];
  if (/^[A-Za-z0-9+/]{16,}={0,2}$/.test(bare)) keys.push(Buffer.from(bare, "base64"));
  if (bare === secret) keys.push(Buffer.from(secret));
  return keys;
}

/** Takes the same time whether they are the same or not. */
function same(expected: Uint8Array, given: Uint8Array): boolean {
  return given.byteLength === expected.byteLength && timingSafeEqual(expected, given);
}
