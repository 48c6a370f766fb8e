import type { WrittenFile } from "./archive/folder_sink.ts";
import { PackageError } from "./ports.ts";

/** Lists the SHA-256 of every file but itself and the signature. */
export const INTEGRITY = "integrity.json";
export const SIGNATURE = "signature.json";

/** The text of integrity.json: path → SHA-256 in hex, by path. `hashes` may be in any order. */
export function integrityText(hashes: Iterable<[path: string, sha256: string]>): string {
  const sorted = [...hashes].filter(([path]) => !isOutside(path)).sort(([a], [b]) => a < b ? -1 : 1);
  return JSON.stringify(Object.fromEntries(sorted), null, 2) + "\n";
}

/** Holds the files of a package against its integrity.json. Throws PackageError. */
export function checkIntegrity(integrity: Uint8Array | undefined, files: WrittenFile[]): void {
  if (integrity === undefined) {
    throw new PackageError("package_modified", `The package holds no "${INTEGRITY}", so nothing in it can be checked`);
  }
  const listed = hashesOf(integrity);
  for (const { path, sha256 } of files) {
    if (isOutside(path)) continue;
    const expected = listed.get(path);
    if (expected === undefined) throw modified(path, "is not listed in integrity.json");
    if (expected !== sha256) throw modified(path, `has the SHA-256 ${sha256}, but integrity.json says ${expected}`);
    listed.delete(path);
  }
  for (const path of listed.keys()) throw modified(path, "is listed in integrity.json, but is not there");
}

/** It cannot list itself, and the signature is made of it. */
function isOutside(path: string): boolean {
  return path === INTEGRITY || path === SIGNATURE;
}

/** The SHA-256 in hex that an integrity.json names, by path. Throws PackageError. */
export function hashesOf(bytes: Uint8Array): Map<string, string> {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      const entries = Object.entries(value);
      if (entries.every(([, hash]) => typeof hash === "string" && /^[0-9a-f]{64}$/.test(hash))) return new Map(entries);
    }
  } catch {
    // Said below.
  }
  const message = `"${INTEGRITY}" of the package cannot be read: expected a JSON object of paths and SHA-256 in hex`;
  throw new PackageError("package_modified", message);
}

function modified(path: string, problem: string): PackageError {
  return new PackageError("package_modified", `The package was changed after it was made: "${path}" ${problem}`);
}
