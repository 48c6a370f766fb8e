import type { Logger } from "../../observe/ports.ts";
import type { Installed, PackageStore, Snapshots, WorkJournal } from "../../packages/mod.ts";
import { putDataBack } from "./put_back.ts";

export interface RecoveryParts {
  installed: Installed;
  snapshots: Snapshots;
  journal: WorkJournal;
  store: PackageStore;
  logger: Logger;
  /** Forgets what other parts of the host keep of a plugin, such as its place among the events. */
  forget(id: string): Promise<void>;
  /** Forgets what a plugin keeps outside its data folder: settings, secret ones as well, and files. */
  forgetData(id: string): Promise<void>;
}

/**
 * Before any plugin starts: finishes or takes back what a host that was killed had begun, and removes what belongs to
 * nothing. Afterwards every plugin is the old version with its data, or the new one.
 */
export async function recoverInstalls(parts: RecoveryParts): Promise<void> {
  const { installed, snapshots, journal, store, logger } = parts;
  for (const work of journal.open()) {
    const { plugin, version } = work;
    if (work.stage === "remove") {
      if (work.deleteData) {
        await snapshots.removeData(plugin);
        await parts.forgetData(plugin);
      }
      logger.info(`Finished removing "${plugin}"`);
    } else {
      if (work.stage !== "stop") await putDataBack(snapshots, work);
      const stays = installed.of(plugin)?.version;
      logger.warn(
        `The ${work.work} of "${plugin}" ${version} was cut off: ${
          stays ? `it stays at ${stays}` : "it is not installed"
        }`,
      );
    }
    if (!installed.of(plugin)) await parts.forget(plugin);
    await journal.end(plugin);
  }
  const versions = installed.plugins().flatMap((plugin) => installed.versions(plugin));
  await store.clear(new Set(versions.map(({ hash }) => hash)));
  const kept = new Map<string, Set<string>>();
  for (const { plugin, snapshot } of versions) {
    if (snapshot) kept.set(plugin, (kept.get(plugin) ?? new Set()).add(snapshot.name));
  }
  await snapshots.clear(kept);
  await installed.writeLock();
}
