import { gzipSync } from "node:zlib";
import { BLOCK_BYTES, writeHeader } from "./tar_header.ts";
import { MemorySink } from "./memory_sink.ts";
import { unpack } from "./unpack.ts";

/** Files of a package by path. */
export type PackageFiles = Map<string, Uint8Array>;

/** Makes a `.tgz`: the same files give the same bytes on every machine, whatever their order, owner and times. */
export function pack(files: PackageFiles): Uint8Array<ArrayBuffer> {
  const blocks: Uint8Array[] = [];
  for (const path of [...files.keys()].sort()) {
    const bytes = files.get(path)!;
    blocks.push(writeHeader(new TextEncoder().encode(path), bytes.length), bytes);
    blocks.push(new Uint8Array((BLOCK_BYTES - bytes.length % BLOCK_BYTES) % BLOCK_BYTES));
  }
  blocks.push(new Uint8Array(2 * BLOCK_BYTES));
  const packed = new Uint8Array(gzipSync(concat(blocks), { level: 9 }));
  packed[GZIP_SYSTEM] = UNKNOWN_SYSTEM;
  return packed;
}

/** Byte of the gzip header that names the system on which it was made; the time is zero already. */
const GZIP_SYSTEM = 9;
const UNKNOWN_SYSTEM = 255;

/** All files of a package in memory, under the same limits and rules as on disk. Rejects with PackageError. */
export async function filesOf(archive: Uint8Array): Promise<PackageFiles> {
  const sink = new MemorySink();
  await unpack(archive, sink);
  return sink.files;
}

function concat(parts: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}
