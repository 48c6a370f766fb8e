import type { Pusher } from "../../gateway/ports.ts";
import type { Clock, Logger } from "../../observe/ports.ts";
import type { Installed, PackageStore } from "../../packages/mod.ts";
import type { BuildPackage, Publishers, Registries } from "../../packages/ports.ts";
import type { Database, Writer } from "../../storage/ports.ts";
import type { PluginInfo } from "../ports.ts";
import type { PackageUnits } from "./package_units.ts";

/** What installing needs of the rest of the host. */
export interface InstallsParts {
  db: Database;
  writer: Writer;
  dataDir: string;
  /** Folder for what building a package needs. */
  cacheDir: string;
  store: PackageStore;
  installed: Installed;
  registries: Registries;
  publishers: Publishers;
  buildPackage: BuildPackage;
  units: PackageUnits;
  pusher: Pusher;
  clock: Clock;
  logger: Logger;
  /** How a plugin is shown now. */
  info(id: string): PluginInfo | undefined;
  /** Switches on what is installed already. */
  enable(id: string, by: string): Promise<PluginInfo>;
  /** What may run has changed. */
  settle(): void;
  /** Forgets what other parts of the host keep of a plugin, such as its place among the events. */
  forget(id: string): Promise<void>;
  /** Forgets what a plugin keeps outside its data folder: settings, secret ones as well, and files. */
  forgetData(id: string): Promise<void>;
}
