import { ExitError } from "../config/mod.ts";

const KEY_BYTES = 32;

export type Key = Uint8Array<ArrayBuffer>;

/** Where a data folder's key lies: `<data>/keys/secrets.key`, 32 bytes in base64, readable by its owner only. */
export function keyPath(dataDir: string): string {
  return `${dataDir}/keys/secrets.key`;
}

/** Reads a key; undefined when there is no such file. Throws {@linkcode ExitError} when it is none or cannot be read. */
export function readKey(path: string): Key | undefined {
  let text: string;
  try {
    // A key that others may read is closed to them; it is still better than losing it.
    if (Deno.build.os !== "windows" && (Deno.statSync(path).mode! & 0o077) !== 0) Deno.chmodSync(path, 0o600);
    text = Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw new ExitError(2, `The key "${path}" cannot be read: ${(error as Error).message}`, { cause: error });
  }
  const key = decodeKey(text);
  if (key) return key;
  throw new ExitError(2, `The key "${path}" is damaged: expected 32 bytes in base64; put it back from a backup`);
}

/** 32 bytes in base64; undefined when the text is something else. */
export function decodeKey(text: string): Key | undefined {
  try {
    const key = Uint8Array.fromBase64(text.trim());
    return key.byteLength === KEY_BYTES ? key : undefined;
  } catch {
    return undefined;
  }
}

export function newKey(): Key {
  return crypto.getRandomValues(new Uint8Array(KEY_BYTES));
}

/** Writes a key beside its place and renames it, so that a crash leaves a whole key or none. */
export function writeKey(path: string, key: Key): void {
  const folder = path.slice(0, path.lastIndexOf("/"));
  const temporary = `${path}.tmp`;
  try {
    Deno.mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = Deno.openSync(temporary, { write: true, create: true, truncate: true, mode: 0o600 });
    file.writeSync(new TextEncoder().encode(`${key.toBase64()}\n`));
    file.syncSync();
    file.close();
    Deno.renameSync(temporary, path);
    syncFolder(folder);
  } catch (error) {
    throw new ExitError(2, `The key "${path}" cannot be written: ${(error as Error).message}`, { cause: error });
  }
}

/** A rename is on disk when its folder is. */
export function syncFolder(folder: string): void {
  if (Deno.build.os === "windows") return;
  const file = Deno.openSync(folder);
  file.syncSync();
  file.close();
}
