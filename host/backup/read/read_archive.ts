import { createHash } from "node:crypto";
import { ByteReader } from "../archive/byte_reader.ts";
import { decrypt, MAGIC, readEnvelope } from "../archive/cipher.ts";
import { decompress } from "../archive/compression.ts";
import { ZSTD_MAGIC } from "../archive/zstd_frame.ts";
import { BLOCK_BYTES, paddingOf, readHeader, readPax, type TarHeader } from "../archive/tar_header.ts";
import { BackupError } from "../backup_error.ts";
import {
  type Head,
  HEAD_PATH,
  type Manifest,
  MANIFEST_PATH,
  MANIFEST_SUM_PATH,
  MAX_HEAD_BYTES,
  MAX_MANIFEST_BYTES,
  MAX_PARTS,
  parseHead,
  parseManifest,
} from "../format.ts";
import { checkPath } from "../paths.ts";

/** Takes the files of an archive, one after the other. */
export interface ArchiveSink {
  /** Called once, before the first file; may throw to refuse the archive. */
  head?(head: Head): void;
  open?(path: string, options: { sizeBytes: number; mode: number }): void;
  write?(bytes: Uint8Array): void;
  close?(): void;
}

export interface ReadOptions {
  passphrase?: string;
  progress?(doneBytes: number, totalBytes: number): void;
}

/** One thing that is wrong with an archive. */
export interface Damage {
  /** The file in it. */
  path: string;
  problem: string;
}

const PIECE_BYTES = 1024 ** 2;
const MAX_PAX_BYTES = 8 * 1024;

/**
 * Reads all of an archive: every byte is compared with what the manifest at its end says. Answers the manifest, and what of
 * the files is damaged. Rejects with {@linkcode BackupError} where the rest cannot be read, and for anything that our
 * archives do not hold: links, paths out of the folder, the same path twice.
 */
export async function readArchive(
  archive: string,
  sink: ArchiveSink,
  options: ReadOptions = {},
): Promise<{ manifest: Manifest; damaged: Damage[] }> {
  await using opened = await openArchive(archive, options);
  return await new ArchiveReader(opened.reader, sink).read();
}

/** Only the head of an archive; of an encrypted one without its passphrase what it says of itself, which is not proved. */
export async function readHead(archive: string): Promise<{ head: Head; encrypted: boolean }> {
  await using opened = await openArchive(archive, {}, true);
  if (opened.head) return { head: opened.head, encrypted: true };
  return { head: await new ArchiveReader(opened.reader, {}).head(), encrypted: false };
}

interface OpenArchive extends AsyncDisposable {
  reader: ByteReader;
  /** Of an encrypted archive that is not to be decrypted. */
  head?: Head;
}

async function openArchive(
  archive: string,
  { passphrase, progress }: ReadOptions,
  onlyHead = false,
): Promise<OpenArchive> {
  let file: Deno.FsFile;
  try {
    file = Deno.openSync(archive);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw new BackupError("not_found", `There is no backup "${archive}"`);
    throw new BackupError("unreadable", `The backup "${archive}" cannot be read: ${(error as Error).message}`);
  }
  const raw = new ByteReader(bytesOf(file, onlyHead ? 64 * 1024 : PIECE_BYTES, progress));
  const readers = [raw];
  const end = async () => {
    for (const reader of readers.toReversed()) await reader.close().catch(() => {});
    file.close();
  };
  try {
    const beginning = await raw.upTo(MAGIC.length);
    if (new TextDecoder().decode(beginning) !== MAGIC) {
      const rest = chain(beginning, raw);
      return { reader: add(readers, decompressed(rest, beginning)), [Symbol.asyncDispose]: end };
    }
    const envelope = await readEnvelope(raw);
    const head = parseHead(JSON.stringify(envelope.head));
    if (onlyHead) return { reader: raw, head, [Symbol.asyncDispose]: end };
    if (passphrase === undefined) {
      throw new BackupError("passphrase_needed", `The backup "${archive}" is encrypted: its passphrase is needed`);
    }
    const plain = decompress(decrypt(raw, envelope, passphrase), head.compression);
    return { reader: add(readers, plain), [Symbol.asyncDispose]: end };
  } catch (error) {
    await end();
    throw error;
  }
}

function decompressed(source: AsyncIterable<Uint8Array>, beginning: Uint8Array): AsyncIterable<Uint8Array> {
  return decompress(source, ZSTD_MAGIC.every((byte, at) => beginning[at] === byte) ? "zstd" : "none");
}

function add(readers: ByteReader[], source: AsyncIterable<Uint8Array>): ByteReader {
  const reader = new ByteReader(source);
  readers.push(reader);
  return reader;
}

async function* chain(first: Uint8Array, rest: ByteReader): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first;
  for (let part = await rest.some(PIECE_BYTES); part; part = await rest.some(PIECE_BYTES)) yield part;
}

async function* bytesOf(
  file: Deno.FsFile,
  size: number,
  progress: ReadOptions["progress"],
): AsyncGenerator<Uint8Array> {
  const total = file.statSync().size;
  for (let done = 0;;) {
    const piece = new Uint8Array(size);
    const count = await file.read(piece);
    if (count === null) return;
    done += count;
    progress?.(done, total);
    yield piece.subarray(0, count);
  }
}

class ArchiveReader {
  readonly #sums = new Map<string, { sizeBytes: number; sha256: string }>();
  #at = HEAD_PATH;

  constructor(readonly reader: ByteReader, readonly sink: ArchiveSink) {}

