import { filesOf, pack } from "../archive/pack.ts";
import { checkIntegrity, INTEGRITY, SIGNATURE } from "../integrity.ts";
import { sha256 } from "../sha256.ts";
import type { SigningKey } from "./key_file.ts";
import type { SignatureFile } from "./package_signature.ts";

/**
 * Signs a package: the same archive with a signature.json, in place of one that is there. `publisher` is the name to be
 * shown, by default the key's fingerprint. The same bytes, key and name give the same archive. Rejects with PackageError
 * when the archive is not sound.
 */
export async function addSignature(
  archive: Uint8Array,
  key: SigningKey,
  options: { publisher?: string } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const files = await filesOf(archive);
  const written = [...files].map(([path, bytes]) => ({ path, sizeBytes: bytes.length, sha256: sha256(bytes) }));
  const integrity = files.get(INTEGRITY);
  checkIntegrity(integrity, written);
  const signature: SignatureFile = {
    publisher: options.publisher ?? key.fingerprint,
    publicKey: key.publicKey,
    alg: "Ed25519",
    signature: key.sign(integrity!),
  };
  files.set(SIGNATURE, new TextEncoder().encode(JSON.stringify(signature, null, 2) + "\n"));
  return pack(files);
}

/** Does a package carry a signature, right or wrong? Rejects with PackageError when the archive is not sound. */
export async function isSigned(archive: Uint8Array): Promise<boolean> {
  return (await filesOf(archive)).has(SIGNATURE);
}
