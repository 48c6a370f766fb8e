import type { S3mini } from "s3mini";
import type { S3Settings } from "../../config/mod.ts";
import { BackupError } from "../backup_error.ts";
import { BACKUP_NAME } from "../names.ts";
import { answerOf, explain } from "./explain.ts";

/** Bytes of one part; larger where there would be too many. */
const PART_BYTES = 8 * 1024 ** 2;
/** The protocol allows 10,000. */
const MAX_PARTS = 9_000;
/** Pauses between tries of one request. */
const PAUSES_MS = [500, 2_000, 5_000, 15_000];
/** For one request; a part over a slow line takes a while. */
const REQUEST_MS = 10 * 60_000;
const LIST_MS = 20_000;
/** Names that are looked at. */
const MAX_LISTED = 5_000;

export interface S3StoreOptions {
  settings: S3Settings;
  /** The access key, looked up at each use; undefined when it is not set. */
  secret(): string | undefined;
  /** Given up when the host stops. */
  signal?: AbortSignal;
  /** Milliseconds between tries; default a few, growing. */
  pausesMs?: readonly number[];
}

export type Progress = (done: number, total: number) => void;

/**
 * Backups in an S3-compatible store. Files go and come in parts, of which one is held at a time; each request is tried
 * again when that can help. What is not complete has no name there. Everything rejects with {@linkcode BackupError}.
 */
export class S3Store {
  readonly #options: S3StoreOptions;

  constructor(options: S3StoreOptions) {
    this.#options = options;
  }

  /** Where it is, for people. */
  get place(): string {
    const { endpoint, bucket, prefix } = this.#options.settings;
    return `${endpoint}/${bucket}/${prefix}`;
  }

