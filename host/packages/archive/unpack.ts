import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { PackageError } from "../ports.ts";
import { MAX_ARCHIVE_BYTES, MAX_UNPACKED_BYTES } from "./limits.ts";
import { type FileSink, TarReader } from "./tar_reader.ts";

/** Of the compressed bytes and of what comes out of them. */
const CHUNK_BYTES = 256 * 1024;

/** What is known of an archive after all of it was read. */
export interface UnpackedArchive {
  /** SHA-256 of the archive's bytes, in hex. */
  hash: string;
  sizeBytes: number;
}

/**
 * Reads a `.tgz` (a path, or its bytes) and hands its files to the sink as they come; stops at once where a limit or a
 * rule is broken. Rejects with PackageError, or with what the sink throws.
 */
export async function unpack(archive: string | Uint8Array, sink: FileSink): Promise<UnpackedArchive> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  const reader = new TarReader(sink);
  const source = typeof archive === "string"
    ? createReadStream(archive, { highWaterMark: CHUNK_BYTES })
    : Readable.from([archive]);
  try {
    await pipeline(
      source,
      async function* (chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          sizeBytes += chunk.length;
          if (sizeBytes > MAX_ARCHIVE_BYTES) throw tooLarge();
          hash.update(chunk);
          yield chunk;
        }
      },
      createGunzip({ chunkSize: CHUNK_BYTES }),
      async function (chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) reader.push(chunk);
      },
    );
    reader.end();
  } catch (error) {
    throw isZlibError(error) ? notGzip(error) : error;
  }
  return { hash: hash.digest("hex"), sizeBytes };
}

function tooLarge(): PackageError {
  return new PackageError("too_large", `The package is too large: it may have ${MAX_UNPACKED_BYTES / 1024 / 1024} MB`);
}

function isZlibError(error: unknown): error is Error {
  return error instanceof Error && /^Z_[A-Z_]+$/.test(String((error as { code?: unknown }).code));
}

function notGzip(cause: Error): PackageError {
  return new PackageError("archive_invalid", `The archive is damaged or cut off: ${cause.message}`, undefined, {
    cause,
  });
}
