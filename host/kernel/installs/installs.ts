import * as semver from "semver";
import { type InstalledPackage, PackageError, Snapshots, WorkJournal } from "../../packages/mod.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { FaultyPlugin, FoundPlugin } from "../discovery.ts";
import type { InstallsDesk } from "../methods/installs.ts";
import type { InspectInfo, InstallResult } from "../methods/installs_shapes.ts";
import { packageFailure } from "../package_failure.ts";
import type { PluginUnit } from "../plugin_unit.ts";
import { checkAlone, checkConsent } from "./consent.ts";
import { type Fetched, PackageFetcher } from "./fetcher.ts";
import type { InstallsParts } from "./parts.ts";
import { inspectView, nameOf } from "./inspect_view.ts";
import { Judge } from "./judge.ts";
import { PackageDesk } from "./package_info.ts";
import { packageRow } from "./package_row.ts";
import { Progress } from "./progress.ts";
import { recoverInstalls } from "./recovery.ts";
import { RegistryCircles } from "./registry_circles.ts";
import { removePlugin } from "./removal.ts";
import { type Plan, Replacement } from "./replacement.ts";
import { Revocations } from "./revocations.ts";
import { Shelf } from "./shelf.ts";
import { storedPlugin, usablePlugin } from "./stored_plugin.ts";
import { Turns } from "./turns.ts";
import { keptVersion, WayBack } from "./way_back.ts";

/** Installing, updating, taking back and removing plugins. */
export class Installs implements InstallsDesk {
  readonly packages: PackageDesk;
  readonly revocations: Revocations;
  readonly turns = new Turns();
  readonly #parts: InstallsParts & { snapshots: Snapshots; journal: WorkJournal };
  readonly #fetcher: PackageFetcher;
  readonly #shelf: Shelf;
  readonly #judge: Judge;
  readonly #wayBack: WayBack;

