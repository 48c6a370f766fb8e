import type { Clock, Logger } from "../../observe/ports.ts";
import {
  endWork,
  type Installed,
  type InstalledPackage,
  type PackageStore,
  type Snapshot,
  type Snapshots,
  type Undone,
  type Work,
  type WorkJournal,
  writeActive,
  writePin,
  writeUndone,
} from "../../packages/mod.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { FoundPlugin } from "../discovery.ts";
import { writeConsent } from "../grants/mod.ts";
import { forgetPlugin, writeEnabled } from "../store.ts";
import type { PackageUnits } from "./package_units.ts";
import type { Progress } from "./progress.ts";
import { putDataBack } from "./put_back.ts";
import { NOT_READY, startFailure } from "./start_failure.ts";

export interface ReplacementParts {
  units: PackageUnits;
  installed: Installed;
  snapshots: Snapshots;
  journal: WorkJournal;
  store: PackageStore;
  clock: Clock;
  logger: Logger;
}

/** One version that takes another's place, or the place of none. */
export interface Plan {
  work: "install" | "update" | "rollback";
  /** The version that is to be used; it lies in the store. */
  next: InstalledPackage;
  found: FoundPlugin;
  /** It is on afterwards; one that is off is not started. */
  enable: boolean;
  /** Data that it gets in place of what is there. */
  data?: Snapshot;
  /** Said of the version that goes, when it goes since it failed. */
  undone?: Undone;
  by: string;
}

/**
 * Puts a version in the place of the one in use: that is stopped, its data is copied, the new one is started on the real
 * data, and one transaction makes it count. Whatever goes wrong before that transaction is taken back; a journal tells a
 * host that was killed in between what to take back.
 */
export class Replacement {
  readonly #before: InstalledPackage | undefined;
  /** What runs now; undefined when nothing does, or when it cannot be read. */
  readonly #running: FoundPlugin | undefined;
  readonly #enabledSince: string | undefined;

  constructor(
    private readonly parts: ReplacementParts,
    private readonly plan: Plan,
    private readonly progress: Progress,
  ) {
    const { plugin } = plan.next;
    this.#before = parts.installed.of(plugin);
    this.#running = parts.units.get(plugin)?.plugin;
    this.#enabledSince = parts.units.enabledSince(plugin);
  }

  /** Rejects with RpcError when the version did not become ready, all being as before then. */
  async run(signal: AbortSignal): Promise<void> {
    const work = await this.#begin();
    let snapshot: Snapshot | undefined;
    let old: InstalledPackage[];
    try {
      await this.#stop();
      signal.throwIfAborted();
      snapshot = await this.#putDataAside(work);
      if (this.plan.enable) await this.#start(work);
      signal.throwIfAborted();
      this.progress.stage("switch");
      old = await this.#switch(snapshot);
    } catch (error) {
      await this.#undo(work, error);
      throw error;
    }
    await this.#finish(old, snapshot);
  }

  async #begin(): Promise<Work> {
    const { snapshots, journal, clock } = this.parts;
    const { work, next: { plugin, version }, by } = this.plan;
    const at = new Date(clock.now()).toISOString();
    const hadData = await snapshots.hasData(plugin);
    const entry: Work = { plugin, work, stage: "stop", version, hadData, deleteData: false, at, by };
    if (hadData) entry.aside = snapshots.newName(this.#before?.version ?? "before", at);
    await journal.begin(entry);
    return entry;
  }

  async #stop(): Promise<void> {
    if (!this.#running) return;
    const { plugin, version } = this.plan.next;
    this.progress.stage("stop");
    await this.parts.units.halt(plugin, `is being replaced by ${version}`);
  }

