/** From source folders to bundles that may run. */
export { type BundlerOptions, createBundler } from "./bundler.ts";
export { type Bundle, BundleError, type Bundler, type SourceFault } from "./ports.ts";
export { ENGINE_VERSION } from "./engine.ts";
export { ManifestError, type ManifestFault, parseManifest, readManifest } from "./manifest.ts";
export type { PluginManifest } from "./ports.ts";
export { openPackage } from "./open_package.ts";
export { fingerprintOf, verifySignature } from "./ed25519.ts";
export { type OpenedPackage, PackageError, type PackageFault, type Signature } from "./ports.ts";
export { documentAbout } from "./build/document_about.ts";
export { packageBuilder, type WriteOpenrpc } from "./build/build_package.ts";
export { type InspectedSource, inspectSource } from "./build/inspect_source.ts";
export { createPageBuilder } from "./build/page_store.ts";
export type { BuildPackage, BuiltPackage, BuiltPages, PageBuilder } from "./ports.ts";
export { addSignature, isSigned } from "./signing/add_signature.ts";
export { createKeyFile, KeyError, readKeyFile, type SigningKey } from "./signing/key_file.ts";
export {
  type IndexState,
  type Published,
  publishPackage,
  refreshIndex,
  type RegistryFolder,
  revokePackages,
} from "./registry_folder/publish.ts";
export { addressClass } from "./registry/address_class.ts";
export { openRegistries, type RegistriesOptions, type RegistryClient } from "./registry/registries.ts";
export { openPublishers, type PublishersOptions } from "./registry/publishers.ts";
export { chooseVersion, fits } from "./registry/choice.ts";
export { registryUrl } from "./registry/source.ts";
export { migratePackages } from "./tables.ts";
export { sha256 } from "./sha256.ts";
export { Installed, type InstalledOptions } from "./installed/installed.ts";
export { endWork, type Work, WorkJournal, writeWork } from "./installed/journal.ts";
export { type Pin, writePin } from "./installed/pins.ts";
export { type Snapshot, Snapshots } from "./installed/snapshots.ts";
export { PackageStore } from "./installed/store.ts";
export { bundlerWithStore, readStored } from "./installed/stored_package.ts";
export { forgetInstalled, type InstalledPackage, KEPT_VERSIONS, type Signer, writeActive } from "./installed/table.ts";
export { type Undone, writeUndone } from "./installed/undone.ts";
export { Web, type WebOptions } from "./registry/web.ts";
export type { Pace } from "./registry/web_pace.ts";
export { FolderSink, type WrittenFile } from "./archive/folder_sink.ts";
export { unpack } from "./archive/unpack.ts";
export { pack, type PackageFiles } from "./archive/pack.ts";
