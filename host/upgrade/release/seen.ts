import { readIfThere, replaceFile } from "../state_file.ts";
import { checkFresh, type SeenIndex, type VerifiedIndex } from "./release_index.ts";

/**
 * Refuses an index that is older than what was seen, or whose time is up, with {@linkcode UpgradeError}; remembers it else, in a
 * file. Under each key that signed it: a host that trusts another one of them tomorrow takes no older index either. Of keys
 * that are not trusted only those of the newest index are kept, since anybody can add a signature.
 */
export function checkSeen(
  path: string,
  verified: VerifiedIndex,
  how: { trusted: readonly string[]; nowMs: number; from: string },
): void {
  const all: Record<string, SeenIndex> = JSON.parse(readIfThere(path) ?? "{}");
  const { signers, index: { revision }, sha256 } = verified;
  checkFresh(verified, { ...how, seen: signers.flatMap((key) => all[key] ?? []) });
  const kept = Object.entries(all).filter(([key]) => how.trusted.includes(key));
  const added = signers.map((key) => [key, { revision, sha256 }]);
  const next = { ...Object.fromEntries(kept), ...Object.fromEntries(added) };
  if (JSON.stringify(next) !== JSON.stringify(all)) replaceFile(path, `${JSON.stringify(next, null, 2)}\n`);
}
