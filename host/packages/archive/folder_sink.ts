import { createHash, type Hash } from "node:crypto";
import type { FileSink } from "./tar_reader.ts";

/** One file that was written. */
export interface WrittenFile {
  path: string;
  sizeBytes: number;
  /** In hex. */
  sha256: string;
}

/** Files that this machine may read and nobody may change. */
const READ_ONLY = 0o444;

/** Writes files below a folder, read-only, and hashes them on the way. */
export class FolderSink implements FileSink, Disposable {
  readonly files: WrittenFile[] = [];
  readonly #made = new Set<string>();
  #current?: { path: string; sizeBytes: number; file: Deno.FsFile; hash: Hash };

  /** `folder` is there and empty. */
  constructor(readonly folder: string) {}

  open(path: string, sizeBytes: number): void {
    const parent = path.slice(0, Math.max(0, path.lastIndexOf("/")));
    if (parent !== "" && !this.#made.has(parent)) {
      Deno.mkdirSync(`${this.folder}/${parent}`, { recursive: true, mode: 0o755 });
      this.#made.add(parent);
    }
    const file = Deno.openSync(`${this.folder}/${path}`, { write: true, createNew: true, mode: READ_ONLY });
    this.#current = { path, sizeBytes, file, hash: createHash("sha256") };
  }

  write(bytes: Uint8Array): void {
    const { file, hash } = this.#current!;
    hash.update(bytes);
    for (let rest = bytes; rest.length > 0;) rest = rest.subarray(file.writeSync(rest));
  }

  close(): void {
    const { path, sizeBytes, file, hash } = this.#current!;
    this.#current = undefined;
    file.close();
    this.files.push({ path, sizeBytes, sha256: hash.digest("hex") });
  }

  /** Closes what a refusal left open. */
  [Symbol.dispose](): void {
    this.#current?.file.close();
  }
}
