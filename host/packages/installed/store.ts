import type { OpenedPackage } from "../ports.ts";
import { removeAll, syncFile } from "./disk.ts";

/**
 * Unpacked packages by the SHA-256 of their archive, read-only, below `<data>/packages/store`; what is being looked at
 * lies in `<data>/packages/stage` and is gone after the next start.
 */
export class PackageStore {
  readonly #store: string;
  readonly #stage: string;

  /** `folder` is `<data>/packages`. */
  constructor(folder: string) {
    const [store, stage] = ["store", "stage"].map((name) => {
      Deno.mkdirSync(`${folder}/${name}`, { recursive: true, mode: 0o700 });
      return Deno.realPathSync(`${folder}/${name}`);
    });
    this.#store = store!;
    this.#stage = stage!;
  }

  /** A path in the stage at which nothing is. */
  stage(): string {
    return `${this.#stage}/${crypto.randomUUID()}`;
  }

  folderOf(hash: string): string {
    return `${this.#store}/${hash}`;
  }

  /** Is this path that of a package in the store? */
  holds(folder: string): boolean {
    return folder.startsWith(`${this.#store}/`);
  }

  /** Takes a package out of the stage into the store, for good; answers its folder. */
  async keep(opened: OpenedPackage): Promise<string> {
    const folder = this.folderOf(opened.hash);
    // Whatever lay there was not finished, or was changed: what was just checked takes its place.
    await removeAll(folder);
    for (const { path } of opened.files) await syncFile(`${opened.folder}/${path}`);
    await Deno.rename(opened.folder, folder);
    await syncFile(this.#store);
    return folder;
  }

  async remove(hash: string): Promise<void> {
    await removeAll(this.folderOf(hash));
  }

  /** Removes everything of the stage, and of the store what is not named. */
  async clear(keep: ReadonlySet<string>): Promise<void> {
    for await (const { name } of Deno.readDir(this.#stage)) await removeAll(`${this.#stage}/${name}`);
    for await (const { name } of Deno.readDir(this.#store)) {
      if (!keep.has(name)) await removeAll(`${this.#store}/${name}`);
    }
  }
}
