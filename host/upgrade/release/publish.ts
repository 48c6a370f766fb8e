import * as semver from "semver";
import { pack, type PackageFiles, sha256, type SigningKey } from "../../packages/mod.ts";
import { RELEASE_FILE } from "../layout.ts";
import { UpgradeError } from "../ports.ts";
import { readIfThere, replaceFile } from "../state_file.ts";
import { canonical } from "./canonical.ts";
import { INDEX_FILE, MAX_RELEASE_BYTES, type ReleaseIndex, type SignedIndex, verifyIndex } from "./release_index.ts";
import { LAUNCH, parseReleaseFile } from "./release_file.ts";

/** A tarball of one version. */
export interface PackedRelease {
  version: string;
  deno: string;
  archive: Uint8Array;
}

/** A folder that any web server can serve as a source of releases. */
export interface ReleaseFolder {
  folder: string;
  /** Sign the index; while a key is changed the old one and the new one. */
  keys: SigningKey[];
  /** How long the index counts; default 90 days. */
  expiresDays?: number;
  /** Milliseconds since 1970; default now. */
  now?: number;
}

const EXPIRES_DAYS = 90;
const DAY_MS = 86_400_000;
/** Without these it could not start. */
const NEEDED = ["deno.json", "deno.lock", "host/main.ts", "ui/dist/index.html"];

/** Packs what runs, by path; the same files give the same bytes. Throws {@linkcode UpgradeError}. */
export function packRelease(files: PackageFiles, options: { deno?: string } = {}): PackedRelease {
  const missing = NEEDED.find((path) => !files.has(path));
  if (missing) throw new UpgradeError("release_invalid", `A release needs "${missing}", which is not there`);
  const { version } = JSON.parse(new TextDecoder().decode(files.get("deno.json"))) as { version?: unknown };
  // Newer patches of the same Deno mend things, and change none.
  const deno = options.deno ?? `~${Deno.version.deno}`;
  const text = JSON.stringify({ version, deno, launch: LAUNCH }, null, 2);
  parseReleaseFile(text);
  const all = new Map(files).set(RELEASE_FILE, new TextEncoder().encode(`${text}\n`));
  const archive = pack(all);
  if (archive.length > MAX_RELEASE_BYTES) {
    throw new UpgradeError(
      "release_invalid",
      `The release has ${archive.length} bytes, more than the ${MAX_RELEASE_BYTES} that hosts take`,
    );
  }
  return { version: String(version), deno, archive };
}

/** Adds a release to a folder and signs the index anew. Throws {@linkcode UpgradeError}. */
export function publishRelease(
  at: ReleaseFolder,
  release: PackedRelease & { from?: string; notes?: string },
): ReleaseIndex {
  const { version, deno, archive, from = "0.0.0", notes = "" } = release;
  const now = at.now ?? Date.now();
  const index = readOwn(at);
  const entry = {
    version,
    file: `bulkhead-${version}.tgz`,
    sha256: sha256(archive),
    size: archive.length,
    from,
    deno,
    notes,
    published: new Date(now).toISOString(),
  };
  const there = index.releases.find((one) => one.version === version);
  if (there && there.sha256 !== entry.sha256) {
    throw new UpgradeError(
      "release_invalid",
      `Version ${version} is in "${at.folder}" already, with other content`,
      "Raise the version in deno.json: what hosts have installed must stay what it was",
    );
  }
  Deno.mkdirSync(at.folder, { recursive: true });
  // The tarball first: an index never names what is not there.
  Deno.writeFileSync(`${at.folder}/.${entry.file}`, archive);
  Deno.renameSync(`${at.folder}/.${entry.file}`, `${at.folder}/${entry.file}`);
  index.releases = [...index.releases.filter((one) => one.version !== version), entry]
    .sort((a, b) => semver.rcompare(a.version, b.version));
  return sign(at, index, now);
}

/** Signs the index anew with a later expiry; nothing else changes. Throws {@linkcode UpgradeError}. */
export function refreshReleases(at: ReleaseFolder): ReleaseIndex {
  const index = readOwn(at);
  if (index.revision === 0) {
    throw new UpgradeError("not_found", `There are no releases in "${at.folder}": publish one first`);
  }
  return sign(at, index, at.now ?? Date.now());
}

function readOwn({ folder, keys }: ReleaseFolder): ReleaseIndex {
  const text = readIfThere(`${folder}/${INDEX_FILE}`);
  if (text === undefined) return { product: "bulkhead", revision: 0, expires: "", releases: [] };
  return verifyIndex(new TextEncoder().encode(text), keys.map(({ publicKey }) => publicKey), folder).index;
}

function sign({ folder, keys, expiresDays = EXPIRES_DAYS }: ReleaseFolder, index: ReleaseIndex, now: number) {
  const signed: ReleaseIndex = {
    ...index,
    revision: index.revision + 1,
    expires: new Date(now + expiresDays * DAY_MS).toISOString(),
  };
  replaceFile(`${folder}/${INDEX_FILE}`, `${JSON.stringify(signIndex(signed, keys), null, 2)}\n`);
  // What is put in place by the publisher is for everybody.
  Deno.chmodSync(`${folder}/${INDEX_FILE}`, 0o644);
  return signed;
}

/** The index with its signatures, as it stands in a source. */
export function signIndex(signed: ReleaseIndex, keys: SigningKey[]): SignedIndex {
  const bytes = new TextEncoder().encode(canonical(signed));
  return { signed, signatures: keys.map((key) => ({ publicKey: key.publicKey, signature: key.sign(bytes) })) };
}