  async head(): Promise<Head> {
    const header = await this.#next();
    if (header?.path !== HEAD_PATH) {
      throw new BackupError("damaged", "The file is no backup of Bulkhead, or its beginning is damaged");
    }
    return parseHead(await this.#text(header, MAX_HEAD_BYTES));
  }

  async read(): Promise<{ manifest: Manifest; damaged: Damage[] }> {
    try {
      const head = await this.head();
      this.sink.head?.(head);
      for (let header = await this.#next(); header; header = await this.#next()) {
        if (header.path === MANIFEST_PATH) return await this.#finish(header, head);
        await this.#file(header);
      }
      throw new BackupError("damaged", "The backup is damaged: its manifest is missing");
    } catch (error) {
      if (!(error instanceof BackupError) || error.fault !== "damaged") throw error;
      const where =
        `${error.message}; it happened in or after "${this.#at}", ${this.reader.offset} bytes into the archive`;
      throw new BackupError("damaged", where, { cause: error });
    }
  }

  async #next(): Promise<TarHeader | undefined> {
    const header = readHeader(await this.reader.exactly(BLOCK_BYTES));
    if (header?.type !== "x") return header && this.#plain(header);
    if (header.sizeBytes > MAX_PAX_BYTES) {
      throw new BackupError("damaged", "The backup is damaged: a PAX header is too large");
    }
    const change = readPax(await this.reader.exactly(header.sizeBytes));
    await this.#padding(header.sizeBytes);
    const next = readHeader(await this.reader.exactly(BLOCK_BYTES));
    if (!next) throw new BackupError("damaged", "The backup is damaged: a PAX header has no file");
    return this.#plain({ ...next, ...change });
  }

  #plain(header: TarHeader): TarHeader {
    if (header.type === "0") return header;
    const path = JSON.stringify(header.path.slice(0, 200));
    throw new BackupError("unsafe", `The backup was not made by Bulkhead: ${path} in it is no plain file`);
  }

  async #file(header: TarHeader): Promise<void> {
    const { path, sizeBytes, mode } = header;
    checkPath(path);
    this.#at = path;
    if (this.#sums.has(path)) {
      throw new BackupError("unsafe", `The backup was not made by Bulkhead: "${path}" is in it twice`);
    }
    if (this.#sums.size >= MAX_PARTS) throw new BackupError("unsafe", `The backup holds more than ${MAX_PARTS} files`);
    const hash = createHash("sha256");
    this.sink.open?.(path, { sizeBytes, mode: mode & 0o777 });
    for (let left = sizeBytes; left > 0;) {
      const piece = await this.reader.some(Math.min(left, PIECE_BYTES));
      if (!piece) throw new BackupError("damaged", "The backup is damaged: it was cut off");
      hash.update(piece);
      this.sink.write?.(piece);
      left -= piece.length;
    }
    await this.#padding(sizeBytes);
    this.sink.close?.();
    this.#sums.set(path, { sizeBytes, sha256: hash.digest("hex") });
  }

  async #finish(header: TarHeader, head: Head): Promise<{ manifest: Manifest; damaged: Damage[] }> {
    this.#at = MANIFEST_PATH;
    const text = await this.#text(header, MAX_MANIFEST_BYTES);
    const sumHeader = await this.#next();
    if (sumHeader?.path !== MANIFEST_SUM_PATH) {
      throw new BackupError("damaged", "The backup is damaged: the sum of its manifest is missing");
    }
    const sum = await this.#text(sumHeader, 200);
    if (sum.trim() !== createHash("sha256").update(text).digest("hex")) {
      throw new BackupError("damaged", "The backup is damaged: its manifest is not what was written");
    }
    const end = await this.reader.exactly(2 * BLOCK_BYTES);
    if (end.some((byte) => byte !== 0) || await this.reader.some(1)) {
      throw new BackupError("damaged", "The backup is damaged: its end is not what was written");
    }
    const manifest = parseManifest(text);
    if (JSON.stringify(manifest.head) !== JSON.stringify(head)) {
      throw new BackupError("damaged", `The backup is damaged: its "${HEAD_PATH}" is not what was written`);
    }
    return { manifest, damaged: this.#compare(manifest) };
  }

  #compare({ parts }: Manifest): Damage[] {
    const damaged: Damage[] = [];
    const expected = new Set<string>();
    for (const { path, sizeBytes, sha256 } of parts) {
      expected.add(path);
      const found = this.#sums.get(path);
      if (!found) damaged.push({ path, problem: "it is missing" });
      else if (found.sizeBytes !== sizeBytes) {
        damaged.push({ path, problem: `it has ${found.sizeBytes} bytes instead of ${sizeBytes}` });
      } else if (found.sha256 !== sha256) damaged.push({ path, problem: "its bytes are not those that were written" });
    }
    for (const path of this.#sums.keys()) {
      if (!expected.has(path)) damaged.push({ path, problem: "it was not a part of it" });
    }
    return damaged;
  }

  async #text({ path, sizeBytes }: TarHeader, max: number): Promise<string> {
    if (sizeBytes > max) throw new BackupError("damaged", `The backup is damaged: its "${path}" is too large`);
    const bytes = await this.reader.exactly(sizeBytes);
    await this.#padding(sizeBytes);
    return new TextDecoder().decode(bytes);
  }

  async #padding(sizeBytes: number): Promise<void> {
    const bytes = await this.reader.exactly(paddingOf(sizeBytes));
    if (bytes.some((byte) => byte !== 0)) {
      throw new BackupError("damaged", "The backup is damaged: bytes between two files changed");
    }
  }
}
