import { PackageError } from "../ports.ts";

/** Longest index.sig.json that is read, in bytes. */
export const MAX_SIGNATURE_BYTES = 4 * 1024;

/** A signature that was read, not yet verified. */
export interface IndexSignature {
  /** Raw Ed25519 key in base64. */
  publicKey: string;
  key: Uint8Array<ArrayBuffer>;
  signature: Uint8Array<ArrayBuffer>;
}

/** Reads the bytes of an index.sig.json. Throws {@linkcode PackageError} `index_signature_invalid`. */
export function parseIndexSignature(bytes: Uint8Array, from: string): IndexSignature {
  let value: { publicKey?: unknown; alg?: unknown; signature?: unknown } | null;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw invalid(from, `is not JSON: ${(error as Error).message.slice(0, 200)}`);
  }
  if (typeof value !== "object" || value === null) throw invalid(from, "is not a JSON object");
  if (value.alg !== "Ed25519") throw invalid(from, `has the alg ${JSON.stringify(value.alg)}, expected "Ed25519"`);
  const key = decode(value.publicKey, 32);
  if (!key) throw invalid(from, "has no publicKey of 32 bytes in base64");
  const signature = decode(value.signature, 64);
  if (!signature) throw invalid(from, "has no signature of 64 bytes in base64");
  return { publicKey: key.toBase64(), key, signature };
}

/** Throws {@linkcode PackageError} `index_signature_invalid` unless the signature is that of exactly these bytes. */
export async function verifyIndex(bytes: Uint8Array<ArrayBuffer>, read: IndexSignature, from: string): Promise<void> {
  const valid = await crypto.subtle.importKey("raw", read.key, "Ed25519", false, ["verify"]).then(
    (key) => crypto.subtle.verify("Ed25519", key, read.signature, bytes),
  ).catch(() => false); // 32 bytes that are no key
  if (!valid) throw invalid(from, "does not belong to its index.json: one of the two was changed");
}

/** SHA-256 of a raw key, first 16 bytes in hex: what people compare. */
export async function keyFingerprint(publicKey: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", Uint8Array.fromBase64(publicKey));
  return new Uint8Array(digest, 0, 16).toHex();
}

function decode(value: unknown, length: number): Uint8Array<ArrayBuffer> | undefined {
  if (typeof value !== "string" || value.length > 200) return undefined;
  try {
    const bytes = Uint8Array.fromBase64(value);
    return bytes.byteLength === length ? bytes : undefined;
  } catch {
    return undefined;
  }
}

function invalid(from: string, what: string): PackageError {
  return new PackageError(
    "index_signature_invalid",
    `index.sig.json of "${from}" ${what}`,
    "Whoever runs the registry has to publish it anew; if they did not change it, somebody else did",
  );
}
