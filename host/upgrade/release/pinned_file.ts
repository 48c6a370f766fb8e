import { fingerprintOf, type SigningKey } from "../../packages/mod.ts";
import { UpgradeError } from "../ports.ts";

/** In a checkout: the keys that hosts of what is released from it trust. */
export const PINNED_FILE = "host/upgrade/release/release_keys.json";
/** Two while a key is changed; a few where several people publish. */
const MAX_PINNED = 8;

/** The keys that a checkout pins, oldest first. Throws {@linkcode UpgradeError}. */
export function readPinned(root: string): string[] {
  const path = `${root}/${PINNED_FILE}`;
  let keys: unknown;
  try {
    ({ keys } = JSON.parse(Deno.readTextFileSync(path)));
  } catch (error) {
    throw new UpgradeError("release_invalid", `"${path}" cannot be read: ${(error as Error).message}`);
  }
  if (Array.isArray(keys) && keys.every((key) => typeof key === "string" && fingerprintOf(key))) return keys;
  throw new UpgradeError("release_invalid", `"${path}" holds something else than public keys`);
}

/** Adds a key, beside those that are there: a host of the version before knows only them. */
export function pin(root: string, key: Pick<SigningKey, "publicKey">): string[] {
  const known = readPinned(root);
  if (known.length >= MAX_PINNED) {
    throw new UpgradeError(
      "release_invalid",
      `The checkout pins ${known.length} keys, which is the most`,
      "Retire one that signs no more: deno run -A scripts/release.ts retire <fingerprint>",
    );
  }
  return write(root, [...known, key.publicKey]);
}

/** Takes a key out: what is released from now on does not trust it. Throws {@linkcode UpgradeError}. */
export function retire(root: string, fingerprint: string): string[] {
  const known = readPinned(root);
  const left = known.filter((key) => fingerprintOf(key) !== fingerprint);
  if (left.length === known.length) {
    throw new UpgradeError("not_found", `The checkout pins no key ${fingerprint}: ${listed(known)}`);
  }
  if (left.length > 0) return write(root, left);
  throw new UpgradeError(
    "release_invalid",
    `${fingerprint} is the only key that the checkout pins`,
    "Make the next one first, or hosts could go no further: deno run -A scripts/release.ts keygen --out <file>",
  );
}

/**
 * A release that pins none of the keys that sign it is a dead end: the hosts that go to it take nothing that comes after.
 * Throws {@linkcode UpgradeError}.
 */
export function checkPinned(pinned: readonly string[], keys: readonly SigningKey[]): void {
  if (keys.some(({ publicKey }) => pinned.includes(publicKey))) return;
  throw new UpgradeError(
    "release_invalid",
    `This checkout does not pin ${keys.map(({ fingerprint }) => fingerprint).join(" or ")}, which signs: ${
      listed(pinned)
    }. Hosts that go to this release could go no further`,
    pinned.length === 0
      ? "Make a key with `deno run -A scripts/release.ts keygen --out <file>`, commit what it writes, and sign with it. " +
        "Where all hosts name the key themselves (key under [upgrade] in bulkhead.toml): --unpinned"
      : "Sign with a key that it pins as well, or pin this one and commit that. Where all hosts name the key themselves " +
        "(key under [upgrade] in bulkhead.toml): --unpinned",
  );
}

/** The keys by their fingerprints, as part of a sentence. */
export function listed(keys: readonly string[]): string {
  return keys.length === 0 ? "it pins none" : `it pins ${keys.map((key) => fingerprintOf(key)).join(", ")}`;
}

function write(root: string, keys: string[]): string[] {
  Deno.writeTextFileSync(`${root}/${PINNED_FILE}`, `${JSON.stringify({ keys }, null, 2)}\n`);
  return keys;
}
