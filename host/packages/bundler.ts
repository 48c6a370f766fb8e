import type { Logger } from "../observe/ports.ts";
import { runDeno } from "./_deno.ts";
import { BundleCache } from "./bundle_cache.ts";
import { faultsFromBundle, faultsFromCheck } from "./compiler_output.ts";
import { checkGraph, type ModuleGraph } from "./graph.ts";
import { inlinedOutsiders } from "./inlined.ts";
import { type Bundle, BundleError, type Bundler, type SourceFault } from "./ports.ts";
import { CHECKOUT, resolutionFor } from "./resolution.ts";
import { sha256 } from "./sha256.ts";
import { leavingLinks } from "./symlinks.ts";

export interface BundlerOptions {
  /** Folder of the store, `<data>/packages`. */
  cacheDir: string;
  logger: Logger;
  /** Folder with types generated for scripts, `<data>/types`. */
  typesDir?: string;
}

/** What is bundled: where it must stay, where it begins, and how the Worker serves it. */
interface Source {
  kind: "plugin" | "script";
  folder: string;
  entry: string;
}

/** Which SDK module runs what the entry exports by default. */
const SERVERS = {
  plugin: { module: "host/sdk/plugin/worker_entry.ts", name: "servePlugin" },
  script: { module: "host/sdk/workflow/worker_entry.ts", name: "serveScript" },
};

/**
 * Makes bundles from sources: checks the module graph, runs `deno bundle`, keeps the result by content.
 *
 * A source that did not change is found by hashing its files, without starting a process.
 */
export function createBundler(options: BundlerOptions): Bundler {
  const cache = new BundleCache(options.cacheDir);
  const underWay = new Map<string, Promise<Bundle>>();

  async function bundle(source: Source): Promise<Bundle> {
    const key = `${source.kind}:${source.entry}`;
    const running = underWay.get(key);
    if (running) return await running;
    const work = find(source, key) ?? build(source, key);
    underWay.set(key, Promise.resolve(work));
    try {
      return await work;
    } finally {
      underWay.delete(key);
    }
  }

  function find(_source: Source, key: string): Bundle | undefined {
    const entry = cache.find(key);
    return entry && {
      hash: entry.hash,
      path: cache.bundlePath(entry.hash),
      inputs: entry.inputs.map(([path]) => path),
      warnings: entry.warnings,
      cached: true,
    };
  }

  async function build(source: Source, key: string): Promise<Bundle> {
    const startedAt = performance.now();
    const workspace = await prepare(source);
    const { graph, files } = await vet(source, workspace);
    // Hashed before the bundle is made and again after it: what changed in between is bundled anew.
    const inputs = cache.hashInputs([...files, ...configFiles(source.folder)]);
    const output = `${workspace.folder}/${crypto.randomUUID()}.js`;
    try {
      const run = await runDeno([
        "bundle",
        "--quiet",
        "--config",
        workspace.config,
        "--output",
        output,
        workspace.wrapper,
      ]);
      if (run.code !== 0) fail(source, faultsFromBundle(run.stderr, source.entry));
      const code = await Deno.readFile(output);
      const outsiders = inlinedOutsiders(new TextDecoder().decode(code), graph);
      if (outsiders.length > 0) {
        fail(source, [fault(source.entry, `would take in ${outsiders.join(", ")} from outside its folder`)]);
      }
      if (cache.hashInputs(inputs.map(([path]) => path)).some(([, hash], index) => hash !== inputs[index]?.[1])) {
        return await build(source, key);
      }
      const warnings = computedImports(files.filter((file) => file.startsWith(`${source.folder}/`)));
      const entry = cache.store(key, code, inputs, warnings);
      options.logger.info(`Bundled ${source.entry}`, {
        ms: Math.round(performance.now() - startedAt),
        bytes: code.length,
      });
      return {
        hash: entry.hash,
        path: cache.bundlePath(entry.hash),
        inputs: inputs.map(([path]) => path),
        warnings,
        cached: false,
      };
    } finally {
      await Deno.remove(output).catch(() => {});
    }
  }

  /** A folder of its own in the store, with the wrapper and the configuration to build with. */
  async function prepare(source: Source) {
    const resolution = await resolutionFor(source.folder);
    const server = SERVERS[source.kind];
    const wrapper = [
      `import ${JSON.stringify(new URL("host/sdk/channel/prelude.ts", CHECKOUT).href)};`,
      `import definition from ${JSON.stringify(urlOf(source.entry))};`,
      `import { ${server.name} } from ${JSON.stringify(new URL(server.module, CHECKOUT).href)};`,
      `${server.name}(definition);`,
      "",
    ].join("\n");
    const name = sha256(new TextEncoder().encode(JSON.stringify([wrapper, resolution.config, resolution.lock]))).slice(
      0,
      32,
    );
    const folder = `${options.cacheDir}/build/${name}`;
    await Deno.mkdir(folder, { recursive: true });
    await Promise.all([
      writeOnce(`${folder}/deno.json`, resolution.config),
      writeOnce(`${folder}/deno.lock`, resolution.lock),
      writeOnce(`${folder}/wrapper.ts`, wrapper),
    ]);
    return { folder, resolution, config: `${folder}/deno.json`, wrapper: `${folder}/wrapper.ts` };
  }

  async function vet(source: Source, workspace: Awaited<ReturnType<typeof prepare>>) {
    const links = await leavingLinks(source.folder);
    if (links.length > 0) {
      fail(
        source,
        links.map((link) =>
          fault(`${source.folder}/${link}`, "is a symbolic link that leaves its folder or leads nowhere")
        ),
      );
    }
    const info = await runDeno([
      "info",
      "--json",
      "--no-remote",
      "--no-npm",
      "--config",
      workspace.config,
      workspace.wrapper,
    ]);
    if (info.code !== 0) fail(source, faultsFromBundle(info.stderr, source.entry));
    const graph = JSON.parse(info.stdout) as ModuleGraph;
    const verdict = checkGraph(graph, {
      folder: source.folder,
      entry: urlOf(source.entry),
      resolution: workspace.resolution,
      generated: [pathOf(new URL("schemas/generated", CHECKOUT)), ...(options.typesDir ? [options.typesDir] : [])],
    });
    if (verdict.faults.length > 0) fail(source, verdict.faults);
    return { graph, files: verdict.files.filter((file) => file !== workspace.wrapper) };
  }

  async function check(path: string): Promise<SourceFault[]> {
    const source = await sourceOf(
      "script",
      path.slice(0, path.lastIndexOf("/")),
      path.slice(path.lastIndexOf("/") + 1),
    );
    const workspace = await prepare(source);
    const run = await runDeno(["check", "--quiet", "--config", workspace.config, source.entry]);
    return run.code === 0 ? [] : faultsFromCheck(run.stderr, source.entry);
  }

  return {
    bundlePlugin: async (folder, entry) => await bundle(await sourceOf("plugin", folder, entry)),
    bundleScript: async (path) =>
      await bundle(
        await sourceOf("script", path.slice(0, path.lastIndexOf("/")), path.slice(path.lastIndexOf("/") + 1)),
      ),
    check,
  };
}