  /** All backups there, in no order. */
  async list(): Promise<{ name: string; sizeBytes: number }[]> {
    const { prefix } = this.#options.settings;
    return await this.#worded("list", async () => {
      const client = await this.#client(LIST_MS);
      const found: { name: string; sizeBytes: number }[] = [];
      let cursor: string | undefined;
      do {
        const page = await this.#again(() => client.listObjectsPaged("/", prefix, 1_000, cursor));
        if (!page) throw Object.assign(new Error("404"), { status: 404, serviceCode: "NoSuchBucket" });
        for (const { Key, Size } of page.objects ?? []) {
          const name = Key.slice(prefix.length);
          if (Key.startsWith(prefix) && BACKUP_NAME.test(name)) found.push({ name, sizeBytes: Size });
        }
        cursor = page.nextContinuationToken;
      } while (cursor !== undefined && found.length < MAX_LISTED);
      return found;
    });
  }

  /** Sends a file under its name. It is there when this resolves, with as many bytes. */
  async upload(path: string, name: string, progress: Progress = () => {}): Promise<void> {
    await this.#worded("upload", async () => {
      const client = await this.#client(REQUEST_MS);
      const key = this.#key(name);
      using file = await Deno.open(path);
      const total = (await file.stat()).size;
      const partBytes = Math.max(PART_BYTES, Math.ceil(total / MAX_PARTS));
      progress(0, total);
      if (total <= partBytes) {
        const bytes = await read(file, total);
        await this.#again(() => client.putObject(key, bytes));
      } else {
        await this.#parts(client, { key, file, total, partBytes, progress });
      }
      const stored = await this.#again(() => client.getContentLength(key));
      if (stored !== total) {
        throw new BackupError(
          "store",
          `${this.place}${name} has ${stored} bytes there, and ${total} here: upload it again`,
        );
      }
      progress(total, total);
    });
  }

  async #parts(
    client: S3mini,
    { key, file, total, partBytes, progress }: {
      key: string;
      file: Deno.FsFile;
      total: number;
      partBytes: number;
      progress: Progress;
    },
  ): Promise<void> {
    const id = await this.#again(() => client.getMultipartUploadId(key, "application/octet-stream"));
    try {
      const parts: { partNumber: number; etag: string }[] = [];
      for (let done = 0; done < total;) {
        const bytes = await read(file, Math.min(partBytes, total - done));
        parts.push(await this.#again(() => client.uploadPart(key, id, bytes, parts.length + 1)));
        done += bytes.length;
        progress(done, total);
      }
      await this.#again(() => client.completeMultipartUpload(key, id, parts));
    } catch (error) {
      // Parts of what never became whole cost money.
      await this.#aborting(key, id);
      throw error;
    }
  }

  async #aborting(key: string, id: string): Promise<void> {
    try {
      await (await this.#client(LIST_MS, AbortSignal.timeout(LIST_MS))).abortMultipartUpload(key, id);
    } catch {
      // The store's own rule for incomplete uploads has to do it.
    }
  }

  /** Brings a backup into a new file, going on where a broken transfer ended. What fails leaves no file. */
  async download(name: string, path: string, progress: Progress = () => {}): Promise<void> {
    await this.#worded("download", async () => {
      const client = await this.#client(REQUEST_MS);
      const key = this.#key(name);
      const total = await this.#again(() => client.getContentLength(key));
      const file = await Deno.open(path, { write: true, createNew: true, mode: 0o600 });
      try {
        for (let at = 0; at < total;) {
          const end = Math.min(at + PART_BYTES, total);
          const bytes = await this.#again(async () => {
            const response = await client.getObjectRaw(key, false, at, end);
            const bytes = await response.bytes();
            if (bytes.length !== end - at) throw new Error(`${bytes.length} of ${end - at} bytes came`);
            return bytes;
          });
          for (let rest = bytes; rest.length > 0;) rest = rest.subarray(await file.write(rest));
          at = end;
          progress(at, total);
        }
        await file.sync();
      } catch (error) {
        await Deno.remove(path).catch(() => {});
        throw error;
      } finally {
        file.close();
      }
    }, name);
  }

  async remove(name: string): Promise<void> {
    const key = this.#key(name);
    await this.#worded("delete", () => this.#again(async () => (await this.#client(LIST_MS)).deleteObject(key)));
  }

  #key(name: string): string {
    if (!BACKUP_NAME.test(name)) throw new BackupError("not_found", `"${name}" is not the name of a backup`);
    return this.#options.settings.prefix + name;
  }

  async #client(requestMs: number, signal = this.#options.signal): Promise<S3mini> {
    const { settings, secret } = this.#options;
    const secretAccessKey = secret();
    if (!secretAccessKey) {
      throw new BackupError(
        "store",
        `The access key of ${this.place} is not set: bulkhead secret set ${settings.secret} (or the variable BULKHEAD_SECRET_${settings.secret})`,
      );
    }
    // Hosts without a store do not load it.
    const { S3mini } = await import("s3mini");
    return new S3mini({
      accessKeyId: settings.keyId,
      secretAccessKey,
      endpoint: `${settings.endpoint}/${settings.bucket}`,
      region: settings.region,
      fetch: async (input, init) => {
        const limit = AbortSignal.timeout(requestMs);
        const response = await fetch(input, { ...init, signal: signal ? AbortSignal.any([limit, signal]) : limit });
        if (init?.method === "GET") return response;
        // The library reads no body that it does not need, and a connection is free again only when it was read.
        const body = await response.bytes();
        const { status, headers } = response;
        return new Response(status === 204 || body.length === 0 ? null : body, { status, headers });
      },
    });
  }

  /** Tries what may go well the next time: no connection, an answer that breaks off, a store that is busy. */
  async #again<T>(request: () => Promise<T>): Promise<T> {
    const { pausesMs = PAUSES_MS, signal } = this.#options;
    for (let attempt = 0;; attempt++) {
      try {
        return await request();
      } catch (error) {
        const pauseMs = pausesMs[attempt];
        if (pauseMs === undefined || signal?.aborted || !mayPass(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
  }

  async #worded<T>(what: string, work: () => Promise<T>, name?: string): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof BackupError) throw error;
      if (this.#options.signal?.aborted) {
        throw new BackupError("busy", "The host is stopping: the transfer was given up");
      }
      throw explain(error, { what, settings: this.#options.settings, place: this.place, name });
    }
  }
}

function mayPass(error: unknown): boolean {
  const status = answerOf(error)?.status;
  if (status !== undefined) return status >= 500 || status === 429 || status === 408;
  // A fault of the disk is not one of the line.
  return !(error instanceof Deno.errors.NotFound || error instanceof BackupError);
}

async function read(file: Deno.FsFile, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length;) {
    const count = await file.read(bytes.subarray(at));
    if (count === null) throw new BackupError("unreadable", "The backup became shorter while it was sent");
    at += count;
  }
  return bytes;
}
