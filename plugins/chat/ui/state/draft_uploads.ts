import { type FilesPort, RpcFailure, Store } from "@bulkhead/ui";
import { t } from "../i18n/language.ts";
import { isRefused } from "../../domain/refused_files.ts";
import { sizeWords } from "./size_words.ts";
import type { KeptUpload, UploadStore } from "./upload_store.ts";
import type { Thumbnail } from "./wire.ts";

/** Most files of one message. */
export const MAX_FILES = 10;
/** Larger files are not copied into the browser's store: after a reload they are chosen again. */
const KEPT_BYTES = 64 * 1024 * 1024;
/** The host forgets what nobody sent after a day; a little before that it is not offered any more. */
const KEPT_MS = 23 * 3_600_000;

/** A file of the message that is being written. */
export interface Upload {
  key: string;
  name: string;
  sizeBytes: number;
  /** How much of it is on the host, from 0 to 1. */
  share: number;
  /**
   * `waiting`: goes on by itself. `missing`: the page was loaded anew and the file is to be chosen again, then it goes on from
   * where it was. `failed`: see `problem`; with `again` the same may be tried once more.
   */
  state: "sending" | "waiting" | "ready" | "failed" | "missing";
  /** Once the host has it. */
  id?: string;
  /** A small picture of it, where it is one. */
  thumbnail?: Thumbnail;
  problem?: string;
  again?: boolean;
}

export interface DraftUploadsOptions {
  files: FilesPort;
  store: UploadStore;
  /** Ends of names that are not taken. */
  refused(): readonly string[];
  /** Makes a small picture of a file; undefined for what needs none or cannot have one. Default: none. */
  thumbnailOf?(file: File): Promise<{ file: File; width: number; height: number } | undefined>;
  now?(): number;
}

interface Entry {
  kept: KeptUpload;
  shown: Upload;
  abort?: AbortController;
  release?: () => void;
}

/**
 * The files of drafts: sent to the host at once, so that the message itself is quick. They go on while one looks at other
 * channels, wait for a lost connection, and outlive a reload of the page.
 */
export class DraftUploads {
  /** By draft, in the order in which they were chosen. */
  readonly items = new Store<ReadonlyMap<string, readonly Upload[]>>(new Map());
  readonly #options: DraftUploadsOptions;
  readonly #entries = new Map<string, Entry>();
  #started = false;

  constructor(options: DraftUploadsOptions) {
    this.#options = options;
  }

