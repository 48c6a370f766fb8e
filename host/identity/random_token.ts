import { hash, timingSafeEqual } from "node:crypto";

/** A secret of 256 random bits, safe in URLs and headers. */
export function newToken(prefix = ""): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return prefix + bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}

/** Under this a token is stored and looked up. A plain hash is enough, since nobody can guess 256 random bits. */
export function hashToken(token: string): string {
  return hash("sha256", token, "hex");
}

/** Compares two hashes of equal length in constant time. */
export function sameHash(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(new TextEncoder().encode(a), new TextEncoder().encode(b));
}

const ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

/** An identifier that is not secret: `u-` and twelve letters or digits. */
export function newId(prefix: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `${prefix}-${Array.from(bytes, (byte) => ALPHABET[byte & 31]).join("")}`;
}
