import { PackageError } from "../ports.ts";
import type { ReadIndex } from "./index_reader.ts";
import type { RegistryRow } from "./registry_store.ts";

/**
 * Holds what was read against what was seen before. A registry that was removed may come back with another key: adding it
 * again is how an admin says that the change is right. Throws {@linkcode PackageError}.
 */
export function checkPins(read: ReadIndex, seen: RegistryRow | undefined): void {
  if (!seen) return;
  if (read.publicKey !== seen.publicKey) {
    if (seen.state === "removed") return;
    throw new PackageError(
      "index_key_changed",
      `The index of "${read.url}" is signed with the key ${read.fingerprint}, expected ${seen.fingerprint}`,
      "Ask whoever runs it whether the key was changed; if so, remove the registry and add it again",
    );
  }
  const { revision } = read.index;
  if (revision < seen.revision) {
    throw new PackageError(
      "index_older",
      `The index of "${read.url}" has revision ${revision}, but ${seen.revision} was seen already`,
      "An old index may hide that a package was revoked: the registry has to publish a newer one",
    );
  }
  if (revision === seen.revision && read.sha256 !== seen.indexSha256) {
    throw new PackageError(
      "index_older",
      `The index of "${read.url}" has changed, but still has revision ${revision}`,
      "The registry has to give each index that it publishes a higher revision",
    );
  }
}

/** Throws {@linkcode PackageError} `index_expired` when the time is up. */
export function checkExpiry(index: { url: string; expires: string }, nowMs: number): void {
  if (nowMs < Date.parse(index.expires)) return;
  throw new PackageError(
    "index_expired",
    `The index of "${index.url}" counted until ${index.expires}`,
    "What is installed goes on running; for anything new the registry has to publish a newer index",
  );
}
