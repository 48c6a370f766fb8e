import type { Logger } from "../../observe/ports.ts";
import type { Database, Writer } from "../../storage/ports.ts";
import { LockFile } from "./lock_file.ts";
import { type Pin, readPin } from "./pins.ts";
import { type InstalledPackage, readInstalled } from "./table.ts";
import { readUndone, type Undone } from "./undone.ts";

export interface InstalledOptions {
  db: Database;
  writer: Writer;
  dataDir: string;
  logger: Logger;
}

/** What is installed: read once, kept current by every change. */
export class Installed {
  readonly #options: InstalledOptions;
  readonly #lock: LockFile;
  /** By plugin; the version in use comes first. */
  readonly #versions = new Map<string, InstalledPackage[]>();
  readonly #undone = new Map<string, Undone>();

  /** The tables have to be there. */
  constructor(options: InstalledOptions) {
    this.#options = options;
    this.#lock = new LockFile(options.dataDir);
    for (const plugin of new Set(readInstalled(options.db).map((one) => one.plugin))) this.#read(plugin);
  }

  /** The versions in use, one a plugin. */
  active(): InstalledPackage[] {
    return [...this.#versions.values()].flatMap((versions) => versions.filter((one) => one.active));
  }

  /** All that is kept of a plugin; the one in use comes first, then what was used last. */
  versions(plugin: string): readonly InstalledPackage[] {
    return this.#versions.get(plugin) ?? [];
  }

  /** The version in use. */
  of(plugin: string): InstalledPackage | undefined {
    return this.versions(plugin).find((one) => one.active);
  }

  plugins(): string[] {
    return [...this.#versions.keys()];
  }

  pin(plugin: string): Pin | undefined {
    return readPin(this.#options.db, plugin);
  }

  undone(plugin: string): Undone | undefined {
    return this.#undone.get(plugin);
  }

  /** Changes what is kept of a plugin in one transaction, then plugins.lock. */
  async change<T>(plugin: string, work: (db: Database) => T): Promise<T> {
    const result = await this.#options.writer.write(work);
    this.#read(plugin);
    await this.writeLock();
    return result;
  }

  /** What it cannot write is written at the next change, or at the next start: the change itself counts already. */
  async writeLock(): Promise<void> {
    await this.#lock.update(() => this.active()).catch((error) => {
      this.#options.logger.error(`plugins.lock could not be written: ${(error as Error).message}`);
    });
  }

  #read(plugin: string): void {
    const { db } = this.#options;
    const versions = readInstalled(db, plugin);
    if (versions.length > 0) this.#versions.set(plugin, versions);
    else this.#versions.delete(plugin);
    const undone = readUndone(db, plugin);
    if (undone) this.#undone.set(plugin, undone);
    else this.#undone.delete(plugin);
  }
}
