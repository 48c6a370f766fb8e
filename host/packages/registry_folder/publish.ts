import * as semver from "semver";
import { openPackage } from "../open_package.ts";
import { type IndexPlugin, type IndexVersion, type OpenedPackage, PackageError, type RegistryIndex } from "../ports.ts";
import type { SigningKey } from "../signing/key_file.ts";
import { IndexFiles } from "./index_files.ts";

/** A folder that any web server can serve as a registry. */
export interface RegistryFolder {
  folder: string;
  /** Signs the index; hosts pin it when the registry is added. */
  key: SigningKey;
  /** What the registry is called; default: as before, else the folder's name. */
  name?: string;
  /** How long the index counts; default 90. Older ones are refused, so that nobody can hold hosts back. */
  expiresDays?: number;
  /** Milliseconds since 1970; default now. */
  now?: number;
}

/** What the index says after a change. */
export interface IndexState {
  revision: number;
  expires: string;
}
export interface Published extends IndexState {
  id: string;
  version: string;
  sha256: string;
  /** Path of the package's file in the folder. */
  package: string;
  publisher: string;
  /** False when exactly this package was there already; then nothing was written. */
  changed: boolean;
}

const EXPIRES_DAYS = 90;
const DAY_MS = 86_400_000;

/**
 * Adds a signed package to a registry's folder, beside all other plugins and versions. Rejects with PackageError: a
 * package that an installer would refuse, an unsigned one, a version that is there with other bytes, a revoked one.
 */
export async function publishPackage(registry: RegistryFolder, archive: Uint8Array): Promise<Published> {
  const opened = await inspect(archive);
  const { id, version } = opened.manifest;
  using files = await IndexFiles.open(registry.folder, registry.key);
  const index = await files.read() ?? await newIndex(registry);
  if (index.revoked.includes(opened.hash)) {
    throw new PackageError("revoked", `${id} ${version} (${opened.hash}) is revoked here: publish another version`);
  }
  const there = index.plugins.find((plugin) => plugin.id === id)?.versions.find((one) => one.version === version);
  if (there && there.sha256 !== opened.hash) {
    const hint = "Raise the version in plugin.json: what hosts have installed must stay what it was";
    throw new PackageError("hash_mismatch", `${id} ${version} is there already with other content`, hint);
  }
  const entry = there ?? indexVersion(opened);
  const { publisher, sha256 } = entry;
  const result = { id, version, sha256, package: entry.package, publisher };
  await files.put(entry.package, archive);
  if (there) return { ...result, revision: index.revision, expires: index.expires, changed: false };
  withVersion(index, opened, entry);
  return { ...result, ...await writeIndex(files, index, registry), changed: true };
}

/** Tells all hosts to stop packages: each given by its SHA-256 or as `<id>@<version>`. Rejects with PackageError. */
export async function revokePackages(registry: RegistryFolder, packages: string[]): Promise<string[]> {
  using files = await IndexFiles.open(registry.folder, registry.key);
  const index = await existing(files);
  const hashes = packages.map((one) => hashOf(index, one));
  index.revoked = [...new Set([...index.revoked, ...hashes])].sort();
  await writeIndex(files, index, registry);
  return hashes;
}

/** Signs the index anew with a later expiry; nothing else changes. Rejects with PackageError. */
export async function refreshIndex(registry: RegistryFolder): Promise<IndexState> {
  using files = await IndexFiles.open(registry.folder, registry.key);
  return await writeIndex(files, await existing(files), registry);
}

async function writeIndex(files: IndexFiles, index: RegistryIndex, registry: RegistryFolder): Promise<IndexState> {
  const { name, expiresDays = EXPIRES_DAYS, now = Date.now() } = registry;
  if (name !== undefined) index.registry.name = name;
  index.revision++;
  index.expires = new Date(now + expiresDays * DAY_MS).toISOString();
  await files.write(index);
  return { revision: index.revision, expires: index.expires };
}

async function newIndex({ folder }: RegistryFolder): Promise<RegistryIndex> {
  const path = await Deno.realPath(folder);
  const name = path.slice(path.lastIndexOf("/") + 1) || "registry";
  return { registry: { name }, revision: 0, expires: "", plugins: [], revoked: [] };
}

async function existing(files: IndexFiles): Promise<RegistryIndex> {
  const index = await files.read();
  if (index !== undefined) return index;
  throw new PackageError("not_found", `There is no registry in "${files.folder}": \`plugin publish\` begins one`);
}

/** Opens the package as an installer would. */
async function inspect(archive: Uint8Array): Promise<OpenedPackage> {
  const folder = await Deno.makeTempDir({ prefix: "bulkhead-publish-" });
  try {
    await Deno.writeFile(`${folder}/package.tgz`, archive);
    const opened = await openPackage(`${folder}/package.tgz`, `${folder}/package`);
    if (opened.signature.state === "valid") return opened;
    throw new PackageError("signature_invalid", "The package is not signed", "Sign it: bulkhead plugin sign");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function indexVersion({ manifest, hash, sizeBytes, signature }: OpenedPackage): IndexVersion {
  const { id, version, engine, permissions = {} } = manifest;
  const file = `${id}-${version}.tgz`;
  return {
    version,
    engine,
    package: file,
    sha256: hash,
    size: sizeBytes,
    publisher: signature.publisher!,
    permissions,
  };
}

/** Newest version first; what the index says of the plugin is what its newest version says. */
function withVersion(index: RegistryIndex, { manifest }: OpenedPackage, entry: IndexVersion): void {
  const { id, name, description } = manifest;
  const known = index.plugins.find((plugin) => plugin.id === id);
  const plugin: IndexPlugin = known ?? { id, name, versions: [] };
  plugin.versions = [...plugin.versions, entry].sort((a, b) => semver.rcompare(a.version, b.version));
  if (plugin.versions[0] === entry) Object.assign(plugin, { name, description });
  if (!known) index.plugins.push(plugin);
  index.plugins.sort((a, b) => a.id < b.id ? -1 : 1);
}

function hashOf(index: RegistryIndex, named: string): string {
  if (/^[0-9a-f]{64}$/.test(named)) return named;
  const [id, version] = named.split("@");
  const plugin = index.plugins.find((one) => one.id === id);
  const found = plugin?.versions.find((one) => one.version === version);
  if (found) return found.sha256;
  const versions = plugin?.versions.map((one) => `${id}@${one.version}`).join(", ");
  const known = versions ? `; there are ${versions}` : "";
  throw new PackageError("not_found", `"${named}" is not in this registry${known}: give a SHA-256 or <id>@<version>`);
}
