import { createECDH } from "node:crypto";

/** The pair of keys by which push services know this host (RFC 8292); base64url. */
export interface VapidKeys {
  publicKey: string;
  privateKey: string;
}

/** Where the private key is kept. */
export interface VapidVault {
  get(): string | undefined;
  set(privateKey: string): Promise<void>;
}

/**
 * The host's pair, made once: browsers bind what they subscribe to it, so with another one every device would have to be
 * turned on anew. Only the private half is kept; the public one follows from it.
 */
export async function vapidKeys(vault: VapidVault): Promise<VapidKeys> {
  const ecdh = createECDH("prime256v1");
  const kept = vault.get();
  if (kept !== undefined) {
    ecdh.setPrivateKey(kept, "base64url");
    return { privateKey: kept, publicKey: ecdh.getPublicKey("base64url") };
  }
  ecdh.generateKeys();
  // A key may begin with bytes of zero, which are left out here and are missed by who reads it.
  const privateKey = ecdh.getPrivateKey("hex").padStart(64, "0");
  const encoded = Uint8Array.fromHex(privateKey).toBase64({ alphabet: "base64url", omitPadding: true });
  await vault.set(encoded);
  return { privateKey: encoded, publicKey: ecdh.getPublicKey("base64url") };
}
