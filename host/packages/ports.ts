import type { PluginManifest } from "../../schemas/generated/manifest.ts";
import type { Logger } from "../observe/ports.ts";

/** Where something is wrong in the source of a plugin or a script. */
export interface SourceFault {
  /** Absolute path. */
  file: string;
  /** From 1. */
  line: number;
  /** From 1. */
  column: number;
  message: string;
  kind: "syntax";
  /** The line of source. */
  source?: string;
}

/** A source cannot be made into a bundle; carries every fault that was found. */
export class BundleError extends Error {
  override readonly name = "BundleError";
  constructor(message: string, readonly faults: SourceFault[]) {
    super(message);
  }
}

/** One vetted module, ready to run in a compartment. */
export interface Bundle {
  /** SHA-256 over all inputs, the Deno version and the SDK. */
  hash: string;
  /** Absolute path of the read-only bundle. */
  path: string;
  /** Local files that went in, for watching. */
  inputs: string[];
  /** What will not work at run time, such as imports whose path is computed. */
  warnings: SourceFault[];
  /** True when nothing had to be built. */
  cached: boolean;
}

/** Makes bundles out of source folders, after the check of the module graph. */
export interface Bundler {
  /** `folder` is the plugin's own; nothing outside it may be imported but the SDK, zod and generated types. */
  bundlePlugin(folder: string, entry: string): Promise<Bundle>;
  /**
   * A workflow script; it may import from its own folder as well. `text` stands in for what is in its file, which need
   * not be there.
   */
  bundleScript(path: string, text?: string): Promise<Bundle>;
}

export type { PluginManifest };

/** Everything that can be wrong with a package, an index or a source; stable, and `data.reason` of the error. */
export type PackageFault =
  | "hash_mismatch" // the bytes are not those that the index names
  | "package_modified" // a file differs from integrity.json, is missing, or is not listed
  | "signature_invalid"
  | "publisher_changed" // another key than the one this id was first installed with
  | "source_changed" // another registry than the one this id was first installed from
  | "index_signature_invalid"
  | "index_key_changed"
  | "index_older" // a revision below one that was seen
  | "index_expired"
  | "index_invalid" // not JSON, or not of the schema
  | "revoked"
  | "path_unsafe" // `..`, absolute, NUL, a backslash, a clash of upper and lower case
  | "entry_unsafe" // a link, a device, a pipe
  | "too_large" // more than 64 MB unpacked, 5,000 files, or what the index says
  | "archive_invalid"
  | "manifest_invalid"
  | "engine_mismatch"
  | "id_mismatch" // another id or version than the source says
  | "id_taken" // reserved, bundled with the product, or a folder's
  | "imports_outside" // plugin.js imports anything but node: modules
  | "address_refused" // private, loopback, link-local; plain http in public; a redirect to one of these
  | "fetch_failed" // no answer, too slow, a bad status
  | "source_invalid" // neither a registry's plugin nor a package URL nor an absolute path
  | "source_ambiguous" // an id without its registry that two registries offer
  | "not_found"
  | "requirement_unmet" // what it needs is not there
  | "circle" // its requirements lead back to itself
  | "build_failed" // a source folder that does not become a package
  | "consent_outdated" // grantHash is not that of what is there now
  | "consent_required"; // asks for more than was granted

/** A package, a registry or a source is refused. Becomes an RpcError with `data.reason` = {@linkcode PackageFault}. */
export class PackageError extends Error {
  override readonly name = "PackageError";
  constructor(readonly fault: PackageFault, message: string, readonly hint?: string, options?: ErrorOptions) {
    super(message, options);
  }
}

/** Who signed a package. */
export interface Signature {
  state: "valid" | "unsigned" | "invalid";
  /** As it stands in signature.json; the fingerprint when it names nobody. */
  publisher?: string;
  /** Raw Ed25519 key in base64. */
  publicKey?: string;
  /** SHA-256 of the raw key, first 16 bytes in hex. */
  fingerprint?: string;
}

/** A package that was unpacked and checked: limits, paths, integrity, signature, manifest. Nothing of it has run. */
export interface OpenedPackage {
  /** SHA-256 of the archive's bytes, in hex. */
  hash: string;
  sizeBytes: number;
  unpackedBytes: number;
  manifest: PluginManifest;
  /** SHA-256 of plugin.json, in hex. */
  manifestHash: string;
  signature: Signature;
  /** Folder that holds its files. */
  folder: string;
  files: { path: string; sizeBytes: number; sha256: string }[];
}

export interface OpenOptions {
  /** A wrong signature and a host that it is not made for are put here instead of being thrown: for showing it. */
  problems?: PackageError[];
}
/** Unpacks `archive` (a path) into `folder`, which must not exist, and checks all of it. */
export type OpenPackage = (archive: string, folder: string, options?: OpenOptions) => Promise<OpenedPackage>;

