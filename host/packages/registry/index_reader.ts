import { PackageError, type RegistryIndex } from "../ports.ts";
import { sha256 } from "../sha256.ts";
import { MAX_INDEX_BYTES, parseIndex } from "./index_file.ts";
import { checkIndexSignature, MAX_SIGNATURE_BYTES } from "./index_signature.ts";
import type { Web } from "./web.ts";
import type { Pace } from "./web_pace.ts";

/** An index as it was read and verified just now. */
export interface ReadIndex {
  /** Of the registry, with a slash at the end. */
  url: string;
  bytes: Uint8Array;
  /** Of the bytes, in hex. */
  sha256: string;
  index: RegistryIndex;
  publicKey: string;
  fingerprint: string;
  /** The server is in a private network. */
  private: boolean;
}

export interface ReadOptions {
  privateOrigin?: string;
  signal?: AbortSignal;
  pace?: Pace;
  /** What is at hand already: the same bytes are not taken apart again. */
  kept?: { sha256: string; index: RegistryIndex };
}

/** An index is small and an admin waits for it. */
export const INDEX_PACE: Pace = { headMs: 8_000, windowMs: 4_000, windowBytes: 4_096, totalMs: 20_000 };

/**
 * Reads index.json and its signature and verifies one against the other; what is pinned is not looked at here. A
 * registry that is being published just now may show the new file of one and the old of the other, so a signature that
 * does not fit is read once more. Throws {@linkcode PackageError}.
 */
export async function readIndex(web: Web, url: URL, options: ReadOptions): Promise<ReadIndex> {
  try {
    return await readOnce(web, url, options);
  } catch (error) {
    if (!(error instanceof PackageError) || error.fault !== "index_signature_invalid") throw error;
    return await readOnce(web, url, options);
  }
}

async function readOnce(web: Web, url: URL, options: ReadOptions): Promise<ReadIndex> {
  const { pace = INDEX_PACE, kept } = options;
  // When one of the two fails, the other is not waited for.
  const other = new AbortController();
  const signal = AbortSignal.any([other.signal, ...(options.signal ? [options.signal] : [])]);
  const get = (name: string, maxBytes: number) => web.bytes(new URL(name, url), { ...options, pace, signal, maxBytes });
  try {
    const [file, signatureFile] = await Promise.all([
      get("index.json", MAX_INDEX_BYTES),
      get("index.sig.json", MAX_SIGNATURE_BYTES),
    ]);
    const bytes = file.body as Uint8Array<ArrayBuffer>;
    const key = checkIndexSignature(signatureFile.body, bytes, url.href);
    const hash = sha256(bytes);
    return {
      url: url.href,
      bytes,
      sha256: hash,
      index: kept?.sha256 === hash ? kept.index : parseIndex(bytes, url.href),
      ...key,
      private: file.private,
    };
  } finally {
    other.abort();
  }
}