  async #putDataAside({ plugin, aside, at }: Work): Promise<Snapshot | undefined> {
    const { snapshots, journal } = this.parts;
    const { data } = this.plan;
    if (aside === undefined && !data) return undefined;
    this.progress.stage("snapshot");
    await journal.stage(plugin, "aside");
    const taken = aside === undefined
      ? undefined
      : data
      ? await snapshots.putAside(plugin, aside)
      : await snapshots.take(plugin, aside);
    if (data) await snapshots.copyBack(plugin, data.name);
    return taken && { name: aside!, at, sizeBytes: taken.sizeBytes };
  }

  async #start({ plugin }: Work): Promise<void> {
    const { units, journal } = this.parts;
    const { found } = this.plan;
    await journal.stage(plugin, "start");
    this.progress.stage("start");
    const lastEnd = units.get(plugin)?.lastEnd;
    try {
      await units.tryOut(found);
    } catch (error) {
      const unit = units.get(plugin);
      throw startFailure(found, error, unit?.lastEnd === lastEnd ? undefined : unit?.lastEnd);
    }
  }

  /** From here on the new version counts. Answers those that are not kept any longer. */
  #switch(snapshot: Snapshot | undefined): Promise<InstalledPackage[]> {
    const { installed, clock } = this.parts;
    const { next, found, enable, undone, by } = this.plan;
    const { plugin, signer, registry } = next;
    const at = new Date(clock.now()).toISOString();
    return installed.change(plugin, (db) => {
      const { snapshot: _, ...fresh } = next;
      const old = writeActive(db, { ...fresh, usedAt: at }, this.#before ? snapshot : undefined);
      const permissions = found.manifest.permissions ?? {};
      writeConsent(db, { plugin, manifestHash: found.manifestHash, permissions, at, by });
      writeEnabled(db, plugin, { enabled: enable, by, at: this.#enabledSince ?? at });
      const pin = signer && { publicKey: signer.publicKey, fingerprint: signer.fingerprint, at, by };
      if (pin) writePin(db, plugin, { ...pin, ...(registry ? { registryUrl: registry.url } : {}) });
      writeUndone(db, plugin, undone);
      endWork(db, plugin);
      return old;
    });
  }

  /** What fails here is only not cleared away yet: the next start does it. */
  async #finish(old: InstalledPackage[], snapshot: Snapshot | undefined): Promise<void> {
    const { units, snapshots, store, clock, logger } = this.parts;
    const { next, found, enable } = this.plan;
    const { plugin } = next;
    const since = this.#enabledSince ?? new Date(clock.now()).toISOString();
    await units.confirm(found, enable ? since : undefined);
    const unused = [next.snapshot, ...old.map((one) => one.snapshot), this.#before ? undefined : snapshot];
    try {
      for (const { hash } of old) await store.remove(hash);
      for (const one of unused) if (one) await snapshots.remove(plugin, one.name);
    } catch (error) {
      logger.warn(`What "${plugin}" no longer needs could not be removed: ${(error as Error).message}`);
    }
  }

  /** Everything as it was. What cannot be put back now is put back at the next start. */
  async #undo(work: Work, cause: unknown): Promise<void> {
    const { units, snapshots, installed, logger } = this.parts;
    const { plugin } = work;
    this.progress.stage("undo", (cause as Error).message);
    try {
      await units.halt(plugin, "is being put back");
      await putDataBack(snapshots, work);
      if (!this.#running) await units.remove(plugin);
      await installed.change(plugin, (db) => {
        if (!this.#before) forgetPlugin(db, plugin);
        else if (cause instanceof RpcError && cause.data.reason === NOT_READY) {
          const { version, hash } = this.plan.next;
          writeUndone(db, plugin, { version, hash, at: work.at, reason: cause.message });
        }
        endWork(db, plugin);
      });
    } catch (error) {
      logger.error(`"${plugin}" could not be put back and waits for the next start: ${(error as Error).message}`);
      return;
    }
    if (!this.#running) return;
    await units.restore(this.#running, this.#enabledSince).catch((error) =>
      logger.error(
        `"${plugin}" is back at ${this.#running!.manifest.version} but not ready: ${(error as Error).message}`,
      )
    );
  }
}