  /** Takes up what an earlier page left and no other page goes on with. */
  async start(): Promise<void> {
    if (this.#started) return;
    this.#started = true;
    const { store, now = Date.now } = this.#options;
    for (const kept of await store.all().catch(() => [])) {
      const release = await store.claim(kept.key).catch(() => undefined);
      if (!release) continue;
      if (now() - kept.at > KEPT_MS) {
        release();
        void store.remove(kept.key).catch(() => {});
        continue;
      }
      const state = kept.id !== undefined ? "ready" : kept.file ? "waiting" : "missing";
      this.#put({ kept, release, shown: shown(kept, state) });
      if (state === "waiting") void this.#send(kept.key, kept.file!);
    }
  }

  /** Takes files for a draft; answers how many were one too many. */
  add(draft: string, files: readonly File[]): number {
    const room = MAX_FILES - (this.items.get().get(draft)?.length ?? 0);
    for (const file of files.slice(0, Math.max(room, 0))) void this.#take(draft, file);
    return Math.max(files.length - room, 0);
  }

  /** Takes a file out again; of one that was not whole nothing stays on the host. */
  remove(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    entry.abort?.abort();
    this.#drop(entry);
  }

  /** Tries one that failed once more. */
  retry(key: string): void {
    const file = this.#entries.get(key)?.kept.file;
    if (file) void this.#send(key, file);
  }

  /** Gives the file again whose upload an earlier page began; false when it is another one. */
  choose(key: string, file: File): boolean {
    const kept = this.#entries.get(key)?.kept;
    if (!kept || file.name !== kept.name || file.size !== kept.sizeBytes || file.lastModified !== kept.lastModified) {
      return false;
    }
    void this.#send(key, file);
    return true;
  }

  /** The draft was sent: its files are the message's. */
  clear(draft: string): void {
    for (const entry of [...this.#entries.values()]) if (entry.kept.draft === draft) this.#drop(entry);
  }

  async #take(draft: string, file: File): Promise<void> {
    const { store, now = Date.now } = this.#options;
    const { name, type, size: sizeBytes, lastModified } = file;
    const key = crypto.randomUUID();
    const kept: KeptUpload = { key, draft, name, type, sizeBytes, lastModified, at: now(), file };
    this.#put({ kept, shown: shown(kept, "sending") });
    const problem = await this.#problem(file);
    if (!this.#entries.has(key)) return;
    if (problem !== undefined) return this.#show(key, { state: "failed", problem });
    const release = await store.claim(key).catch(() => undefined);
    const entry = this.#entries.get(key);
    if (!entry) return release?.();
    entry.release = release;
    await this.#keep(kept);
    await this.#send(key, file);
  }

  /** Why a file is not taken, told before anything of it is sent. */
  async #problem({ name, size }: File): Promise<string | undefined> {
    const { files, refused } = this.#options;
    if (isRefused(name, refused())) return t("Files of this kind are not taken here");
    // Without an answer the host says it when the upload begins.
    const most = await files.maxBytes("chat").catch(() => Infinity);
    if (size <= most) return undefined;
    return t("Too large: {size}, at most {most}", { size: sizeWords(size), most: sizeWords(most) });
  }

  async #send(key: string, file: File): Promise<void> {
    const entry = this.#entries.get(key);
    if (!entry) return;
    const abort = entry.abort = new AbortController();
    entry.kept = { ...entry.kept, file };
    this.#show(key, { state: "sending", problem: undefined, again: undefined });
    const small = this.#options.thumbnailOf?.(file).catch(() => undefined);
    try {
      const { id } = await this.#options.files.upload("chat", file, {
        signal: abort.signal,
        from: entry.kept.address,
        onBegun: (address) => void this.#keep(entry.kept = { ...entry.kept, address }),
        onProgress: (share) => this.#show(key, { share }),
        onWaiting: (why) => this.#show(key, { state: why === undefined ? "sending" : "waiting" }),
      });
      // A message is not held up by a picture that cannot be made small.
      const thumbnail = await this.#sendThumbnail(await small, abort.signal).catch(() => undefined);
      if (abort.signal.aborted) return;
      const done = thumbnail ? { id, thumbnail } : { id };
      entry.kept = { ...entry.kept, ...done, file: undefined };
      await this.#keep(entry.kept);
      this.#show(key, { state: "ready", ...done, share: 1 });
    } catch (error) {
      if (abort.signal.aborted) return;
      const failure = RpcFailure.wrap(error);
      const again = failure.reason !== "too_large";
      this.#show(key, { state: "failed", problem: failure.message, again });
    }
  }

  async #sendThumbnail(
    made: { file: File; width: number; height: number } | undefined,
    signal: AbortSignal,
  ): Promise<Thumbnail | undefined> {
    if (!made) return undefined;
    const { id } = await this.#options.files.upload("chat", made.file, { signal });
    return { id, width: made.width, height: made.height };
  }

  async #keep(kept: KeptUpload): Promise<void> {
    const { store } = this.#options;
    if (!this.#entries.has(kept.key)) return;
    const { file, ...rest } = kept;
    const whole = file && file.size <= KEPT_BYTES ? kept : rest;
    // A browser without room keeps at least where it was going to.
    await store.put(whole).catch(() => store.put(rest)).catch(() => {});
  }

  #put(entry: Entry): void {
    this.#entries.set(entry.kept.key, entry);
    this.#tell();
  }

  #show(key: string, change: Partial<Upload>): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    entry.shown = { ...entry.shown, ...change };
    this.#tell();
  }

  #drop({ kept, release }: Entry): void {
    this.#entries.delete(kept.key);
    this.#tell();
    void this.#options.store.remove(kept.key).catch(() => {}).then(release);
  }

  #tell(): void {
    const items = new Map<string, Upload[]>();
    for (const { kept, shown } of this.#entries.values()) {
      items.set(kept.draft, [...items.get(kept.draft) ?? [], shown]);
    }
    this.items.set(items);
  }
}

function shown({ key, name, sizeBytes, id, thumbnail }: KeptUpload, state: Upload["state"]): Upload {
  const done = { ...(id === undefined ? {} : { id }), ...(thumbnail ? { thumbnail } : {}) };
  return { key, name, sizeBytes, state, share: id === undefined ? 0 : 1, ...done };
}
