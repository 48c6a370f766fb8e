import { createHash } from "node:crypto";
import { type Pace, PackageError, Web } from "../../packages/mod.ts";
import type { Clock } from "../../observe/ports.ts";
import { UpgradeError } from "../ports.ts";
import { INDEX_FILE, MAX_INDEX_BYTES, type ReleaseEntry } from "./release_index.ts";

/** Where releases come from: a folder that any web server may serve, or that lies on this machine. */
export interface ReleaseSource {
  /** As it may be shown. */
  readonly name: string;
  index(signal?: AbortSignal): Promise<Uint8Array>;
  /** Brings a tarball into a new file and compares it with what the index says. What fails leaves no file. */
  download(entry: ReleaseEntry, options: DownloadOptions): Promise<void>;
}

export interface DownloadOptions {
  file: string;
  signal?: AbortSignal;
  progress?(done: number, total: number): void;
}

/** An index is small and an owner waits for it. */
const INDEX_PACE: Pace = { headMs: 8_000, windowMs: 4_000, windowBytes: 4_096, totalMs: 20_000 };
/** Nobody waits in a call for a tarball. */
const RELEASE_PACE: Pace = { headMs: 15_000, windowMs: 10_000, windowBytes: 16_384, totalMs: 30 * 60_000 };

/** `source` is an absolute path or a URL. Throws {@linkcode UpgradeError}. */
export function releaseSource(source: string, options: { clock: Clock; agent: string; pace?: Pace }): ReleaseSource {
  if (source.startsWith("/")) return new FolderSource(source.replace(/(?<!\/)\/+$/, ""));
  const url = URL.parse(source.endsWith("/") ? source : `${source}/`);
  if (url && /^https?:$/.test(url.protocol)) return new WebSource(url, options);
  throw new UpgradeError("source_invalid", `"${source}" is no source of releases: expected a folder or a URL`);
}

class FolderSource implements ReleaseSource {
  constructor(readonly name: string) {}

  async index(): Promise<Uint8Array> {
    const path = `${this.name}/${INDEX_FILE}`;
    return await this.#reading(path, async (file, size) => {
      if (size > MAX_INDEX_BYTES) throw tooLarge(path, size, MAX_INDEX_BYTES);
      const bytes = new Uint8Array(size);
      for (let at = 0; at < size;) at += await file.read(bytes.subarray(at)) ?? raise(path);
      return bytes;
    });
  }

  async download(entry: ReleaseEntry, options: DownloadOptions): Promise<void> {
    const path = `${this.name}/${entry.file}`;
    await this.#reading(path, async (file, size) => {
      if (size !== entry.size) throw wrongSize(path, size, entry.size);
      await intoNewFile(entry, path, options, async (take) => {
        const buffer = new Uint8Array(256 * 1024);
        for (let count = await file.read(buffer); count !== null; count = await file.read(buffer)) {
          options.signal?.throwIfAborted();
          await take(buffer.subarray(0, count));
        }
      });
    });
  }

  async #reading<T>(path: string, work: (file: Deno.FsFile, size: number) => Promise<T>): Promise<T> {
    using file = await Deno.open(path).catch((cause) => {
      throw new UpgradeError("fetch_failed", `"${path}" cannot be read: ${(cause as Error).message}`, undefined, {
        cause,
      });
    });
    // Of the open file, not of the path: that may name something else by now.
    const { isFile, size } = await file.stat();
    if (!isFile) throw new UpgradeError("fetch_failed", `"${path}" is not a regular file`);
    return await work(file, size);
  }
}

class WebSource implements ReleaseSource {
  readonly name: string;
  readonly #web: Web;
  readonly #pace: Pace | undefined;

  constructor(readonly url: URL, options: { clock: Clock; agent: string; pace?: Pace }) {
    this.name = `${url.origin}${url.pathname}`.replace(/\/$/, "");
    this.#web = new Web({ clock: options.clock, agent: options.agent });
    this.#pace = options.pace;
  }

  async index(signal?: AbortSignal): Promise<Uint8Array> {
    return await told(async () => {
      const url = new URL(INDEX_FILE, this.url);
      return (await this.#web.bytes(url, { maxBytes: MAX_INDEX_BYTES, ...this.#options(INDEX_PACE, signal) })).body;
    });
  }

  async download(entry: ReleaseEntry, options: DownloadOptions): Promise<void> {
    const url = new URL(entry.file, this.url);
    await told(() =>
      intoNewFile(entry, `${this.name}/${entry.file}`, options, async (take) => {
        await this.#web.stream(url, { maxBytes: entry.size, ...this.#options(RELEASE_PACE, options.signal) }, take);
      })
    );
  }

  /** The source is what an operator wrote down: it may be in their own network. */
  #options(pace: Pace, signal: AbortSignal | undefined) {
    return { pace: this.#pace ?? pace, privateOrigin: this.url.origin, ...(signal ? { signal } : {}) };
  }
}

async function intoNewFile(
  entry: ReleaseEntry,
  from: string,
  { file: path, progress }: DownloadOptions,
  fill: (take: (chunk: Uint8Array) => Promise<void>) => Promise<void>,
): Promise<void> {
  const file = await Deno.open(path, { write: true, createNew: true, mode: 0o600 });
  const hash = createHash("sha256");
  let received = 0;
  try {
    await fill(async (chunk) => {
      received += chunk.byteLength;
      if (received > entry.size) throw wrongSize(from, received, entry.size);
      hash.update(chunk);
      for (let rest = chunk; rest.byteLength > 0;) rest = rest.subarray(await file.write(rest));
      progress?.(received, entry.size);
    });
    if (received !== entry.size) throw wrongSize(from, received, entry.size);
    const found = hash.digest("hex");
    if (found !== entry.sha256) {
      throw new UpgradeError(
        "hash_mismatch",
        `"${from}" has the SHA-256 ${found}, the index says ${entry.sha256}`,
        "It is not the release that was signed: tell whoever publishes it",
      );
    }
    file.close();
  } catch (error) {
    file.close();
    await Deno.remove(path).catch(() => {});
    throw error;
  }
}

/** Faults of the network in words of upgrades. */
async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof PackageError)) throw error;
    throw new UpgradeError("fetch_failed", error.message, error.hint, { cause: error });
  }
}

function wrongSize(path: string, found: number, expected: number): UpgradeError {
  return new UpgradeError(
    "hash_mismatch",
    `"${path}" has ${found} bytes or more, the index says ${expected}`,
    "It is not the release that was signed: tell whoever publishes it",
  );
}

function tooLarge(path: string, found: number, limit: number): UpgradeError {
  return new UpgradeError("fetch_failed", `"${path}" has ${found} bytes, at most ${limit} are read`);
}

function raise(path: string): never {
  throw new UpgradeError("fetch_failed", `"${path}" became shorter while it was read: try again`);
}
