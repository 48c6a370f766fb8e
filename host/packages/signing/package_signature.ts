import { fingerprintOf, verifySignature } from "../ed25519.ts";
import { SIGNATURE } from "../integrity.ts";
import { textFault } from "../sound_text.ts";
import { PackageError, type Signature } from "../ports.ts";

/** signature.json: who vouches for the bytes of integrity.json. */
export interface SignatureFile {
  /** What the publisher calls itself: a claim, only the key is proof. */
  publisher: string;
  /** Raw, in base64. */
  publicKey: string;
  alg: "Ed25519";
  /** In base64. */
  signature: string;
}

const MAX_PUBLISHER_CHARS = 200;

/** Reads and checks signature.json over integrity.json, both as stored. Throws PackageError for a wrong one. */
export function checkSignature(file: Uint8Array | undefined, integrity: Uint8Array): Signature {
  if (file === undefined) return { state: "unsigned" };
  const { publisher, publicKey, signature } = parse(file);
  const fingerprint = fingerprintOf(publicKey);
  if (fingerprint === undefined || !verifySignature(integrity, signature, publicKey)) {
    throw invalid(`it was not made by the key ${JSON.stringify(publicKey.slice(0, 60))} that it names`);
  }
  return { state: "valid", publisher: publisher || fingerprint, publicKey, fingerprint };
}

function parse(bytes: Uint8Array): SignatureFile {
  let value: Partial<Record<keyof SignatureFile, unknown>>;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) ?? {};
  } catch {
    throw invalid(`"${SIGNATURE}" is not JSON`);
  }
  const { publisher, publicKey, alg, signature } = value;
  if (alg !== "Ed25519") throw invalid(`its algorithm is ${JSON.stringify(alg)}, expected "Ed25519"`);
  if (typeof publicKey !== "string" || typeof signature !== "string") throw invalid("key or signature are missing");
  if (typeof publisher !== "string" || publisher.length > MAX_PUBLISHER_CHARS) {
    throw invalid(`its publisher is no text of at most ${MAX_PUBLISHER_CHARS} characters`);
  }
  const unsound = textFault(publisher);
  if (unsound) throw invalid(`its publisher ${unsound.message}`);
  return { publisher, publicKey, alg, signature };
}

function invalid(problem: string): PackageError {
  const message = `The package's signature is wrong: ${problem}`;
  return new PackageError("signature_invalid", message, "Ask its publisher for a package that is signed anew");
}
