import { fingerprintOf, verifySignature } from "../ed25519.ts";
import { PackageError } from "../ports.ts";

/** Longest index.sig.json that is read, in bytes. */
export const MAX_SIGNATURE_BYTES = 4 * 1024;

/**
 * Reads the bytes of an index.sig.json and holds its signature against exactly these bytes of index.json. Answers the key.
 * Throws {@linkcode PackageError} `index_signature_invalid`.
 */
export function checkIndexSignature(
  file: Uint8Array,
  index: Uint8Array,
  from: string,
): { publicKey: string; fingerprint: string } {
  let value: { publicKey?: unknown; alg?: unknown; signature?: unknown } | null;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(file));
  } catch (error) {
    throw invalid(from, `is not JSON: ${(error as Error).message.slice(0, 200)}`);
  }
  if (typeof value !== "object" || value === null) throw invalid(from, "is not a JSON object");
  if (value.alg !== "Ed25519") throw invalid(from, `has the alg ${JSON.stringify(value.alg)}, expected "Ed25519"`);
  const { publicKey, signature } = value;
  const fingerprint = typeof publicKey === "string" ? fingerprintOf(publicKey) : undefined;
  if (typeof publicKey !== "string" || fingerprint === undefined) {
    throw invalid(from, "has no publicKey of 32 bytes in base64");
  }
  if (typeof signature !== "string" || !verifySignature(index, signature, publicKey)) {
    throw invalid(from, "does not belong to its index.json: one of the two was changed");
  }
  return { publicKey, fingerprint };
}

function invalid(from: string, what: string): PackageError {
  return new PackageError(
    "index_signature_invalid",
    `index.sig.json of "${from}" ${what}`,
    "Whoever runs the registry has to publish it anew; if they did not change it, somebody else did",
  );
}
