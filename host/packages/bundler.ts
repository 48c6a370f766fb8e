import type { Logger } from "../observe/ports.ts";
import { runDeno } from "./_deno.ts";
import { BundleCache } from "./bundle_cache.ts";
import { faultsFromBundle } from "./compiler_output.ts";
import { computedImports } from "./computed_imports.ts";
import { compile } from "./compile.ts";
import { checkGraph, type ModuleGraph, within } from "./graph.ts";
import { inlinedOutsiders } from "./inlined.ts";
import type { Bundle, Bundler, SourceFault } from "./ports.ts";
import { urlOf } from "./resolution.ts";
import { faultAt, makeStage, refuse, type Source, type Stage } from "./stage.ts";

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
  const underWay = new Map<string, Promise<Bundle>>();

  async function bundle(source: Source): Promise<Bundle> {
    const key = `${source.kind}:${source.entry}`;
    const running = underWay.get(key);
    if (running) return await running;
    const work = (async () => cache.find(key) ?? await build(source, key))();
    underWay.set(key, work);
    try {
      return await work;
    } finally {
      underWay.delete(key);
    }
  }

  async function build(source: Source, key: string): Promise<Bundle> {
    const startedAt = performance.now();
    await using stage = await makeStage(stages, source);
    const graph = await vet(source, stage);
    const own = graph.modules.flatMap((module) =>
      module.local && within(module.local, stage.folder) ? [module.local] : []
    );
    const compiled = await compile(stage);
    if ("fault" in compiled) refuse(originals(faultsFromBundle(compiled.fault, stage.entry), source, stage));
    const { code, form } = compiled;
    const outsiders = inlinedOutsiders(code, graph, stage.root);
    if (outsiders.length > 0) {
      refuse([faultAt(source.entry, `would take in ${outsiders.join(", ")} from outside its folder`)]);
    }
    const warnings = originals(computedImports(own), source, stage);
    const inputs = new Map(own.map((path) => [stage.original(path), cache.hashFile(path)]));
    for (const name of ["deno.json", "deno.lock"]) {
      inputs.set(`${source.folder}/${name}`, cache.hashFile(`${source.folder}/${name}`));
    }
    const made = cache.store(key, {
      code: new TextEncoder().encode(code),
      form,
      inputs: [...inputs].sort(),
      warnings,
    });
    options.logger.info(`Bundled ${source.entry}`, {
      ms: Math.round(performance.now() - startedAt),
      bytes: code.length,
    });
    return made;
  }

  /** Runs `deno info` on the copy and judges the graph; throws BundleError with every fault. */
  async function vet(source: Source, stage: Stage): Promise<ModuleGraph> {
    const args = ["info", "--json", "--no-remote", "--no-npm", "--config", `${stage.root}/deno.json`, stage.wrapper];
    const info = await runDeno(args, { cwd: stage.root });
    if (info.code !== 0) refuse(originals(faultsFromBundle(info.stderr, stage.entry), source, stage));
    const graph = JSON.parse(info.stdout) as ModuleGraph;
    const faults = checkGraph(graph, {
      folder: stage.folder,
      entry: urlOf(stage.entry),
      exempt: stage.resolution.exempt(stage.root),
      locked: stage.resolution.locked,
      generated: `${stage.root}/schemas/generated`,
    });
    if (faults.length > 0) refuse(originals(faults, source, stage));
    return graph;
  }

  return {
    bundlePlugin: async (folder, entry) => await bundle(await sourceOf("plugin", `${folder}/${entry}`, folder)),
    bundleScript: async (path) => await bundle(await sourceOf("script", path)),
  };
}

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

/** Real paths of entry and folder (by default the entry's); an entry that is not there is a fault like another. */
async function sourceOf(kind: Source["kind"], entry: string, folder?: string): Promise<Source> {
  const root = await Deno.realPath(folder ?? entry.slice(0, entry.lastIndexOf("/")));
  const below = folder === undefined ? entry.slice(entry.lastIndexOf("/")) : entry.slice(folder.length);
  const source: Source = { kind, folder: root, entry: root + below };
  const isFile = await Deno.stat(source.entry).then((stat) => stat.isFile, () => false);
  if (!isFile) refuse([faultAt(source.entry, "does not exist, but it is the entry")]);
  return source;
}

/** Faults as of the original files; a missing default export is told as one of the entry, not of the wrapper. */
function originals(faults: SourceFault[], source: Source, stage: Stage): SourceFault[] {
  return faults.map((fault) => {
    if (/for import "default"/.test(fault.message) && fault.file === stage.wrapper) {
      const expected = source.kind === "plugin" ? "definePlugin" : "workflow";
      return faultAt(source.entry, `has no default export; expected: export default ${expected}(…)`);
    }
    const file = stage.original(fault.file);
    return { ...fault, file, message: fault.message.replaceAll(`${stage.root}/`, "") };
  });
}
