import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto";

/** Bytes of a raw key and of a signature. */
const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

/** Does `signature` (base64) over `bytes` come from `publicKey` (raw, base64)? False for whatever is malformed. */
export function verifySignature(bytes: Uint8Array, signature: string, publicKey: string): boolean {
  const raw = fromBase64(signature, SIGNATURE_BYTES);
  const key = publicKeyOf(publicKey);
  return raw !== undefined && key !== undefined && verify(null, bytes, key, raw);
}

/** SHA-256 of the raw key, first 16 bytes in hex: short enough to compare by eye. Undefined for what is no key. */
export function fingerprintOf(publicKey: string): string | undefined {
  const raw = fromBase64(publicKey, KEY_BYTES);
  return raw && createHash("sha256").update(raw).digest("hex").slice(0, 32);
}

function publicKeyOf(publicKey: string): KeyObject | undefined {
  const raw = fromBase64(publicKey, KEY_BYTES);
  if (raw === undefined || isWeak(raw)) return undefined;
  const x = raw.toBase64({ alphabet: "base64url", omitPadding: true });
  return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
}

/**
 * Points of small order, sign bit aside: for such a "key" anybody makes signatures that verify (RFC 8032 leaves the
 * check to whoever verifies; Deno's WebCrypto and node:crypto do not make it).
 */
const WEAK = new Set([
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
]);

function isWeak(raw: Uint8Array): boolean {
  const unsigned = raw.slice();
  unsigned[KEY_BYTES - 1]! &= 0x7f;
  return WEAK.has(unsigned.toHex());
}

/** The bytes of a base64 text of exactly this length, written the one right way. */
function fromBase64(text: string, length: number): Uint8Array | undefined {
  try {
    const bytes = Uint8Array.fromBase64(text, { lastChunkHandling: "strict" });
    return bytes.length === length && bytes.toBase64() === text ? bytes : undefined;
  } catch {
    return undefined;
  }
}
