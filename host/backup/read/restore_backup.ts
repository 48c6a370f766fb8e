import { statfsSync } from "node:fs";
import { dirname } from "node:path";
import { BackupError } from "../backup_error.ts";
import type { Head, Manifest } from "../format.ts";
import { syncFolder } from "../sync_folder.ts";
import { type ArchiveSink, readArchive, type ReadOptions } from "./read_archive.ts";

export interface RestoreOptions extends ReadOptions {
  archive: string;
  /** The new data folder: not there yet, or empty. */
  target: string;
  /** Version of this host. */
  host: string;
  /** What begins with one of these is compared, and not written. */
  leaveOut?: string[];
}

/** What has to stay free on the disk. */
const RESERVE_BYTES = 64 * 1024 ** 2;

/**
 * Puts a data folder back. Everything is written beside the target and compared first; the target appears whole or not
 * at all. Rejects with {@linkcode BackupError}.
 */
export async function restoreBackup(
  { archive, target, host, leaveOut = [], ...options }: RestoreOptions,
): Promise<Manifest> {
  checkEmpty(target);
  const stage = `${target}.restoring-${crypto.randomUUID().slice(0, 8)}`;
  try {
    Deno.mkdirSync(dirname(target), { recursive: true });
    Deno.mkdirSync(stage, { mode: 0o700 });
  } catch (error) {
    throw new BackupError("unreadable", `Nothing can be written beside "${target}": ${(error as Error).message}`);
  }
  try {
    const sink = new FolderSink(stage, host, leaveOut);
    const { manifest, damaged } = await readArchive(archive, sink, options).finally(() => sink.end());
    if (damaged.length > 0) {
      const [first] = damaged;
      throw new BackupError(
        "damaged",
        `The backup is damaged, nothing was restored: "${first!.path}": ${first!.problem}` +
          (damaged.length > 1 ? ` (and ${damaged.length - 1} more)` : ""),
      );
    }
    for (const folder of sink.folders) syncFolder(folder);
    // Takes the place of an empty folder, and of nothing else.
    checkEmpty(target);
    Deno.renameSync(stage, target);
    syncFolder(dirname(target));
    return manifest;
  } finally {
    await Deno.remove(stage, { recursive: true }).catch(() => {});
  }
}

/** Can what this host version reads be what that one wrote? Throws {@linkcode BackupError}. */
export function checkVersion({ host: made }: Head, host: string): void {
  const parts = (text: string) => text.split(/[.+-]/).slice(0, 3).map((part) => Number(part) || 0);
  const [theirs, ours] = [parts(made), parts(host)];
  for (let at = 0; at < 3; at++) {
    const difference = (theirs[at] ?? 0) - (ours[at] ?? 0);
    if (difference < 0) return;
    if (difference > 0) {
      throw new BackupError(
        "incompatible",
        `The backup was made by version ${made}, this is ${host}, which is older: restore it with ${made} or newer`,
      );
    }
  }
}

function checkEmpty(target: string): void {
  let found: Deno.FileInfo;
  try {
    found = Deno.lstatSync(target);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw new BackupError("unreadable", `"${target}" cannot be looked at: ${(error as Error).message}`);
  }
  if (found.isDirectory && Deno.readDirSync(target)[Symbol.iterator]().next().done) return;
  throw new BackupError(
    "target_in_use",
    `"${target}" is there and not empty: a backup is restored into a new or an empty folder; move this one away, or choose another`,
  );
}

class FolderSink implements ArchiveSink {
  readonly folders: Set<string>;
  #file: Deno.FsFile | undefined;
  #mode = 0o600;
  #path = "";

  constructor(readonly stage: string, readonly host: string, readonly leaveOut: string[]) {
    this.folders = new Set([stage]);
  }

  head(head: Head): void {
    checkVersion(head, this.host);
  }

  open(path: string, { sizeBytes, mode }: { sizeBytes: number; mode: number }): void {
    if (this.leaveOut.some((beginning) => path.startsWith(beginning))) return;
    const { bavail, bsize } = statfsSync(this.stage);
    if (Number(bavail) * Number(bsize) < sizeBytes + RESERVE_BYTES) {
      throw new BackupError(
        "no_space",
        `There is no room for "${path}" of ${sizeBytes} bytes: free some, or choose another folder`,
      );
    }
    this.#path = `${this.stage}/${path}`;
    const folder = dirname(this.#path);
    try {
      if (!this.folders.has(folder)) {
        Deno.mkdirSync(folder, { recursive: true, mode: 0o700 });
        for (let up = folder; up.length > this.stage.length; up = dirname(up)) this.folders.add(up);
      }
      // No path comes twice, and nothing but this sink writes here: there is no link to follow.
      this.#file = Deno.openSync(this.#path, { write: true, createNew: true, mode: 0o600 });
    } catch (error) {
      throw new BackupError("unreadable", `"${path}" of the backup cannot be written: ${(error as Error).message}`);
    }
    // Never more than the owner could give himself.
    this.#mode = mode | 0o400;
  }

  write(bytes: Uint8Array): void {
    if (!this.#file) return;
    for (let rest = bytes; rest.length > 0;) rest = rest.subarray(this.#file.writeSync(rest));
  }

  close(): void {
    if (!this.#file) return;
    this.#file.syncSync();
    this.end();
    if (Deno.build.os !== "windows") Deno.chmodSync(this.#path, this.#mode);
  }

  end(): void {
    this.#file?.close();
    this.#file = undefined;
  }
}
