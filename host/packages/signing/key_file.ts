import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { dirname } from "node:path";
import { fingerprintOf } from "../ed25519.ts";

/** A publisher's or a registry's private key, ready to sign. */
export interface SigningKey {
  /** Raw, in base64. */
  publicKey: string;
  fingerprint: string;
  /** Signature over `bytes` in base64; the same bytes give the same signature. */
  sign(bytes: Uint8Array): string;
}

/** A file is no key that could sign. */
export class KeyError extends Error {
  override readonly name = "KeyError";
}

/** Only its owner may read a key. */
const PRIVATE = 0o600;

/**
 * Makes a new Ed25519 key and writes it as PEM (PKCS #8), which openssl reads as well. Throws KeyError when the file is
 * there already, since a key that is lost cannot be made again, or cannot be written. Folders on the way are made.
 */
export async function createKeyFile(path: string): Promise<SigningKey> {
  const { privateKey } = generateKeyPairSync("ed25519");
  const text = String(privateKey.export({ format: "pem", type: "pkcs8" }));
  try {
    await Deno.mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await Deno.writeTextFile(path, text, { createNew: true, mode: PRIVATE });
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) {
      throw new KeyError(`"${path}" is there already, and a key cannot be made again: name another file`);
    }
    throw new KeyError(`The key file "${path}" cannot be written: ${(error as Error).message}`, { cause: error });
  }
  return signingKey(privateKey);
}

/** Reads a key that {@linkcode createKeyFile} or `openssl genpkey -algorithm ed25519` made. Throws KeyError. */
export async function readKeyFile(path: string): Promise<SigningKey> {
  const expected = "expected a file that `bulkhead plugin keygen` made";
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    throw new KeyError(`The key file "${path}" cannot be read (${(error as Error).message}); ${expected}`);
  }
  let key: KeyObject;
  try {
    key = createPrivateKey(text);
  } catch {
    throw new KeyError(`"${path}" holds no private key; ${expected}`);
  }
  if (key.asymmetricKeyType === "ed25519") return signingKey(key);
  throw new KeyError(`"${path}" holds a key of the kind "${key.asymmetricKeyType}"; ${expected}`);
}

function signingKey(key: KeyObject): SigningKey {
  const { x } = createPublicKey(key).export({ format: "jwk" });
  const publicKey = Uint8Array.fromBase64(x!, { alphabet: "base64url" }).toBase64();
  return {
    publicKey,
    fingerprint: fingerprintOf(publicKey)!,
    sign: (bytes) => sign(null, bytes, key).toString("base64"),
  };
}
