import { BundleError, type SourceFault } from "./ports.ts";

/** Names that every plugin and script may import, resolved by the host's own import map. */
export const EXEMPT = ["@bulkhead/plugin", "@bulkhead/workflow", "zod"] as const;

/** The checkout whose SDK goes into bundles. */
export const CHECKOUT = new URL("../../", import.meta.url);

/** How imports resolve while one plugin or script is bundled. */
export interface Resolution {
  /** Text of the deno.json to build with. */
  config: string;
  /** Text of the frozen deno.lock beside it. */
  lock: string;
  /** Exempt name → what it resolves to (a file URL or an npm specifier). */
  exempt: Map<string, string>;
  /** npm specifiers that the plugin's own lock pins. */
  locked: Set<string>;
}

interface LockFile {
  version: string;
  specifiers?: Record<string, string>;
  npm?: Record<string, unknown>;
  jsr?: Record<string, unknown>;
  remote?: Record<string, unknown>;
}

/**
 * Puts together the host's exempt imports and the plugin's own `deno.json` and `deno.lock` (either may be missing).
 * Throws {@linkcode BundleError} when the plugin's own map points anywhere but to npm or into its folder.
 */
export async function resolutionFor(folder: string): Promise<Resolution> {
  const hostMap = JSON.parse(await Deno.readTextFile(new URL("deno.json", CHECKOUT))).imports as Record<string, string>;
  const hostLock = JSON.parse(await Deno.readTextFile(new URL("deno.lock", CHECKOUT))) as LockFile;
  const exempt = new Map<string, string>();
  for (const name of EXEMPT) {
    const target = hostMap[name];
    if (target) exempt.set(name, target.startsWith("npm:") ? target : new URL(target, CHECKOUT).href);
  }

  const own = await ownImports(folder);
  const imports = { ...own.imports, ...Object.fromEntries(exempt) };
  const specifiers: Record<string, string> = { ...own.lock?.specifiers };
  const npm: Record<string, unknown> = { ...own.lock?.npm };
  for (const target of exempt.values()) {
    const version = hostLock.specifiers?.[target];
    if (!version) continue;
    specifiers[target] = version;
    const key = `${target.slice("npm:".length, target.lastIndexOf("@"))}@${version}`;
    npm[key] = hostLock.npm?.[key];
  }
  const dependencies = [...new Set(Object.values(imports).filter((target) => target.startsWith("npm:")))].sort();
  return {
    config: JSON.stringify({
      imports,
      nodeModulesDir: "none",
      lock: { path: "./deno.lock", frozen: true },
      compilerOptions: { strict: true, noUncheckedIndexedAccess: true, lib: ["deno.window", "deno.unstable"] },
    }),
    lock: JSON.stringify({
      version: hostLock.version,
      specifiers: sorted(specifiers),
      npm: sorted(npm),
      workspace: { dependencies },
    }),
    exempt,
    locked: new Set(Object.keys(own.lock?.specifiers ?? {})),
  };
}

async function ownImports(folder: string): Promise<{ imports: Record<string, string>; lock?: LockFile }> {
  const file = `${folder}/deno.json`;
  const config = await readJson(file) as { imports?: Record<string, string> } | undefined;
  if (!config) return { imports: {} };
  const lock = await readJson(`${folder}/deno.lock`) as LockFile | undefined;
  const imports: Record<string, string> = {};
  const faults: SourceFault[] = [];
  for (const [name, target] of Object.entries(config.imports ?? {})) {
    if (target.startsWith("npm:")) imports[name] = target;
    else if (target.startsWith("./")) imports[name] = new URL(target, `file://${folder}/`).href;
    else {
      faults.push({
        file,
        line: 1,
        column: 1,
        kind: "syntax",
        message:
          `imports "${name}" from "${target}"; expected an npm package that deno.lock pins, or a path that begins with "./"`,
      });
    }
  }
  if (faults.length > 0) throw new BundleError(faults.map((fault) => `${file}: ${fault.message}`).join("\n"), faults);
  return { imports, lock };
}

async function readJson(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await Deno.readTextFile(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = `${file} is not JSON: ${(error as Error).message}`;
    throw new BundleError(message, [{ file, line: 1, column: 1, kind: "syntax", message }]);
  }
}

function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => a < b ? -1 : 1));
}
