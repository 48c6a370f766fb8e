import type { Logger } from "../../observe/ports.ts";
import { sourceOf } from "../bundler.ts";
import type { PackageStore } from "../installed/store.ts";
import type { BuiltPages, PageBuilder } from "../ports.ts";
import { sha256 } from "../sha256.ts";
import { makeStage, surroundingsHash } from "../stage.ts";
import { pageFiles } from "./pages.ts";
import { pageSdkHash } from "./page_sdk.ts";

/** Raised when what is made of the same sources changes. */
const FORMAT = "1";
/** Builds of one plugin that are kept: a page that is being loaded still finds the one before. */
const KEPT = 2;

export interface PageBuilderOptions {
  /** Folder of the store, `<data>/packages`. */
  cacheDir: string;
  /** Installed packages: their pages are built already and taken as they lie there. */
  store: Pick<PackageStore, "holds">;
  logger: Logger;
}

/**
 * Makes the pages of source folders as `plugin build` does, and keeps them by what they were made of:
 * `<cacheDir>/pages/<id>/<hash>/ui/…`. Pages whose sources did not change are found by hashing these.
 */
export function createPageBuilder(options: PageBuilderOptions): PageBuilder {
  const underWay = new Map<string, Promise<BuiltPages>>();

  async function build(folder: string, about: { id: string; entry: string }): Promise<BuiltPages> {
    const startedAt = performance.now();
    const source = await sourceOf("plugin", `${folder}/${about.entry}`, folder);
    const hash = sha256(encoder.encode(JSON.stringify([FORMAT, surroundingsHash(), pageSdkHash(), hashes(folder)])));
    const kept = `${options.cacheDir}/pages/${about.id}`;
    const target = `${kept}/${hash}`;
    if (!await isFolder(target)) {
      const stages = `${options.cacheDir}/build`;
      await Deno.mkdir(stages, { recursive: true });
      await using stage = await makeStage(stages, { ...source, name: about.id });
      const made = `${stage.root}/pages`;
      await Deno.mkdir(`${made}/ui`, { recursive: true });
      for (const [path, bytes] of await pageFiles(stage)) await write(`${made}/${path}`, bytes);
      await Deno.mkdir(kept, { recursive: true });
      await Deno.rename(made, target).catch(async (error) => {
        // Another host on the same cache was quicker.
        if (!await isFolder(target)) throw error;
      });
      await removeOld(kept, hash);
      options.logger.info(`Built the pages of "${about.id}"`, { ms: Math.round(performance.now() - startedAt) });
    }
    return { folder: `${target}/ui`, hash };
  }

  return {
    async build(folder, about) {
      if (options.store.holds(folder)) {
        return { folder: `${folder}/ui`, hash: folder.slice(folder.lastIndexOf("/") + 1) };
      }
      const running = underWay.get(folder);
      if (running) return await running;
      const work = build(folder, about);
      underWay.set(folder, work);
      try {
        return await work;
      } finally {
        underWay.delete(folder);
      }
    },
  };
}

const encoder = new TextEncoder();

/** Path and SHA-256 of every file of a source; what is hidden or comes from npm is not part of it. */
function hashes(folder: string, below = ""): [path: string, hash: string][] {
  const all: [string, string][] = [];
  for (const { name } of Deno.readDirSync(folder + below)) {
    if (name === "node_modules" || name.startsWith(".")) continue;
    const path = `${below}/${name}`;
    const stat = statOf(folder + path);
    if (stat?.isDirectory) all.push(...hashes(folder, path));
    else if (stat?.isFile) all.push([path, sha256(Deno.readFileSync(folder + path))]);
  }
  return all.sort(([a], [b]) => a < b ? -1 : 1);
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  await Deno.writeFile(path, bytes, { mode: 0o444 });
}

async function removeOld(kept: string, current: string): Promise<void> {
  const builds = [...Deno.readDirSync(kept)].filter(({ name }) => name !== current)
    .map(({ name }) => ({ path: `${kept}/${name}`, at: statOf(`${kept}/${name}`)?.mtime?.getTime() ?? 0 }))
    .sort((a, b) => b.at - a.at);
  for (const { path } of builds.slice(KEPT - 1)) await Deno.remove(path, { recursive: true }).catch(() => {});
}

async function isFolder(path: string): Promise<boolean> {
  return await Deno.stat(path).then((stat) => stat.isDirectory, () => false);
}

function statOf(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.statSync(path);
  } catch {
    return undefined;
  }
}
