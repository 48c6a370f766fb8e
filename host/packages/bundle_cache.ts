import { sha256 } from "./sha256.ts";
import type { Bundle, SourceFault } from "./ports.ts";
import { surroundingsHash } from "./stage.ts";

/** Raised when what a bundle holds besides its inputs changes: wrapper, check, options. */
const FORMAT = "2";

/** What is remembered of one source's last bundle. */
interface IndexEntry {
  hash: string;
  /** SHA-256 of the bundle file itself. */
  bundleHash: string;
  /** Path and SHA-256 of every file of the source that went in; "" for one that was not there. */
  inputs: [path: string, hash: string][];
  warnings: SourceFault[];
  form: BundleForm;
}

/** What the bundler made of a source. */
export interface MadeBundle {
  code: Uint8Array;
  form: BundleForm;
  inputs: [path: string, hash: string][];
  warnings: SourceFault[];
  /** As in {@linkcode FindOptions}. */
  place?: string;
}

export interface FindOptions {
  /** A source has one bundle that is remembered in each place; by default there is one place. */
  place?: string;
  /** Says what an input is now, for a text that is in no file. */
  hashFile?(path: string): string;
}

/** `script`: one classic script, `<hash>.script.js`; `module`: an ES module, `<hash>.js`. */
export type BundleForm = "script" | "module";

/**
 * Keeps bundles by content: `<folder>/bundles/<hash>.js`, read-only, and for each source an index entry that tells
 * from which files its last bundle was made. A hit costs reading and hashing those files, no process.
 */
export class BundleCache {
  readonly #surroundings = surroundingsHash();

  constructor(readonly folder: string) {
    Deno.mkdirSync(`${folder}/bundles`, { recursive: true });
    Deno.mkdirSync(`${folder}/index`, { recursive: true });
  }

  /** The last bundle of a source, if every input and the bundle itself are still the same. */
  find(source: string, { place = "", hashFile = this.hashFile }: FindOptions = {}): Bundle | undefined {
    let entry: IndexEntry;
    try {
      entry = JSON.parse(Deno.readTextFileSync(this.#indexPath(source + place)));
    } catch {
      return undefined;
    }
    if (!entry.inputs.every(([path, hash]) => hashFile(path) === hash)) return undefined;
    if (this.#key(source, entry.inputs) !== entry.hash) return undefined;
    if (this.hashFile(this.#bundlePath(entry)) !== entry.bundleHash) return undefined;
    return this.#present(entry, true);
  }

  /** Stores a bundle and remembers it for its source. */
  store(source: string, made: MadeBundle): Bundle {
    const { code, form, inputs, warnings, place = "" } = made;
    const entry: IndexEntry = { hash: this.#key(source, inputs), bundleHash: sha256(code), inputs, warnings, form };
    replaceFile(this.#bundlePath(entry), code, 0o444);
    replaceFile(this.#indexPath(source + place), encoder.encode(JSON.stringify(entry)), 0o644);
    return this.#present(entry, false);
  }

  /** SHA-256 of a file in hex, "" when it cannot be read. */
  hashFile(path: string): string {
    try {
      return sha256(Deno.readFileSync(path));
    } catch {
      return "";
    }
  }

  #present(entry: IndexEntry, cached: boolean): Bundle {
    const inputs = entry.inputs.map(([path]) => path);
    return { hash: entry.hash, path: this.#bundlePath(entry), inputs, warnings: entry.warnings, cached };
  }

  #bundlePath({ hash, form }: IndexEntry): string {
    return `${this.folder}/bundles/${hash}${form === "script" ? ".script.js" : ".js"}`;
  }

  #key(source: string, inputs: IndexEntry["inputs"]): string {
    return sha256(encoder.encode(JSON.stringify([FORMAT, this.#surroundings, source, inputs])));
  }

  #indexPath(source: string): string {
    return `${this.folder}/index/${sha256(encoder.encode(source)).slice(0, 32)}.json`;
  }
}

const encoder = new TextEncoder();

/** Puts a file in place at once, whatever was there. */
function replaceFile(path: string, bytes: Uint8Array, mode: number): void {
  const temporary = `${path}.${crypto.randomUUID()}`;
  Deno.writeFileSync(temporary, bytes, { mode });
  Deno.renameSync(temporary, path);
}
