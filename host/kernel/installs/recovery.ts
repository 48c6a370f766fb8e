import type { Logger } from "../../observe/ports.ts";
import type { Installed, PackageStore, Snapshots, Work, WorkJournal } from "../../packages/mod.ts";
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
 * nothing. Afterwards every plugin is the old version with its data, or the new one. Answers, by plugin, what could not be
 * put back: that one must not run on data that is half another version's, all others may.
 */
export async function recoverInstalls(parts: RecoveryParts): Promise<Map<string, string>> {
  const { installed, snapshots, journal, store, logger } = parts;
  const stuck = new Map<string, string>();
  const aside = new Map<string, Set<string>>();
  const keep = (plugin: string, name: string) => aside.set(plugin, (aside.get(plugin) ?? new Set()).add(name));
  for (const work of journal.open()) {
    try {
      await resolve(work, parts);
    } catch (error) {
      const problem = `what was begun before the host ended could not be put right: ${(error as Error).message}`;
      logger.error(`"${work.plugin}" does not start: ${problem}`);
      stuck.set(work.plugin, problem);
      if (work.aside !== undefined) keep(work.plugin, work.aside);
    }
  }
  const versions = installed.plugins().flatMap((plugin) => installed.versions(plugin));
  await store.clear(new Set(versions.map(({ hash }) => hash)));
  for (const { plugin, snapshot } of versions) if (snapshot) keep(plugin, snapshot.name);
  await snapshots.clear(aside);
  await installed.writeLock();
  return stuck;
}

async function resolve(work: Work, parts: RecoveryParts): Promise<void> {
  const { installed, snapshots, journal, logger } = parts;
  const { plugin, version, stage, deleteData } = work;
  if (stage === "remove") {
    if (deleteData) {
      await snapshots.removeData(plugin);
      await parts.forgetData(plugin);
    }
    logger.info(`Finished removing "${plugin}"`);
  } else {
    if (stage !== "stop") await putDataBack(snapshots, work);
    const stays = installed.of(plugin)?.version;
    const now = stays === undefined ? "it is not installed" : `it stays at ${stays}`;
    logger.warn(`The ${work.work} of "${plugin}" ${version} was cut off: ${now}`);
  }
  if (!installed.of(plugin)) await parts.forget(plugin);
  await journal.end(plugin);
}
