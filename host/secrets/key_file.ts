import { ExitError } from "../config/mod.ts";

const KEY_BYTES = 32;

/**
 * The key under which secrets are stored: `<data>/keys/secrets.key`, 32 bytes in base64, readable by its owner only. It
 * is made at the first start. When there are secrets already but no key, a new one could not open them: that is an
 * {@linkcode ExitError}, and nothing is changed.
 */
export function openKey(dataDir: string, hasSecrets: boolean): Uint8Array<ArrayBuffer> {
  const path = `${dataDir}/keys/secrets.key`;
  const text = readKey(path);
  if (text !== undefined) return decodeKey(path, text);
  if (hasSecrets) {
    throw new ExitError(
      2,
      `The key "${path}" is missing, and without it the stored secrets cannot be read: put it back from a backup, ` +
        "or empty the tables sec_secrets and sec_values in host.db and set the secrets anew",
    );
  }
  return makeKey(path);
}

function readKey(path: string): string | undefined {
  try {
    // A key that others may read is closed to them; it is still better than losing it.
    if (Deno.build.os !== "windows" && (Deno.statSync(path).mode! & 0o077) !== 0) Deno.chmodSync(path, 0o600);
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw new ExitError(2, `The key "${path}" cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

function decodeKey(path: string, text: string): Uint8Array<ArrayBuffer> {
  try {
    const key = Uint8Array.fromBase64(text.trim());
    if (key.byteLength === KEY_BYTES) return key;
  } catch { /* said below */ }
  throw new ExitError(2, `The key "${path}" is damaged: expected 32 bytes in base64; put it back from a backup`);
}

/** Written beside and renamed, so that a crash leaves a whole key or none. */
function makeKey(path: string): Uint8Array<ArrayBuffer> {
  const key = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  const folder = path.slice(0, path.lastIndexOf("/"));
  const temporary = `${path}.new`;
  try {
    Deno.mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = Deno.openSync(temporary, { write: true, create: true, truncate: true, mode: 0o600 });
    file.writeSync(new TextEncoder().encode(`${key.toBase64()}\n`));
    file.syncSync();
    file.close();
    Deno.renameSync(temporary, path);
  } catch (error) {
    throw new ExitError(2, `The key "${path}" cannot be written: ${(error as Error).message}`, { cause: error });
  }
  return key;
}
