import { BackupError } from "./backup_error.ts";

/** Scripts of workflows come from a folder of their own, beside the data. */
export const SCRIPTS = "scripts";
/** The key of the secrets, taken along only on demand. */
export const KEY_PATH = "keys/secrets.key";

/** What belongs to the moment, or can be made again. */
const LEFT_OUT = [
  /^run(\/|$)/,
  /^types(\/|$)/,
  /^backups(\/|$)/,
  /^keys(\/|$)/,
  /^scripts(\/|$)/,
  /^files\/(incoming|partial)(\/|$)/,
  /^packages\/downloads(\/|$)/,
  // Versions of the host, and what an upgrade keeps of the data before it.
  /^(releases|upgrade)(\/|$)/,
  // Copies that were made before a migration.
  /\.before-[a-z_-]+-\d{4}-[0-9TZ-]+$/,
];

/** Is this path of the data folder a part of backups? Databases bring their write-ahead logs in themselves. */
export function belongs(path: string): boolean {
  return !LEFT_OUT.some((pattern) => pattern.test(path));
}

const MAX_PATH_BYTES = 1_024;
// deno-lint-ignore no-control-regex -- they are what is refused
const CONTROL = /[\x00-\x1f\x7f]/;

/** Can a path stand in a backup at all? */
export function problemOf(path: string): string | undefined {
  if (new TextEncoder().encode(path).length > MAX_PATH_BYTES) return `is longer than ${MAX_PATH_BYTES} bytes`;
  if (CONTROL.test(path)) return "holds a control character";
  if (path.includes("\ufffd")) return "is not UTF-8 text";
  if (path.includes("\\")) return "holds a backslash";
  if (path.startsWith("/")) return "is absolute";
  const parts = path.split("/");
  if (parts.some((part) => part === "" || part === "." || part === "..")) return "has an empty part, or one of dots";
  if (!/^(host|logs)\.db$|^[\w.-]+$/.test(parts[0]!)) return "lies in no folder of a host";
  return undefined;
}

/** Throws {@linkcode BackupError} for a path that a backup of ours would not hold. */
export function checkPath(path: string): void {
  const problem = problemOf(path) ??
    (path === KEY_PATH || path.startsWith(`${SCRIPTS}/`) || belongs(path) ? undefined : "is none that backups hold");
  if (problem === undefined) return;
  throw new BackupError(
    "unsafe",
    `The backup was not made by Bulkhead: its path ${JSON.stringify(path.slice(0, 200))} ${problem}`,
  );
}
