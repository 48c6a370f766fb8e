import type { Logger } from "../../observe/ports.ts";
import { BundleError, ManifestError, openPackage, PackageError, type PackageStore } from "../../packages/mod.ts";
import type { BuildPackage, OpenedPackage, Registries, ResolvedSource } from "../../packages/ports.ts";
import { grantHashOf } from "./grant_hash.ts";
import type { Progress } from "./progress.ts";
import type { Shelf } from "./shelf.ts";

/** A package that lies unpacked and checked in the stage. */
export interface Fetched {
  source: ResolvedSource;
  opened: OpenedPackage;
  grantHash: string;
  /** What about the package itself keeps it from being installed. */
  problems: PackageError[];
}

export interface FetcherParts {
  registries: Registries;
  store: PackageStore;
  shelf: Shelf;
  buildPackage: BuildPackage;
  /** Folder for what building needs. */
  cacheDir: string;
  logger: Logger;
}

/** From a source to an unpacked, checked package. Nothing of it runs. */
export class PackageFetcher {
  constructor(private readonly parts: FetcherParts) {}

  /** The version that the source means now is looked up each time; bytes that were just looked at are not fetched twice. */
  async fetch(
    text: string,
    options: { version?: string | undefined; signal: AbortSignal; progress: Progress },
  ): Promise<Fetched> {
    const { progress } = options;
    progress.stage("resolve");
    const { version } = options;
    const source = await this.parts.registries.resolve(text, version === undefined ? {} : { version });
    if (source.id) progress.id = source.id;
    const shelved = source.entry && this.parts.shelf.take(source.entry.sha256);
    const { opened, problems } = shelved ?? await this.#open(source, options);
    try {
      checkIdentity(source, opened);
    } catch (error) {
      await this.discard(opened);
      throw error;
    }
    progress.id = opened.manifest.id;
    return { source, opened, problems, grantHash: grantHashOf(opened, source) };
  }

  /** Removes what was fetched; what went into the store meanwhile is not touched. */
  async discard({ folder }: Pick<OpenedPackage, "folder">): Promise<void> {
    await Deno.remove(folder, { recursive: true }).catch(() => {});
  }

  async #open(
    source: ResolvedSource,
    { signal, progress }: { signal: AbortSignal; progress: Progress },
  ): Promise<Pick<Fetched, "opened" | "problems">> {
    const stage = this.parts.store.stage();
    const archive = `${stage}.tgz`;
    try {
      progress.stage("download");
      if (source.kind === "folder") await this.#build(source.path!, archive);
      else {
        const size = source.entry?.size;
        await source.download(archive, { signal, progress: (bytes) => progress.downloaded(bytes, size) });
      }
      signal.throwIfAborted();
      progress.stage("verify");
      const problems: PackageError[] = [];
      return { opened: await openPackage(archive, stage, { problems }), problems };
    } finally {
      await Deno.remove(archive).catch(() => {});
    }
  }

  async #build(folder: string, archive: string): Promise<void> {
    const { buildPackage, cacheDir, logger } = this.parts;
    try {
      const { bytes } = await buildPackage(folder, { cacheDir, logger });
      await Deno.writeFile(archive, bytes, { createNew: true, mode: 0o600 });
    } catch (error) {
      if (error instanceof ManifestError) {
        throw new PackageError(error.unfit ? "engine_mismatch" : "manifest_invalid", error.message);
      }
      if (error instanceof BundleError) throw new PackageError("build_failed", error.message);
      throw error;
    }
  }
}

/** Is it what the registry says that it is? */
function checkIdentity({ id, entry, canonical }: ResolvedSource, { manifest }: OpenedPackage): void {
  const wrong = id !== undefined && manifest.id !== id
    ? `the plugin "${manifest.id}", expected "${id}"`
    : entry && manifest.version !== entry.version
    ? `version "${manifest.version}", expected "${entry.version}"`
    : undefined;
  if (wrong === undefined) return;
  throw new PackageError(
    "id_mismatch",
    `The package that "${canonical}" names holds ${wrong}`,
    "The registry offers something else than it says: tell whoever runs it",
  );
}