/** Makes a package out of a source folder: the same sources give the same bytes. */
export type BuildPackage = (folder: string, options: { cacheDir: string; logger: Logger }) => Promise<BuiltPackage>;
export interface BuiltPackage {
  /** `<id>-<version>.tgz` */
  name: string;
  bytes: Uint8Array;
  hash: string;
  manifest: PluginManifest;
  warnings: SourceFault[];
}

/** Makes the pages of source folders ready for a browser. */
export interface PageBuilder {
  /** `entry` is that of the plugin's code. Rejects with BundleError. */
  build(folder: string, about: { id: string; entry: string }): Promise<BuiltPages>;
}
export interface BuiltPages {
  /** Holds what `ui/` of a package would hold. */
  folder: string;
  /** Of all that they were made of. */
  hash: string;
}

/** One version in an index. */
export interface IndexVersion {
  version: string;
  engine: string;
  /** URL, relative to the index or absolute. */
  package: string;
  sha256: string;
  size: number;
  publisher: string;
  permissions: PluginManifest["permissions"];
}
export interface IndexPlugin {
  id: string;
  name: string;
  description?: string;
  versions: IndexVersion[];
}
/** index.json of a registry. */
export interface RegistryIndex {
  registry: { name: string };
  revision: number;
  /** ISO 8601. */
  expires: string;
  plugins: IndexPlugin[];
  /** SHA-256 of packages that must not run. */
  revoked: string[];
}

/** A registry that an admin added, or from which something was installed. */
export interface RegistryInfo {
  /** Ends with a slash. */
  url: string;
  name: string;
  publicKey: string;
  fingerprint: string;
  revision: number;
  expires: string;
  plugins: number;
  addedBy: string;
  addedAt: string;
  /** When its index was read last. */
  checkedAt: string;
  /** What is wrong with it now; its last good index counts until it expires. */
  problem?: string;
}

/** Where a package comes from; made of a source string by {@linkcode Registries.resolve}. */
export interface ResolvedSource {
  kind: "registry" | "url" | "file" | "folder";
  /** `<registry URL>#<id>`, the package's URL, or an absolute path: goes into the grantHash. */
  canonical: string;
  registry?: { url: string; name: string; publicKey: string; fingerprint: string };
  /** What the index says of it. */
  id?: string;
  entry?: IndexVersion;
  /** Of a folder or a file: where it is. */
  path?: string;
  /**
   * Brings the bytes into a new file and checks them against size and hash where an index names them. Rejects with
   * PackageError, and then the file is not there; of a folder it always does.
   */
  download(file: string, options: { signal?: AbortSignal; progress?: (bytes: number) => void }): Promise<void>;
}

/** The registries of this host, and the way from a source to its bytes. */
export interface Registries {
  list(): RegistryInfo[];
  add(url: string, by: string): Promise<RegistryInfo>;
  remove(url: string): Promise<boolean>;
  /** Reads every index anew; failures stand in `problem`. */
  refresh(): Promise<void>;
  /** What all known indexes offer, best match first, their versions newest first, without what is revoked. */
  search(query: string): RegistryPlugin[];
  /** Versions of one id in one registry, newest first, without what is revoked. Reads nothing anew. */
  versions(registryUrl: string, id: string): IndexVersion[];
  /** Finds what a source means; `version` is a range that beats the one in the source. Rejects with PackageError. */
  resolve(source: string, options?: { version?: string }): Promise<ResolvedSource>;
  /**
   * Pins the registry of a source from which something is being installed, if it is not known yet: from now on its key
   * and revision count. Nothing happens for any other source.
   */
  remember(source: ResolvedSource, by: string): Promise<void>;
  /** The registry that revoked this package, or undefined. `from`: where it came from, which counts also when removed. */
  revokedBy(hash: string, from?: string): string | undefined;
  /** Called after an index has changed. Answers a function that ends it. */
  onChange(listener: () => void): () => void;
  close(): Promise<void>;
}
export interface RegistryPlugin extends IndexPlugin {
  /** URL of the registry. */
  registry: string;
}

/** A publisher on the organisation's list: its packages get the tier `organisation`. */
export interface TrustedPublisher {
  name: string;
  /** Raw Ed25519 key in base64. */
  publicKey: string;
  /** As in {@linkcode Signature}. */
  fingerprint: string;
  addedBy: string;
  addedAt: string;
}
/** The organisation's list of publishers. */
export interface Publishers {
  list(): TrustedPublisher[];
  /** By raw key in base64. */
  trusts(publicKey: string): boolean;
  /** Puts a key on the list, or gives it another name. Rejects with `signature_invalid` when it is no Ed25519 key. */
  trust(publicKey: string, options: { name: string; by: string }): Promise<TrustedPublisher>;
  /** Answers false when no key with this fingerprint is on the list. */
  distrust(fingerprint: string): Promise<boolean>;
}
