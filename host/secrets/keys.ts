import { ExitError } from "../config/mod.ts";
import { decodeKey, type Key, keyPath, newKey, readKey, syncFolder, writeKey } from "./key_file.ts";

/** Where the key comes from, best first: a variable, a credential of systemd, a file of the data folder. */
export type KeyOrigin = "environment" | "credential" | "file";

/** The variable with the key, 32 bytes in base64. */
export const KEY_VARIABLE = "BULKHEAD_SECRETS_KEY";
/** The one before, while what was stored under it is sealed anew. */
export const FORMER_VARIABLE = "BULKHEAD_SECRETS_KEY_FORMER";
/** What a unit calls it: `LoadCredential=bulkhead-secrets-key:/etc/…`. */
const CREDENTIAL = "bulkhead-secrets-key";

export interface KeysOptions {
  dataDir: string;
  env: Record<string, string | undefined>;
}

/** The key in force, and those under which something may be stored from before. */
export interface Keys {
  origin: KeyOrigin;
  /** For people: the file or the variable. */
  place: string;
  current: Key;
  former: Key[];
  /** A key that a rotation was about to bring in when the host ended: in force as soon as something is stored under it. */
  next?: Key;
}

/**
 * Finds the key. The file is made at the first start. When there are secrets already but no key, a new one could not
 * open them: that is an {@linkcode ExitError}, and nothing is changed.
 */
export function findKeys({ dataDir, env }: KeysOptions, hasSecrets: boolean): Keys {
  const path = keyPath(dataDir);
  const given = fromVariable(env, KEY_VARIABLE);
  const credential = env.CREDENTIALS_DIRECTORY ? `${env.CREDENTIALS_DIRECTORY}/${CREDENTIAL}` : undefined;
  const credited = given || credential === undefined ? undefined : readKey(credential);
  const file = readKey(path);
  const next = readKey(nextPath(path));
  const outside = given ?? credited;
  const former = [fromVariable(env, FORMER_VARIABLE), outside ? file : undefined].filter((key) => key !== undefined);
  if (outside) {
    return {
      origin: given ? "environment" : "credential",
      place: given ? KEY_VARIABLE : credential!,
      current: outside,
      former: next ? [...former, next] : former,
    };
  }
  if (file) return { origin: "file", place: path, current: file, former, ...(next ? { next } : {}) };
  if (hasSecrets) {
    throw new ExitError(
      2,
      `The key "${path}" is missing, and without it the stored secrets cannot be read: put it back from a backup, ` +
        "or empty the tables sec_secrets and sec_values in host.db and set the secrets anew",
    );
  }
  const current = newKey();
  writeKey(path, current);
  return { origin: "file", place: path, current, former: [] };
}

function fromVariable(env: KeysOptions["env"], name: string): Key | undefined {
  const text = env[name];
  if (text === undefined || text === "") return undefined;
  const key = decodeKey(text);
  if (key) return key;
  throw new ExitError(2, `${name} is no key: expected 32 bytes in base64, as "openssl rand -base64 32" makes them`);
}

/** A new key, on disk beside the one in force: nothing is stored under it yet. */
export function prepareNextKey(dataDir: string): Key {
  const key = newKey();
  writeKey(nextPath(keyPath(dataDir)), key);
  return key;
}

/** Everything is stored under the prepared key now. */
export function promoteNextKey(dataDir: string): void {
  const path = keyPath(dataDir);
  Deno.renameSync(nextPath(path), path);
  syncFolder(path.slice(0, path.lastIndexOf("/")));
}

/** Nothing is stored under the prepared key. */
export function dropNextKey(dataDir: string): void {
  try {
    Deno.removeSync(nextPath(keyPath(dataDir)));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

function nextPath(path: string): string {
  return `${path}.next`;
}
