import { sha256 } from "./sha256.ts";
import { CHECKOUT } from "./resolution.ts";
import type { SourceFault } from "./ports.ts";

/** Raised when what a bundle holds besides its inputs changes: wrapper, check, options. */
const FORMAT = "1";

/** What is remembered of one source's last bundle. */
export interface IndexEntry {
  hash: string;
  /** SHA-256 of the bundle file itself. */
  bundleHash: string;
  /** Path → SHA-256 of every local file that went in; "" for one that was not there. */
  inputs: [path: string, hash: string][];
  warnings: SourceFault[];
}

/**
 * Keeps bundles by content: `<folder>/bundles/<hash>.js`, read-only, and for each source an index entry that tells
 * from which files its last bundle was made. A hit costs reading and hashing those files, no process.
 */
export class BundleCache {
  /** Files of the SDK do not change while the host runs; each is hashed once. */
  readonly #sdkHashes = new Map<string, string>();

  constructor(readonly folder: string) {
    Deno.mkdirSync(`${folder}/bundles`, { recursive: true });
    Deno.mkdirSync(`${folder}/index`, { recursive: true });
  }

  bundlePath(hash: string): string {
    return `${this.folder}/bundles/${hash}.js`;
  }

  /** The remembered entry, if every input and the bundle itself are still the same. */
  find(source: string): IndexEntry | undefined {
    let entry: IndexEntry;
    try {
      entry = JSON.parse(Deno.readTextFileSync(this.#indexPath(source)));
    } catch {
      return undefined;
    }
    if (!entry.inputs.every(([path, hash]) => this.hashFile(path) === hash)) return undefined;
    if (this.#key(source, entry.inputs) !== entry.hash) return undefined;
    if (this.hashFile(this.bundlePath(entry.hash)) !== entry.bundleHash) return undefined;
    return entry;
  }

  /** Hashes the inputs as they are now. */
  hashInputs(paths: string[]): [path: string, hash: string][] {
    return [...new Set(paths)].sort().map((path) => [path, this.hashFile(path)]);
  }

  /** Stores a bundle and remembers it for its source. */
  store(source: string, code: Uint8Array, inputs: [string, string][], warnings: SourceFault[]): IndexEntry {
    const hash = this.#key(source, inputs);
    const target = this.bundlePath(hash);
    const temporary = `${target}.${crypto.randomUUID()}`;
    Deno.writeFileSync(temporary, code, { mode: 0o444 });
    Deno.renameSync(temporary, target);
    const entry: IndexEntry = { hash, bundleHash: sha256(code), inputs, warnings };
    const index = this.#indexPath(source);
    Deno.writeTextFileSync(`${index}.new`, JSON.stringify(entry));
    Deno.renameSync(`${index}.new`, index);
    return entry;
  }

  /** SHA-256 of a file in hex, "" when it cannot be read. */
  hashFile(path: string): string {
    const ofSdk = path.startsWith(SDK_FOLDER);
    const known = ofSdk ? this.#sdkHashes.get(path) : undefined;
    if (known !== undefined) return known;
    let hash = "";
    try {
      hash = sha256(Deno.readFileSync(path));
    } catch {
      // Missing counts as a content of its own.
    }
    if (ofSdk) this.#sdkHashes.set(path, hash);
    return hash;
  }

  #key(source: string, inputs: [string, string][]): string {
    return sha256(new TextEncoder().encode(JSON.stringify([FORMAT, Deno.version.deno, source, inputs])));
  }

  #indexPath(source: string): string {
    return `${this.folder}/index/${sha256(new TextEncoder().encode(source)).slice(0, 32)}.json`;
  }
}

const SDK_FOLDER = decodeURIComponent(new URL("host/sdk/", CHECKOUT).pathname);
