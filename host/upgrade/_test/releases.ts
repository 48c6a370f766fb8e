import { createKeyFile, type SigningKey } from "../../packages/mod.ts";
import type { ReleaseEntry, ReleaseIndex } from "../release/release_index.ts";
import { signIndex } from "../release/publish.ts";

export const NOW = Date.parse("2030-01-01T00:00:00Z");

/** A new key whose file is gone. */
export async function newKey(): Promise<SigningKey> {
  const folder = await Deno.makeTempDir();
  try {
    return await createKeyFile(`${folder}/key.pem`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A sound entry, changed. */
export function entry(change: Partial<ReleaseEntry> = {}): ReleaseEntry {
  return {
    version: "1.4.0",
    file: "bulkhead-1.4.0.tgz",
    sha256: "a".repeat(64),
    size: 1_000,
    from: "1.0.0",
    deno: "~2.9.6",
    notes: "",
    published: "2029-12-31T00:00:00.000Z",
    ...change,
  };
}

/** A sound index, changed. */
export function index(change: Partial<ReleaseIndex> = {}): ReleaseIndex {
  return { product: "bulkhead", revision: 3, expires: "2030-02-01T00:00:00.000Z", releases: [entry()], ...change };
}

/** Its bytes as they stand in a source. */
export function signed(value: ReleaseIndex, ...keys: SigningKey[]): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(signIndex(value, keys), null, 2));
}
