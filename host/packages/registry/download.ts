import { createHash } from "node:crypto";
import { type IndexVersion, PackageError } from "../ports.ts";
import { shown } from "./web_address.ts";
import type { Web } from "./web.ts";
import type { Pace } from "./web_pace.ts";

/** Largest archive that is read, in bytes. */
export const MAX_PACKAGE_BYTES = 64 * 1024 * 1024;

/** Shorter than a call of the host may take, so that who waits for it hears the reason. */
export const PACKAGE_PACE: Pace = { headMs: 10_000, windowMs: 5_000, windowBytes: 8_192, totalMs: 100_000 };

export interface DownloadOptions {
  signal?: AbortSignal;
  /** Told how many bytes are there so far. */
  progress?: (bytes: number) => void;
}

/**
 * Brings a package into a new file, and checks it against what the index says of it, if one does. What fails leaves no
 * file behind. Throws {@linkcode PackageError}, or the signal's reason.
 */
export async function downloadPackage(
  web: Web,
  from: { url: URL; entry?: IndexVersion; privateOrigin?: string; pace?: Pace },
  options: DownloadOptions & { file: string },
): Promise<void> {
  const { url, entry, privateOrigin, pace = PACKAGE_PACE } = from;
  await intoNewFile(options.file, async (write) => {
    const hash = createHash("sha256");
    let received = 0;
    await web.stream(
      url,
      {
        maxBytes: Math.min(entry?.size ?? MAX_PACKAGE_BYTES, MAX_PACKAGE_BYTES),
        pace,
        ...(privateOrigin === undefined ? {} : { privateOrigin }),
        ...(options.signal ? { signal: options.signal } : {}),
      },
      async (chunk) => {
        hash.update(chunk);
        await write(chunk);
        received += chunk.byteLength;
        options.progress?.(received);
      },
    );
    if (!entry) return;
    if (received !== entry.size) throw mismatch(url, `has ${received} bytes, the index says ${entry.size}`);
    const found = hash.digest("hex");
    if (found !== entry.sha256) throw mismatch(url, `has the SHA-256 ${found}, the index says ${entry.sha256}`);
  });
}

/** Copies a .tgz of this machine into a new file, under the same limit. Throws {@linkcode PackageError}. */
export async function copyPackage(path: string, options: DownloadOptions & { file: string }): Promise<void> {
  using source = await Deno.open(path).catch((cause) => {
    throw new PackageError("not_found", `"${path}" cannot be read: ${(cause as Error).message}`, undefined, { cause });
  });
  // Of the open file, not of the path: that may name something else by now.
  const { isFile, size } = await source.stat();
  if (!isFile) throw new PackageError("entry_unsafe", `"${path}" is not a regular file`);
  if (size > MAX_PACKAGE_BYTES) throw tooLarge(path, size);
  await intoNewFile(options.file, async (write) => {
    const buffer = new Uint8Array(256 * 1024);
    let copied = 0;
    for (;;) {
      options.signal?.throwIfAborted();
      const count = await source.read(buffer);
      if (count === null) return;
      copied += count;
      if (copied > MAX_PACKAGE_BYTES) throw tooLarge(path, copied);
      await write(buffer.subarray(0, count));
      options.progress?.(copied);
    }
  });
}

async function intoNewFile(
  path: string,
  fill: (write: (bytes: Uint8Array) => Promise<void>) => Promise<void>,
): Promise<void> {
  const file = await Deno.open(path, { write: true, createNew: true, mode: 0o600 });
  try {
    await fill(async (bytes) => {
      for (let rest = bytes; rest.byteLength > 0;) rest = rest.subarray(await file.write(rest));
    });
    file.close();
  } catch (error) {
    file.close();
    await Deno.remove(path).catch(() => {});
    throw error;
  }
}

function mismatch(url: URL, what: string): PackageError {
  return new PackageError(
    "hash_mismatch",
    `"${shown(url)}" ${what}`,
    "The package is not the one that the registry vouches for: tell whoever runs the registry",
  );
}

function tooLarge(path: string, size: number): PackageError {
  return new PackageError("too_large", `"${path}" has ${size} bytes, at most ${MAX_PACKAGE_BYTES} are read`);
}
