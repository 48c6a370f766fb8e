import { BackupError } from "../backup_error.ts";
import type { ByteReader } from "./byte_reader.ts";

export const ZSTD_MAGIC = [0x28, 0xb5, 0x2f, 0xfd];

/** A block holds at most 128 KiB, so no frame of ours has more. They also bound what a hostile frame may become. */
const MAX_BLOCKS = 64;
const MAX_BLOCK_BYTES = 128 * 1024;
const CHECKSUM_BYTES = 4;
const RAW_RUN = 1;

/**
 * Takes one whole zstd frame (RFC 8878, section 3.1.1), undefined at the end. Only where it ends is read here; that its bytes
 * are sound its checksum says. Rejects with {@linkcode BackupError}.
 */
export async function readFrame(reader: ByteReader): Promise<Uint8Array | undefined> {
  const start = await reader.upTo(5);
  if (start.length === 0) return undefined;
  if (start.length < 5 || ZSTD_MAGIC.some((byte, at) => start[at] !== byte)) {
    throw damaged(reader, "no zstd frame begins where one should");
  }
  const descriptor = start[4]!;
  const single = (descriptor & 0x20) !== 0;
  // Ours have a checksum, no dictionary, and nothing in the bits that are kept free.
  if ((descriptor & 0x04) === 0 || (descriptor & 0x1b) !== 0) {
    throw damaged(reader, "a zstd frame is of an unknown kind");
  }
  const sizeBytes = [single ? 1 : 0, 2, 4, 8][descriptor >> 6]!;
  const parts = [start, await reader.exactly((single ? 0 : 1) + sizeBytes)];
  for (let number = 1;; number++) {
    if (number > MAX_BLOCKS) throw damaged(reader, "a zstd frame has too many blocks");
    const header = await reader.exactly(3);
    const value = header[0]! | header[1]! << 8 | header[2]! << 16;
    const [last, type, size] = [(value & 1) === 1, value >> 1 & 3, value >> 3];
    if (size > MAX_BLOCK_BYTES) throw damaged(reader, "a zstd block is too large");
    parts.push(header, await reader.exactly(type === RAW_RUN ? 1 : size));
    if (last) break;
  }
  parts.push(await reader.exactly(CHECKSUM_BYTES));
  const frame = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    frame.set(part, at);
    at += part.length;
  }
  return frame;
}

function damaged(reader: ByteReader, why: string): BackupError {
  return new BackupError("damaged", `The backup is damaged: ${why}, near byte ${reader.offset} of what is compressed`);
}
