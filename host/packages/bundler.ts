import type { Logger } from "../observe/ports.ts";
import { BundleCache } from "./bundle_cache.ts";
import { bundleStage } from "./bundle_stage.ts";
import type { Bundle, Bundler } from "./ports.ts";
import { sha256 } from "./sha256.ts";
import { faultAt, makeStage, refuse, type Source } from "./stage.ts";

export interface BundlerOptions {
  /** Folder of the store, `<data>/packages`. */
  cacheDir: string;
  logger: Logger;
}

/**
 * Makes bundles from sources: copies the source, checks its module graph, runs `deno bundle`, keeps the result by
 * content. A source that did not change is found by hashing its files, without starting a process.
 */
export function createBundler(options: BundlerOptions): Bundler {
  const cache = new BundleCache(options.cacheDir);
  const stages = `${options.cacheDir}/build`;
  removeLeftovers(stages);
  /** Those that have not read their source yet, by what was asked for. */
  const underWay = new Map<string, Promise<Bundle>>();

  /** Whoever asks while the source was not copied yet gets the same bundle; later callers may mean another text. */
  async function bundle(kind: Source["kind"], entry: string, folder?: string): Promise<Bundle> {
    const asked = `${kind}:${entry}`;
    const running = underWay.get(asked);
    if (running) return await running;
    const forget = () => {
      if (underWay.get(asked) === work) underWay.delete(asked);
    };
    const work = findOrBuild(kind, entry, folder, forget).finally(forget);
    underWay.set(asked, work);
    return await work;
  }

  async function findOrBuild(
    kind: Source["kind"],
    entry: string,
    folder: string | undefined,
    copying: () => void,
  ): Promise<Bundle> {
    const source = await sourceOf(kind, entry, folder);
    const key = keyOf(source);
    // What was bundled before it was saved is there when it is saved.
    return cache.find(key) ?? cache.find(key, { place: UNSAVED }) ?? await build({ ...source, copying }, key);
  }

  async function build(source: Source, key: string): Promise<Bundle> {
    const startedAt = performance.now();
    await using stage = await makeStage(stages, source);
    const { code, form, files, warnings } = await bundleStage(stage);
    const inputs = new Map(files.map((path) => [stage.original(path), cache.hashFile(path)]));
    for (const name of ["deno.json", "deno.lock"]) {
      inputs.set(`${source.folder}/${name}`, cache.hashFile(`${source.folder}/${name}`));
    }
    const made = cache.store(key, {
      code: new TextEncoder().encode(code),
      form,
      inputs: [...inputs].sort(),
      warnings,
      ...(source.text === undefined ? {} : { place: UNSAVED }),
    });
    options.logger.info(`Bundled ${source.entry}`, {
      ms: Math.round(performance.now() - startedAt),
      bytes: code.length,
    });
    return made;
  }

  return {
    bundlePlugin: async (folder, entry) => await bundle("plugin", `${folder}/${entry}`, folder),
    bundleScript: async (path, text) => {
      if (text === undefined) return await bundle("script", path);
      const source = await unsavedSource(path, text);
      const key = keyOf(source);
      const hash = sha256(new TextEncoder().encode(text));
      const hashFile = (input: string) => input === source.entry ? hash : cache.hashFile(input);
      return cache.find(key, { place: UNSAVED, hashFile }) ?? await build(source, key);
    },
  };
}

/** Under which the cache knows bundles of a source. */
const keyOf = ({ kind, entry }: Source): string => `${kind}:${entry}`;

/** Where the cache remembers the last bundle of a text that was not saved, beside that of the file. */
const UNSAVED = "unsaved";

/** A bundle is made in seconds; what is older was left behind by a host that was killed. */
const LEFTOVER_MS = 3_600_000;

function removeLeftovers(stages: string): void {
  Deno.mkdirSync(stages, { recursive: true });
  for (const { name } of Deno.readDirSync(stages)) {
    const path = `${stages}/${name}`;
    const { mtime } = Deno.statSync(path);
    if (mtime && Date.now() - mtime.getTime() > LEFTOVER_MS) Deno.removeSync(path, { recursive: true });
  }
}

/** A text in place of a script's file. Where that file is a link, the text stands where the link is. */
async function unsavedSource(path: string, text: string): Promise<Source> {
  const slash = path.lastIndexOf("/");
  const folder = await Deno.realPath(path.slice(0, slash));
  return { kind: "script", folder, entry: folder + path.slice(slash), text };
}

/** Real paths of entry and folder (by default the entry's); an entry that is not there is a fault like another. */
export async function sourceOf(kind: Source["kind"], entry: string, folder?: string): Promise<Source> {
  const root = await Deno.realPath(folder ?? entry.slice(0, entry.lastIndexOf("/")));
  const below = folder === undefined ? entry.slice(entry.lastIndexOf("/")) : entry.slice(folder.length);
  const source: Source = { kind, folder: root, entry: root + below };
  const isFile = await Deno.stat(source.entry).then((stat) => stat.isFile, () => false);
  if (!isFile) refuse([faultAt(source.entry, "does not exist, but it is the entry")]);
  return source;
}