  constructor(parts: InstallsParts) {
    const { db, writer, dataDir, clock, installed, registries, units, logger } = parts;
    this.#parts = { ...parts, snapshots: new Snapshots(dataDir), journal: new WorkJournal(db, writer) };
    this.#shelf = new Shelf(clock, (opened) => this.#fetcher.discard(opened));
    this.#fetcher = new PackageFetcher({ ...parts, shelf: this.#shelf });
    const circles = new RegistryCircles({
      look: (source) =>
        this.#fetcher.fetch(source, {
          signal: this.turns.signal,
          progress: new Progress({ push() {} }, "inspect", source),
        }),
      discard: (opened) => this.#fetcher.discard(opened),
    });
    this.#judge = new Judge({ units, installed, registries, circles });
    this.#wayBack = new WayBack({ ...this.#parts, turns: this.turns, run: (...work) => this.#run(...work) });
    this.packages = new PackageDesk({ ...parts, manifest: (id) => units.get(id)?.plugin.manifest });
    this.revocations = new Revocations({ installed, registries, logger, changed: () => parts.settle() });
  }

  /** Before any plugin starts: what was cut off is resolved. Answers the plugins that are installed. */
  async open(): Promise<(FoundPlugin | FaultyPlugin)[]> {
    const stuck = await recoverInstalls(this.#parts);
    for (const [plugin, problem] of stuck) this.turns.block(plugin, problem);
    const { store, installed } = this.#parts;
    return await Promise.all(
      installed.active().map((one) => {
        const { plugin: id, version, hash } = one;
        const problem = stuck.get(id);
        return problem === undefined
          ? storedPlugin(store, one)
          : { id, version, folder: store.folderOf(hash), problem };
      }),
    );
  }

  inspect({ source, version }: { source: string; version?: string | undefined }): Promise<InspectInfo> {
    return this.#run(new Progress(this.#parts.pusher, "inspect", source), async (progress, signal) => {
      const fetched = await this.#fetcher.fetch(source, { version, signal, progress });
      let keep = false;
      try {
        const problems = await this.#judge.problems(fetched);
        // What an index names by its hash need not be fetched again for the installation that may follow.
        keep = problems.length === 0 && fetched.source.entry !== undefined;
        return await inspectView(fetched, problems, this.#parts);
      } finally {
        if (keep) await this.#shelf.put([source, nameOf(fetched)], fetched);
        else await this.#fetcher.discard(fetched.opened);
      }
    });
  }

  install(
    { source, version, grantHash, by }: { source: string; version?: string | undefined; grantHash: string; by: string },
  ): Promise<InstallResult> {
    return this.#run(new Progress(this.#parts.pusher, "install", source), async (progress, signal) => {
      return await this.#withFetched(source, { version, signal, progress }, async (fetched) => {
        const { hash, manifest: { id } } = fetched.opened;
        const there = await this.turns.at(id, "install", async () => {
          await this.#admit(fetched);
          checkConsent(fetched, grantHash);
          if (hash === this.#parts.installed.of(id)?.hash && this.#parts.units.get(id)) return true;
          await this.#takeIn(fetched, { work: "install", enable: true, by, progress, signal });
          return false;
        });
        if (there) await this.#parts.enable(id, by);
        return this.#result(id);
      });
    });
  }

  update(
    { id, version, grantHash, by }: {
      id: string;
      version?: string | undefined;
      grantHash?: string | undefined;
      by: string;
    },
  ): Promise<InstallResult> {
    const active = this.#active(id);
    const { source } = active;
    return this.#run(new Progress(this.#parts.pusher, "update", source, id), async (progress, signal) => {
      return await this.#withFetched(source, { version, signal, progress }, async (fetched) => {
        const { manifest, hash } = fetched.opened;
        if (manifest.id !== id) {
          throw new PackageError(
            "id_mismatch",
            `"${source}" holds the plugin "${manifest.id}" by now, expected "${id}"`,
          );
        }
        if (version !== undefined && !semver.satisfies(manifest.version, version, { includePrerelease: true })) {
          throw new PackageError("not_found", `"${source}" offers ${manifest.version}, which is not in "${version}"`);
        }
        const older = version === undefined && active.registry && semver.lt(manifest.version, active.version);
        if (hash === active.hash || older) return this.#result(id);
        const { units, installed } = this.#parts;
        await this.turns.at(id, "update", async () => {
          await this.#admit(fetched);
          if (grantHash !== undefined) checkConsent(fetched, grantHash);
          else {checkAlone(fetched, {
              ...this.#parts,
              before: units.get(id)?.plugin.manifest,
              installed: installed.active(),
            });}
          const enable = units.enabledSince(id) !== undefined;
          await this.#takeIn(fetched, { work: "update", enable, by, progress, signal });
        });
        return this.#result(id);
      });
    });
  }

  rollback(
    { id, version, data, by }: { id: string; version?: string | undefined; data: "keep" | "restore"; by: string },
  ): Promise<InstallResult> {
    const { source } = this.#active(id);
    const to = keptVersion({ id, version, data }, this.#parts.installed.versions(id));
    return this.#run(new Progress(this.#parts.pusher, "rollback", source, id), async (progress, signal) => {
      await this.#wayBack.take(to, { data, by, progress, signal });
      this.revocations.look();
      return this.#result(id);
    });
  }

  uninstall(
    { id, deleteData, by }: { id: string; deleteData: boolean; by: string },
  ): Promise<{ id: string; dataKept: boolean }> {
    const { source } = this.#active(id, { shadowed: !deleteData });
    return this.#run(new Progress(this.#parts.pusher, "uninstall", source, id), async (progress) => {
      return await this.turns.at(id, "uninstall", async () => {
        this.#wayBack.unwatch(id);
        await removePlugin(id, { deleteData, by }, { ...this.#parts, progress });
        return { id, dataKept: await this.#parts.snapshots.hasData(id) };
      });
    });
  }

  unitChanged(unit: PluginUnit): void {
    this.#wayBack.unitChanged(unit);
  }

  async close(): Promise<void> {
    this.revocations.close();
    this.#wayBack.close();
    await this.turns.close();
    await this.#shelf.clear();
  }

  /** Puts a package that may be installed into the store and into use. */
  async #takeIn(
    fetched: Fetched,
    { work, enable, by, progress, signal }: Pick<Plan, "work" | "enable" | "by"> & {
      progress: Progress;
      signal: AbortSignal;
    },
  ): Promise<void> {
    const { store, clock, installed, registries, logger } = this.#parts;
    const { source, opened } = fetched;
    const next = packageRow(fetched, { by, at: new Date(clock.now()).toISOString() });
    const { plugin, hash } = next;
    const updates = installed.of(plugin) !== undefined;
    this.#wayBack.unwatch(plugin);
    progress.stage("store");
    try {
      await store.keep(opened);
      const found = await usablePlugin(store, next);
      await new Replacement(this.#parts, { work, next, found, enable, by }, progress).run(signal);
    } catch (error) {
      if (!installed.versions(plugin).some((one) => one.hash === hash)) await store.remove(hash);
      throw error;
    }
    if (updates && enable) this.#wayBack.watch(plugin);
    this.revocations.look();
    await registries.remember(source, by).catch((error) =>
      logger.warn(`The registry of "${plugin}" could not be remembered: ${(error as Error).message}`)
    );
  }

  /** Throws the gravest reason for which it must not be installed. */
  async #admit(fetched: Fetched): Promise<void> {
    const [problem] = await this.#judge.problems(fetched);
    if (problem) throw problem;
  }

  /** What is installed under this id. Throws RpcError; `shadowed` = also what a folder's plugin hides. */
  #active(id: string, options: { shadowed?: boolean } = {}): InstalledPackage {
    const { installed, units, info } = this.#parts;
    const taken = units.taken(id);
    const active = installed.of(id);
    if (active && (taken === undefined || options.shadowed)) return active;
    if (active) {
      throw new RpcError("precondition_failed", `"${id}" is hidden: ${taken}`, { reason: "id_taken", path: "/id" });
    }
    if (!info(id)) throw new RpcError("not_found", `No plugin "${id}"`, { path: "/id" });
    throw new RpcError("precondition_failed", `"${id}" was not installed from a package`, {
      reason: "not_installed",
      path: "/id",
      hint: "A plugin of the plugins folder is changed or removed there",
    });
  }

  #result(id: string): InstallResult {
    const { version, enabled, state } = this.#parts.info(id)!;
    return { id, version, enabled, state };
  }

  /** Fetches for a work that ends with the package in the store, or nowhere. */
  async #withFetched<T>(
    source: string,
    options: { version: string | undefined; signal: AbortSignal; progress: Progress },
    work: (fetched: Fetched) => Promise<T>,
  ): Promise<T> {
    try {
      const fetched = await this.#fetcher.fetch(source, options);
      try {
        return await work(fetched);
      } finally {
        await this.#fetcher.discard(fetched.opened);
        await this.#shelf.drop(nameOf(fetched));
      }
    } finally {
      // What was looked at from this source is not the same any more, or not needed.
      await this.#shelf.drop(source);
    }
  }

  /** Tells of the end as of every stage, and puts errors into the form that may leave the host. */
  async #run<T>(progress: Progress, work: (progress: Progress, signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      const result = await this.turns.run((signal) => work(progress, signal));
      progress.stage("done");
      return result;
    } catch (error) {
      progress.stage("failed", (error as Error).message);
      throw packageFailure(error, {
        path: progress.work === "inspect" || progress.work === "install" ? "/source" : "/id",
      });
    }
  }
}
