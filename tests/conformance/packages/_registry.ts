import { generateKeyPairSync, sign } from "node:crypto";
import { integrityOf, type RawEntry, soundFiles, tgz } from "../../../host/packages/_test/tar_bytes.ts";
import { sha256 } from "../../../host/packages/sha256.ts";
import { type StaticRegistry, staticRegistry } from "../../harness/mod.ts";

/** The id of the sound package of which every hostile one is made. */
export const ID = "polls";

/** What the index says of the next package, where it says otherwise than the package is. */
export interface Said {
  version?: string;
  sha256?: string;
  size?: number;
  package?: string;
  engine?: string;
  permissions?: Record<string, unknown>;
}

export interface Hostile extends AsyncDisposable {
  readonly registry: StaticRegistry;
  /** Source of the one plugin that it offers. */
  readonly source: string;
  /** Offers these bytes in place of all that was offered. */
  offer(archive: Uint8Array<ArrayBuffer>, said?: Said): Promise<void>;
}

/** A registry whose owner is hostile: it signs whatever it likes. */
export async function hostileRegistry(): Promise<Hostile> {
  const registry = await staticRegistry();
  let files = 0;
  return {
    registry,
    source: `${registry.url}#${ID}`,
    async offer(archive, said = {}) {
      const file = `${++files}.tgz`;
      await Deno.writeFile(`${registry.folder}/${file}`, archive);
      const entry = {
        ...{ version: "1.2.3", engine: "^1", package: file, sha256: sha256(archive), size: archive.byteLength },
        ...{ publisher: "", permissions: {}, ...said },
      };
      await registry.change((index) => {
        index.plugins = [{ id: ID, name: "Polls", versions: [entry] }];
      });
    },
    [Symbol.asyncDispose]: () => registry[Symbol.asyncDispose](),
  };
}

type Files = Record<string, string | Uint8Array | undefined>;

export interface Key {
  publicKey: string;
  sign(text: string): string;
}

export function newKey(): Key {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  return {
    publicKey: Uint8Array.fromBase64(publicKey.export({ format: "jwk" }).x!, { alphabet: "base64url" }).toBase64(),
    sign: (text) => sign(null, new TextEncoder().encode(text), privateKey).toString("base64"),
  };
}

/** Files of the sound package with some changed, signed; `claims` is the key that signature.json names. */
export function signed(key: Key, change: Files = {}, claims = key.publicKey): Uint8Array<ArrayBuffer> {
  const files = soundFiles(change);
  const integrity = integrityOf(files);
  const body = JSON.stringify({
    publisher: "acme",
    publicKey: claims,
    alg: "Ed25519",
    signature: key.sign(String(integrity.body)),
  });
  const signature: RawEntry = { path: "signature.json", body };
  return tgz(...files, integrity, signature);
}

/** The sound manifest with some fields changed. */
export function manifest(change: Record<string, unknown>): Files {
  const sound = JSON.parse(String(soundFiles()[0]!.body));
  return { "plugin.json": JSON.stringify({ ...sound, ...change }) };
}
