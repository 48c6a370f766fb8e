import { hash } from "node:crypto";

/** A secret of 256 random bits, safe in URLs and headers. */
export function newToken(prefix = ""): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return prefix + bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}

/** Under this a token is stored and looked up. A plain hash is enough, since nobody can guess 256 random bits. */
export function hashToken(token: string): string {
  return hash("sha256", token, "hex");
}

/**
 * Compares two texts in a time that does not depend on what stands in them; their lengths are no secret. In plain code,
 * since every call with a cookie passes here and `timingSafeEqual` takes longer than all the rest.
 */
export function sameSecret(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let index = 0; index < a.length; index++) difference |= a.charCodeAt(index) ^ b.charCodeAt(index);
  return difference === 0;
}

const ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

/** An identifier that is not secret: `u-` and twelve letters or digits. */
export function newId(prefix: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `${prefix}-${Array.from(bytes, (byte) => ALPHABET[byte & 31]).join("")}`;
}
