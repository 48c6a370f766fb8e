import { BundleError, type SourceFault } from "./ports.ts";

/** The checkout whose SDK goes into bundles. */
export const CHECKOUT = new URL("../../", import.meta.url);

/** Names that every plugin and script may import. */
const EXEMPT = ["@bulkhead/plugin", "@bulkhead/workflow", "zod"];

/** What the host gives under these names counts, wherever a plugin's own map leads them for its editor. */
const OFFERED = new Set([...EXEMPT, "@bulkhead/testing", "@bulkhead/page"]);

/** The SDK for pages, below the checkout and below a stage; its door is mod.ts. */
export const PAGE_SDK = "ui/sdk/page";

/** zod without its languages, below the checkout: what a bundle needs of it. */
const BUNDLED_ZOD = "host/sdk/zod/mod.js";

/** How imports resolve for one plugin or script. */
export interface Resolution {
  /** Text of the deno.json to bundle with; `root` holds the copy of the SDK, `folder` that of the source. */
  bundleConfig(root: string, folder: string): string;
  /** The same for pages, which have the SDK for pages instead. */
  pageConfig(root: string, folder: string): string;
  /** Text of the frozen deno.lock beside it. */
  lock: string;
  /** Exempt name → the URL to which it resolves in a bundle. */
  exempt(root: string): Map<string, string>;
  /** npm specifiers that the plugin's own lock pins. */
  locked: Set<string>;
}

/** Of deno.lock files, as this Deno writes them. */
const LOCK_VERSION = "5";

interface LockFile {
  version: string;
  specifiers?: Record<string, string>;
  npm?: Record<string, unknown>;
}

interface OwnConfig {
  imports?: Record<string, string>;
  compilerOptions?: { jsx?: unknown; jsxImportSource?: unknown };
}

/** A plugin's own `deno.json` and `deno.lock`, as far as they are taken over. */
interface OwnImports {
  /** How its pages write elements: `jsx` and `jsxImportSource` of its compiler options. */
  jsx: Record<string, string>;
  /** Name → npm specifier. */
  npm: Record<string, string>;
  /** Name → path in the plugin's folder, without a leading `./`. */
  local: Record<string, string>;
  lock: LockFile;
}

/**
 * Puts together what the host offers and what the plugin's own `deno.json` and `deno.lock` say (either may be missing).
 * Throws {@linkcode BundleError} when the plugin's map points anywhere but to npm or into its folder.
 */
export async function resolutionFor(folder: string): Promise<Resolution> {
  const hostMap = JSON.parse(await Deno.readTextFile(new URL("deno.json", CHECKOUT))).imports as Record<string, string>;
  const own = await ownImports(folder);

  const exempt = (root: string) =>
    new Map(EXEMPT.map((name): [string, string] => {
      const path = name === "zod" ? BUNDLED_ZOD : hostMap[name]!.slice("./".length);
      return [name, urlOf(`${root}/${path}`)];
    }));
  const ownIn = (place: string) => ({
    ...own.npm,
    ...Object.fromEntries(Object.entries(own.local).map(([name, path]) => [name, urlOf(`${place}/${path}`)])),
  });
  return {
    bundleConfig: (root, place) => configText({ ...ownIn(place), ...Object.fromEntries(exempt(root)) }),
    pageConfig: (root, place) => {
      const page = { zod: exempt(root).get("zod")!, "@bulkhead/page": urlOf(`${root}/${PAGE_SDK}/mod.ts`) };
      return configText({ ...ownIn(place), ...page }, own.jsx);
    },
    // Frozen: the lock has to name exactly the packages that the configuration names.
    lock: JSON.stringify({ ...own.lock, workspace: { dependencies: [...new Set(Object.values(own.npm))].sort() } }),
    exempt,
    locked: new Set(Object.keys(own.lock.specifiers ?? {})),
  };
}

function configText(imports: Record<string, string>, jsx: Record<string, string> = {}): string {
  return JSON.stringify({
    imports,
    nodeModulesDir: "none",
    lock: { path: "./deno.lock", frozen: true },
    compilerOptions: { strict: true, noUncheckedIndexedAccess: true, lib: ["deno.window", "deno.unstable"], ...jsx },
  });
}

async function ownImports(folder: string): Promise<OwnImports> {
  const file = `${folder}/deno.json`;
  const own: OwnImports = { jsx: {}, npm: {}, local: {}, lock: { version: LOCK_VERSION } };
  const config = await readJson(file) as OwnConfig | undefined;
  if (!config) return own;
  for (const name of ["jsx", "jsxImportSource"] as const) {
    const value = config.compilerOptions?.[name];
    if (typeof value === "string") own.jsx[name] = value;
  }
  const { version, specifiers, npm } = await readJson(`${folder}/deno.lock`) as LockFile | undefined ?? own.lock;
  own.lock = { version, specifiers, npm };
  const faults: SourceFault[] = [];
  for (const [name, target] of Object.entries(config.imports ?? {})) {
    if (OFFERED.has(name)) continue;
    if (target.startsWith("npm:")) own.npm[name] = target;
    else if (target.startsWith("./") && !target.split("/").includes("..")) own.local[name] = target.slice("./".length);
    else {
      const message = `imports "${name}" from "${target}"; expected an npm package that deno.lock pins, ` +
        `or a path that begins with "./"`;
      faults.push({ file, line: 1, column: 1, kind: "syntax", message });
    }
  }
  if (faults.length > 0) throw new BundleError(faults.map((fault) => `${file}: ${fault.message}`).join("\n"), faults);
  return own;
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
    const message = `is not JSON: ${(error as Error).message}`;
    throw new BundleError(`${file} ${message}`, [{ file, line: 1, column: 1, kind: "syntax", message }]);
  }
}

/** File URL of an absolute path. */
export function urlOf(path: string): string {
  const url = new URL("file:///");
  url.pathname = path;
  return url.href;
}

/** Absolute path of a file URL. */
export function pathOf(url: URL | string): string {
  return decodeURIComponent(new URL(url).pathname);
}
