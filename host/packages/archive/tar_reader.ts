import { PackageError } from "../ports.ts";
import { MAX_ARCHIVE_BYTES, MAX_UNPACKED_BYTES } from "./limits.ts";
import { PathLedger } from "./path_ledger.ts";
import { type PaxChange, readPaxRecords } from "./pax_records.ts";
import { BLOCK_BYTES, readHeader, type TarHeader } from "./tar_header.ts";

/** Takes what a {@linkcode TarReader} finds; each file is opened, written and closed before the next one. */
export interface FileSink {
  open(path: string, sizeBytes: number): void;
  /** The bytes are the reader's own and change after the call. */
  write(bytes: Uint8Array): void;
  close(): void;
}

/** A header with paths and times of one file needs less. */
const MAX_PAX_BYTES = 64 * 1024;

/**
 * Reads a tar file as its bytes come, every limit and rule before anything of an entry is written. Only plain files
 * and folders pass; folders are not handed on. Every method throws PackageError.
 */
export class TarReader {
  readonly #paths = new PathLedger();
  readonly #block = new Uint8Array(BLOCK_BYTES);
  /** Bytes of `#block` that are there. */
  #filled = 0;
  #readBytes = 0;
  #fileBytes = 0;
  /** Bytes of the current file, or of the current PAX header, that are still to come; then those that fill its block. */
  #body = 0;
  #padding = 0;
  #pax?: { bytes: Uint8Array; filled: number };
  #change?: PaxChange;
  /** Blocks of zeros that were seen; two end the archive, and only zeros may follow. */
  #zeroBlocks = 0;

  constructor(readonly sink: FileSink) {}

  push(chunk: Uint8Array): void {
    this.#readBytes += chunk.length;
    if (this.#readBytes > MAX_ARCHIVE_BYTES) throw tooLarge();
    for (let rest = chunk; rest.length > 0;) rest = rest.subarray(this.#take(rest));
  }

  /** Says that no more will come. */
  end(): void {
    if (this.#zeroBlocks >= 2 && this.#filled === 0) return;
    throw new PackageError("archive_invalid", "The archive ends too early: it was cut off");
  }

  /** Takes the beginning of the bytes; answers how many. */
  #take(bytes: Uint8Array): number {
    if (this.#body > 0) {
      const part = bytes.subarray(0, this.#body);
      if (this.#pax) {
        this.#pax.bytes.set(part, this.#pax.filled);
        this.#pax.filled += part.length;
      } else this.sink.write(part);
      this.#body -= part.length;
      if (this.#body === 0) this.#endOfBody();
      return part.length;
    }
    if (this.#padding > 0) {
      const taken = Math.min(this.#padding, bytes.length);
      this.#padding -= taken;
      return taken;
    }
    const part = bytes.subarray(0, BLOCK_BYTES - this.#filled);
    this.#block.set(part, this.#filled);
    this.#filled += part.length;
    if (this.#filled === BLOCK_BYTES) {
      this.#filled = 0;
      this.#header(readHeader(this.#block));
    }
    return part.length;
  }

  #header(header: TarHeader | undefined): void {
    if (header === undefined) {
      if (this.#change) throw new PackageError("archive_invalid", "The archive is damaged: a PAX header has no file");
      this.#zeroBlocks++;
      return;
    }
    if (this.#zeroBlocks > 0) {
      throw new PackageError("archive_invalid", "The archive is damaged: something follows its end");
    }
    const change = this.#change;
    this.#change = undefined;
    const sizeBytes = change?.sizeBytes ?? header.sizeBytes;
    const path = change?.path ?? header.path;
    if (header.type === "x" && change === undefined) return this.#beginPax(sizeBytes);
    if (header.type === "5") {
      if (sizeBytes !== 0) throw new PackageError("archive_invalid", "The archive is damaged: a folder has bytes");
      this.#paths.folder(path);
      return;
    }
    if (header.type !== "0" && header.type !== "\0") throw unsafe(header);
    this.#fileBytes += sizeBytes;
    if (this.#fileBytes > MAX_UNPACKED_BYTES) throw tooLarge();
    this.sink.open(this.#paths.file(path), sizeBytes);
    this.#expect(sizeBytes);
  }

  #beginPax(sizeBytes: number): void {
    if (sizeBytes > MAX_PAX_BYTES) throw tooLarge();
    this.#pax = { bytes: new Uint8Array(sizeBytes), filled: 0 };
    this.#expect(sizeBytes);
  }

  #expect(sizeBytes: number): void {
    this.#body = sizeBytes;
    this.#padding = (BLOCK_BYTES - sizeBytes % BLOCK_BYTES) % BLOCK_BYTES;
    if (sizeBytes === 0) this.#endOfBody();
  }

  #endOfBody(): void {
    if (!this.#pax) return this.sink.close();
    this.#change = readPaxRecords(this.#pax.bytes);
    this.#pax = undefined;
  }
}

/** What the letters of tar mean. */
const KINDS: Record<string, string> = {
  "1": "a hard link",
  "2": "a symbolic link",
  "3": "a character device",
  "4": "a block device",
  "6": "a pipe",
  S: "a sparse file",
  L: "a GNU long name (pack with --format=ustar)",
  K: "a GNU long link",
  g: "a global header",
};

function unsafe({ type, path }: TarHeader): PackageError {
  const name = JSON.stringify(new TextDecoder().decode(path.subarray(0, 200)));
  const kind = KINDS[type] ?? `of the unknown type ${JSON.stringify(type)}`;
  return new PackageError("entry_unsafe", `The entry ${name} is ${kind}: only plain files and folders are accepted`);
}

function tooLarge(): PackageError {
  const limit = `${MAX_UNPACKED_BYTES / 1024 / 1024} MB`;
  return new PackageError("too_large", `The package is too large: unpacked it may have ${limit}`);
}