/** Real paths of folder and entry; an entry that is not there is a fault like another. */
async function sourceOf(kind: Source["kind"], folder: string, entry: string): Promise<Source> {
  const real = await Deno.realPath(folder);
  const source: Source = { kind, folder: real, entry: `${real}/${entry}` };
  const isFile = await Deno.stat(source.entry).then((stat) => stat.isFile, () => false);
  if (!isFile) fail(source, [fault(source.entry, "does not exist, but it is the entry")]);
  return source;
}

function fault(file: string, message: string): SourceFault {
  return { file, line: 1, column: 1, kind: "syntax", message };
}

/** Throws all faults as one error; a fault in the wrapper is told as one of the entry. */
function fail(source: Source, faults: SourceFault[]): never {
  const told = faults.map((one) =>
    one.message.includes('import "default"') || one.message.includes('for import "default"')
      ? fault(
        source.entry,
        `has no default export; expected: export default ${source.kind === "plugin" ? "definePlugin" : "workflow"}(…)`,
      )
      : one
  );
  throw new BundleError(told.map((one) => `${one.file}:${one.line}:${one.column}: ${one.message}`).join("\n"), told);
}

const COMPUTED = /\bimport\s*\(\s*(?!["'][^"'`$]*["']\s*[,)])/;

/** Imports whose path is only known at run time: they find nothing in a compartment. */
function computedImports(files: string[]): SourceFault[] {
  return files.filter((file) => /\.[mc]?[jt]sx?$/.test(file)).flatMap((file) =>
    Deno.readTextFileSync(file).split("\n").flatMap((source, index): SourceFault[] => {
      const match = COMPUTED.exec(source);
      if (!match || /^\s*(\/\/|\*)/.test(source)) return [];
      return [{
        file,
        line: index + 1,
        column: match.index + 1,
        kind: "syntax",
        message: "imports a computed path, which fails at run time",
        source,
      }];
    })
  );
}

function configFiles(folder: string): string[] {
  return [`${folder}/deno.json`, `${folder}/deno.lock`];
}

async function writeOnce(file: string, text: string): Promise<void> {
  if (await Deno.readTextFile(file).catch(() => undefined) === text) return;
  const temporary = `${file}.${crypto.randomUUID()}`;
  await Deno.writeTextFile(temporary, text);
  await Deno.rename(temporary, file);
}

function urlOf(path: string): string {
  const url = new URL("file:///");
  url.pathname = path;
  return url.href;
}

function pathOf(url: URL): string {
  return decodeURIComponent(url.pathname);
}
