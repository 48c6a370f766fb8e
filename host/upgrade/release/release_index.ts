import * as semver from "semver";
import { z } from "zod";
import { fingerprintOf, sha256, verifySignature } from "../../packages/mod.ts";
import { UpgradeError } from "../ports.ts";
import { canonical } from "./canonical.ts";

/** Name of the index in a source. */
export const INDEX_FILE = "releases.json";
/** Longest index that is read, in bytes. */
export const MAX_INDEX_BYTES = 1024 * 1024;
/** Largest tarball that is read, in bytes. */
export const MAX_RELEASE_BYTES = 64 * 1024 * 1024;

const Version = z.string().max(60).refine((text) => semver.valid(text) === text, "expected a version such as 1.4.0");
const Range = z.string().min(1).max(60).refine(
  (text) => semver.validRange(text) !== null,
  "expected a range of versions",
);

const Release = z.object({
  version: Version,
  /** In the source, beside the index. */
  file: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,120}\.tgz$/, "expected a file name such as bulkhead-1.4.0.tgz"),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "expected a SHA-256 in lower case"),
  size: z.int().min(1).max(MAX_RELEASE_BYTES),
  /** Oldest version from which one may go to this one. */
  from: Version,
  /** Versions of Deno with which it runs. */
  deno: Range,
  /** Markdown. */
  notes: z.string().max(20_000),
  published: z.iso.datetime(),
});

const Index = z.object({
  product: z.literal("bulkhead"),
  /** Grows with each change: an older one is not taken any more. */
  revision: z.int().min(1),
  /** From then on it says nothing: whoever keeps new ones away cannot do so for long. */
  expires: z.iso.datetime(),
  releases: z.array(Release).max(200),
});

const Envelope = z.object({
  signed: Index,
  /** Over the canonical text of `signed`; several while a key is changed. */
  signatures: z.array(z.object({ publicKey: z.string().max(100), signature: z.string().max(200) })).min(1).max(8),
});

export type ReleaseEntry = z.infer<typeof Release>;
export type ReleaseIndex = z.infer<typeof Index>;
export type SignedIndex = z.infer<typeof Envelope>;

/** An index whose signature is that of a trusted key. */
export interface VerifiedIndex {
  index: ReleaseIndex;
  /** SHA-256 of its canonical text. */
  sha256: string;
  /** Fingerprint of the key. */
  key: string;
  /** Fingerprints of all keys that signed it, trusted or not. */
  signers: string[];
}

/** Reads the bytes of a releases.json and holds them against the trusted keys. Throws {@linkcode UpgradeError}. */
export function verifyIndex(bytes: Uint8Array, keys: readonly string[], from: string): VerifiedIndex {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw invalid(from, `is not JSON in UTF-8: ${(error as Error).message.slice(0, 200)}`);
  }
  const { signed: raw, signatures } = (value ?? {}) as { signed?: unknown; signatures?: unknown };
  // The text as it was signed, also of keys that this version does not know.
  const text = canonical(raw ?? null);
  const key = signerOf(text, signatures, keys, from);
  const parsed = Envelope.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid(from, `does not fit at /${issue!.path.join("/")}: ${issue!.message}`);
  }
  const { signed } = parsed.data;
  const twice = signed.releases.find(({ version }, at) =>
    signed.releases.findIndex((other) => other.version === version) !== at
  );
  if (twice) throw invalid(from, `lists version ${twice.version} twice`);
  signed.releases.sort((a, b) => semver.rcompare(a.version, b.version));
  const content = new TextEncoder().encode(text);
  const signers = parsed.data.signatures
    .filter(({ publicKey, signature }) => verifySignature(content, signature, publicKey))
    .map(({ publicKey }) => fingerprintOf(publicKey)!);
  return { index: signed, sha256: sha256(content), key: fingerprintOf(key)!, signers: [...new Set(signers)] };
}

