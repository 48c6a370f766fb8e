import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { BackupError } from "../backup_error.ts";
import type { Compression } from "../format.ts";
import { ByteReader } from "./byte_reader.ts";
import { readFrame } from "./zstd_frame.ts";

/** Fast; better levels win a few percent on databases and take many times as long. */
const LEVEL = 1;
/** Bytes of one frame. Each stands for itself: what is damaged is one frame, and none takes more memory than this. */
const FRAME_BYTES = 1024 ** 2;

/** The bytes, smaller: a row of frames, which any zstd program reads as one file. */
export async function* compress(source: AsyncIterable<Uint8Array>, how: Compression): AsyncGenerator<Uint8Array> {
  if (how === "none") return yield* source;
  const { ZSTD_c_compressionLevel, ZSTD_c_checksumFlag } = constants;
  const params = { [ZSTD_c_compressionLevel]: LEVEL, [ZSTD_c_checksumFlag]: 1 };
  const reader = new ByteReader(source);
  for (let bytes = await reader.upTo(FRAME_BYTES); bytes.length > 0; bytes = await reader.upTo(FRAME_BYTES)) {
    yield zstdCompressSync(bytes, { params });
  }
}

/** The bytes as they were. Rejects with {@linkcode BackupError} where they are damaged. */
export async function* decompress(source: AsyncIterable<Uint8Array>, how: Compression): AsyncGenerator<Uint8Array> {
  if (how === "none") return yield* source;
  const reader = new ByteReader(source);
  for (;;) {
    const from = reader.offset;
    const frame = await readFrame(reader);
    if (!frame) return;
    let bytes: Uint8Array;
    try {
      bytes = zstdDecompressSync(frame, { maxOutputLength: FRAME_BYTES });
    } catch (error) {
      const where = `bytes ${from} to ${reader.offset} of what is compressed cannot be decompressed`;
      const message = `The backup is damaged: ${where} (${(error as Error).message})`;
      throw new BackupError("damaged", message, { cause: error });
    }
    if (bytes.length > 0) yield bytes;
  }
}
