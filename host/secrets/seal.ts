import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A value as it is stored: the tag stands behind the ciphertext. */
export interface Sealed {
  nonce: Uint8Array;
  sealed: Uint8Array;
}

/** Encrypts a value for one name. */
export function seal(key: Uint8Array, name: string, value: string): Sealed {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(new TextEncoder().encode(name));
  const parts = [cipher.update(value, "utf8"), cipher.final(), cipher.getAuthTag()];
  const sealed = new Uint8Array(parts.reduce((size, part) => size + part.byteLength, 0));
  let offset = 0;
  for (const part of parts) {
    sealed.set(part, offset);
    offset += part.byteLength;
  }
  return { nonce: new Uint8Array(nonce), sealed };
}

/** Decrypts; throws when the key, the name or a byte is another than it was. */
export function unseal(key: Uint8Array, name: string, { nonce, sealed }: Sealed): string {
  const end = sealed.byteLength - TAG_BYTES;
  if (end < 0) throw new Error("The stored value is too short");
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(new TextEncoder().encode(name));
  decipher.setAuthTag(sealed.subarray(end));
  return decipher.update(sealed.subarray(0, end), undefined, "utf8") + decipher.final("utf8");
}