function signerOf(text: string, signatures: unknown, keys: readonly string[], from: string): string {
  const bytes = new TextEncoder().encode(text);
  const given = (Array.isArray(signatures) ? signatures.slice(0, 8) : []) as unknown[];
  const named: string[] = [];
  for (const one of given) {
    const { publicKey, signature } = (one ?? {}) as { publicKey?: unknown; signature?: unknown };
    if (typeof publicKey !== "string" || typeof signature !== "string") continue;
    const fingerprint = fingerprintOf(publicKey);
    if (fingerprint) named.push(fingerprint);
    if (!keys.includes(publicKey)) continue;
    if (verifySignature(bytes, signature, publicKey)) return publicKey;
    throw new UpgradeError(
      "signature_invalid",
      `The releases of "${from}" were changed after they were signed with the key ${fingerprint}`,
      "Whoever publishes them has to sign them anew; if they did not change them, somebody else did",
    );
  }
  const trusted = keys.map((key) => fingerprintOf(key) ?? "?").join(", ");
  throw new UpgradeError(
    "signature_invalid",
    `The releases of "${from}" are signed with ${
      named.length > 0 ? `the key ${named.join(", ")}` : "no key"
    }, expected ${trusted}`,
    "Only what is signed with a key that this version trusts is installed; see [upgrade] in the README",
  );
}

function invalid(from: string, what: string): UpgradeError {
  return new UpgradeError(
    "index_invalid",
    `The index of releases of "${from}" ${what}`,
    "Whoever publishes the releases has to publish it anew",
  );
}

/** The newest index that one key has signed; kept beside the databases, so that no restore takes it back. */
export interface SeenIndex {
  revision: number;
  sha256: string;
}

/**
 * Neither an older index than one that was seen (it could hide a fix) nor one whose time is up (somebody keeps the newer ones
 * away) is taken. Throws {@linkcode UpgradeError}.
 */
export function checkFresh(
  { index, sha256 }: VerifiedIndex,
  options: { seen: readonly SeenIndex[]; nowMs: number; from: string },
): void {
  const { nowMs, from } = options;
  const { revision, expires } = index;
  for (const seen of options.seen) {
    if (revision > seen.revision || (revision === seen.revision && sha256 === seen.sha256)) continue;
    const how = revision < seen.revision
      ? `has revision ${revision}, but ${seen.revision} was seen already`
      : `has changed, but still has revision ${revision}`;
    throw new UpgradeError(
      "index_older",
      `The index of releases of "${from}" ${how}`,
      "An old index may hide a newer release: whoever publishes it has to publish one with a higher revision",
    );
  }
  if (nowMs < Date.parse(expires)) return;
  throw new UpgradeError(
    "index_expired",
    `The index of releases of "${from}" counted until ${expires}`,
    "Whoever publishes it has to sign it anew; if this machine's clock is wrong, set it",
  );
}

/** Why a release cannot be gone to from here; undefined when it can. */
export function obstacle(
  release: Pick<ReleaseEntry, "version" | "from" | "deno">,
  here: { version: string; deno: string },
): UpgradeError | undefined {
  const { version, from, deno } = release;
  if (semver.compare(version, here.version) <= 0) {
    return new UpgradeError(
      "not_newer",
      `Version ${version} is not newer than ${here.version}, which runs`,
      "To go back to the version before: bulkhead upgrade --rollback",
    );
  }
  if (semver.lt(here.version, from)) {
    return new UpgradeError(
      "too_old",
      `Version ${version} can be reached from ${from} or newer, and ${here.version} runs`,
      `Go to a version in between first: bulkhead upgrade --to ${from}`,
    );
  }
  if (semver.satisfies(here.deno, deno)) return undefined;
  const needed = semver.minVersion(deno)?.version ?? deno;
  return new UpgradeError(
    "deno_mismatch",
    `Version ${version} needs Deno ${deno}, and ${here.deno} runs`,
    `Install it and start the host again, then upgrade: npm install --global deno@${needed}, or deno upgrade --version ${needed}`,
  );
}
