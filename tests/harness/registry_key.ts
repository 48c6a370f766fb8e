import { sha256 } from "../../host/packages/sha256.ts";

/** A key that signs an index or a package. */
export interface RegistryKey {
  /** Raw Ed25519 key in base64. */
  publicKey: string;
  /** SHA-256 of the raw key, first 16 bytes in hex. */
  fingerprint: string;
  /** Signature in base64. */
  sign(bytes: Uint8Array<ArrayBuffer>): Promise<string>;
}

export async function registryKey(): Promise<RegistryKey> {
  const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]) as CryptoKeyPair;
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  return {
    publicKey: raw.toBase64(),
    fingerprint: sha256(raw).slice(0, 32),
    sign: async (bytes) => new Uint8Array(await crypto.subtle.sign("Ed25519", pair.privateKey, bytes)).toBase64(),
  };
}
