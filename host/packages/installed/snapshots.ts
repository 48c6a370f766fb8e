import { statfsSync } from "node:fs";
import { StorageError } from "../../storage/mod.ts";
import { exists, removeAll, syncFile } from "./disk.ts";

/** What has to stay free beside a copy. */
const RESERVE_BYTES = 64 * 1024 * 1024;
/** Files that are copied in one go before others get their turn. */
const FILES_PER_TURN = 50;
/** Of a version in the name of a folder. */
const MAX_VERSION_CHARS = 40;
/** A copy that is not finished. */
const PART = ".part";

/** A copy of a plugin's data. */
export interface Snapshot {
  /** Of its folder below the plugin's. */
  name: string;
  /** ISO 8601. */
  at: string;
  sizeBytes: number;
}

/**
 * Plugins' data folders and copies of them, `<data>/packages/snapshots/<id>/<version>-<time>`. Nothing here may run while
 * the plugin does. A copy is there under its name only when it is whole and on disk.
 */
export class Snapshots {
  readonly #folder: string;
  readonly #plugins: string;

  constructor(dataDir: string) {
    this.#folder = `${dataDir}/packages/snapshots`;
    this.#plugins = `${dataDir}/plugins`;
    Deno.mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
  }

  hasData(plugin: string): Promise<boolean> {
    return exists(this.#data(plugin));
  }

  /** The name of a copy that is still to be made. */
  newName(version: string, at: string): string {
    return `${version.slice(0, MAX_VERSION_CHARS)}-${at.replaceAll(/[-:.]/g, "")}`;
  }

  /** Copies the plugin's data. Throws StorageError when there is no room. */
  async take(plugin: string, name: string): Promise<{ sizeBytes: number }> {
    await Deno.mkdir(`${this.#folder}/${plugin}`, { recursive: true, mode: 0o700 });
    try {
      return await copyWhole(this.#data(plugin), this.#path(plugin, name));
    } finally {
      await this.#tidy(plugin);
    }
  }

  /** Moves the plugin's data away; it has none afterwards. */
  async putAside(plugin: string, name: string): Promise<{ sizeBytes: number }> {
    await Deno.mkdir(`${this.#folder}/${plugin}`, { recursive: true, mode: 0o700 });
    const sizeBytes = (await filesOf(this.#data(plugin))).sizeBytes;
    await Deno.rename(this.#data(plugin), this.#path(plugin, name));
    return { sizeBytes };
  }

  has(plugin: string, name: string): Promise<boolean> {
    return exists(this.#path(plugin, name));
  }

  /** Makes a copy the plugin's data again, in place of what it has; the copy is gone then. */
  async putBack(plugin: string, name: string): Promise<void> {
    await removeAll(this.#data(plugin));
    await Deno.rename(this.#path(plugin, name), this.#data(plugin));
    await this.#tidy(plugin);
  }

  /** The same, but the copy stays as well. */
  async copyBack(plugin: string, name: string): Promise<void> {
    await removeAll(this.#data(plugin));
    await copyWhole(this.#path(plugin, name), this.#data(plugin));
  }

  async removeData(plugin: string): Promise<void> {
    await removeAll(this.#data(plugin));
  }

  async remove(plugin: string, name: string): Promise<void> {
    await removeAll(this.#path(plugin, name));
    await this.#tidy(plugin);
  }

  /** Removes every copy that is not named; `keep` says by plugin which are. */
  async clear(keep: ReadonlyMap<string, ReadonlySet<string>>): Promise<void> {
    for await (const { name: plugin } of Deno.readDir(this.#folder)) {
      const kept = keep.get(plugin);
      for await (const { name } of Deno.readDir(`${this.#folder}/${plugin}`)) {
        if (!kept?.has(name)) await removeAll(this.#path(plugin, name));
      }
      await this.#tidy(plugin);
    }
    for await (const { name } of Deno.readDir(this.#plugins)) {
      if (name.endsWith(PART)) await removeAll(`${this.#plugins}/${name}`);
    }
  }

  /** A folder in which nothing is left goes too. */
  async #tidy(plugin: string): Promise<void> {
    await Deno.remove(`${this.#folder}/${plugin}`).catch(() => {});
  }

  #data(plugin: string): string {
    return `${this.#plugins}/${plugin}`;
  }

  #path(plugin: string, name: string): string {
    return `${this.#folder}/${plugin}/${name}`;
  }
}

/** Under its name only when all of it is on disk. */
async function copyWhole(from: string, to: string): Promise<{ sizeBytes: number }> {
  const part = to + PART;
  await removeAll(part);
  const { folders, files, sizeBytes } = await filesOf(from);
  const { bavail, bsize } = statfsSync(part.slice(0, part.lastIndexOf("/")));
  const freeBytes = Number(bavail) * Number(bsize);
  if (freeBytes < sizeBytes + RESERVE_BYTES) {
    const megabytes = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MB`;
    throw new StorageError(
      "disk_full",
      `There is no room for a copy of ${megabytes(sizeBytes)}: the disk has ${megabytes(freeBytes)} left`,
      "Free space on the disk of the data folder",
    );
  }
  try {
    for (const folder of folders) await Deno.mkdir(`${part}${folder}`, { mode: 0o700 });
    for (const [index, file] of files.entries()) {
      // A clone where the file system has them, never a hard link: the plugin writes to its own.
      await Deno.copyFile(`${from}${file}`, `${part}${file}`);
      await syncFile(`${part}${file}`);
      if (index % FILES_PER_TURN === 0) await new Promise((resolve) => setTimeout(resolve));
    }
    await Deno.rename(part, to);
    await syncFile(to.slice(0, to.lastIndexOf("/")));
  } catch (error) {
    await removeAll(part);
    throw error;
  }
  return { sizeBytes };
}

/** Paths below a folder, each with a slash before it, outer folders first; links and devices are left out. */
async function filesOf(root: string): Promise<{ folders: string[]; files: string[]; sizeBytes: number }> {
  const folders = [""];
  const files: string[] = [];
  let sizeBytes = 0;
  for (let index = 0; index < folders.length; index++) {
    const folder = folders[index]!;
    for await (const { name, isFile, isDirectory } of Deno.readDir(`${root}${folder}`)) {
      const path = `${folder}/${name}`;
      if (isDirectory) folders.push(path);
      else if (isFile) {
        files.push(path);
        sizeBytes += (await Deno.lstat(`${root}${path}`)).size;
      }
    }
  }
  return { folders, files, sizeBytes };
}
