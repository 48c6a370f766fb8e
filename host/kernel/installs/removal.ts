import type { Clock } from "../../observe/ports.ts";
import {
  forgetInstalled,
  type Installed,
  type PackageStore,
  type Snapshots,
  type Work,
  type WorkJournal,
  writeWork,
} from "../../packages/mod.ts";
import { forgetPlugin } from "../store.ts";
import type { PackageUnits } from "./package_units.ts";
import type { Progress } from "./progress.ts";

export interface RemovalParts {
  units: PackageUnits;
  installed: Installed;
  snapshots: Snapshots;
  journal: WorkJournal;
  store: PackageStore;
  clock: Clock;
  /** Forgets what a plugin keeps outside its data folder: settings, secret ones as well, and files. */
  forgetData(id: string): Promise<void>;
}

/** Takes a plugin away: it is stopped, forgotten in one transaction, then its files go. Its data goes only when asked for. */
export async function removePlugin(
  plugin: string,
  { deleteData, by }: { deleteData: boolean; by: string },
  parts: RemovalParts & { progress: Progress },
): Promise<void> {
  const { units, installed, snapshots, journal, store, clock, progress } = parts;
  const versions = installed.versions(plugin);
  const at = new Date(clock.now()).toISOString();
  const work: Work = {
    ...{ plugin, work: "uninstall", stage: "remove", deleteData, at, by },
    version: installed.of(plugin)?.version ?? "",
    hadData: true,
  };
  progress.stage("stop");
  // A folder's plugin of the same id has nothing to do with it.
  const shadowed = units.taken(plugin) !== undefined;
  if (!shadowed) await units.halt(plugin, "is being uninstalled");
  progress.stage("switch");
  await installed.change(plugin, (db) => {
    forgetInstalled(db, plugin);
    if (shadowed) return;
    forgetPlugin(db, plugin);
    writeWork(db, work);
  });
  if (!shadowed) await units.remove(plugin);
  for (const { hash, snapshot } of versions) {
    await store.remove(hash);
    if (snapshot) await snapshots.remove(plugin, snapshot.name);
  }
  if (deleteData) {
    await snapshots.removeData(plugin);
    await parts.forgetData(plugin);
  }
  await journal.end(plugin);
}
