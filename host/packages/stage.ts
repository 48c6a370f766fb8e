import { BundleError, type SourceFault } from "./ports.ts";
import { CHECKOUT, type Resolution, resolutionFor } from "./resolution.ts";
import { placeSdk } from "./sdk_copy.ts";
import { sdkSource } from "./sdk_source.ts";
import { sha256 } from "./sha256.ts";
import { within } from "./graph.ts";

/** What is bundled: where it must stay, where it begins, and how the Worker serves it. */
export interface Source {
  kind: "plugin" | "script";
  /** Real path of the folder. */
  folder: string;
  /** Real path of the entry. */
  entry: string;
  /** What its copy is called, where that is not to depend on where it lies. Default: the folder's name. */
  name?: string;
  /** Stands in for what is in the entry's file, which need not be there. */
  text?: string;
  /** Called right before the source is copied: what changes from then on is not in the stage. */
  copying?(): void;
}

/**
 * A copy of a source and of the SDK in a folder of its own, in which it is checked and bundled. Deno reads the nearest
 * `deno.json`, `package.json` and `tsconfig.json` above each module; in the copy there is only ours, so none of the
 * plugin's can steer the bundler, and what was checked is what is bundled.
 */
export interface Stage extends AsyncDisposable {
  root: string;
  source: Source;
  /** Folder of the copied source. */
  folder: string;
  /** Path of the copied entry. */
  entry: string;
  resolution: Resolution;
  wrapper: string;
  /** The original path of a path in the copy; other paths stay. */
  original(path: string): string;
}

/** Which SDK module runs what the entry exports by default. */
const SERVERS = {
  plugin: { module: "host/sdk/plugin/worker_entry.ts", name: "servePlugin" },
  script: { module: "host/sdk/workflow/worker_entry.ts", name: "serveScript" },
};

/** Files that configure a bundler; they stay behind. */
const CONFIGURATION = /^(deno\.jsonc?|deno\.lock|package\.json|package-lock\.json|tsconfig.*\.json|jsconfig\.json)$/;
const MAX_FILES = 5_000;
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Copies the source into a new folder below `parent`; dispose of it to remove it. The folder above `parent` is that of the
 * store.
 */
export async function makeStage(parent: string, source: Source): Promise<Stage> {
  const resolution = await resolutionFor(source.folder);
  const root = `${parent}/${crypto.randomUUID()}`;
  const name = source.name ?? source.folder.slice(source.folder.lastIndexOf("/") + 1);
  const folder = source.kind === "plugin" ? `${root}/plugins/${name}` : `${root}/workflows`;
  const stage: Stage = {
    root,
    source,
    folder,
    entry: folder + source.entry.slice(source.folder.length),
    resolution,
    wrapper: `${root}/wrapper.ts`,
    original: (path) => within(path, folder) ? source.folder + path.slice(folder.length) : path,
    [Symbol.asyncDispose]: () => Deno.remove(root, { recursive: true }),
  };
  try {
    await Deno.mkdir(folder, { recursive: true });
    placeSdk(root, parent.slice(0, parent.lastIndexOf("/")));
    source.copying?.();
    copySource(source, folder);
    if (source.text !== undefined) replaceText(stage.entry, source.text);
    await Deno.writeTextFile(`${root}/deno.json`, resolution.bundleConfig(root, folder));
    await Deno.writeTextFile(`${root}/deno.lock`, resolution.lock);
    await Deno.writeTextFile(stage.wrapper, wrapperText(source.kind, stage));
    return stage;
  } catch (error) {
    await Deno.remove(root, { recursive: true }).catch(() => {});
    throw error;
  }
}

function wrapperText(kind: Source["kind"], stage: Stage): string {
  const server = SERVERS[kind];
  const lines = [`import definition from ${JSON.stringify(`.${stage.entry.slice(stage.root.length)}`)};`];
  if (sdkSource().files.has("host/sdk/channel/prelude.ts")) lines.unshift(`import "./host/sdk/channel/prelude.ts";`);
  lines.push(`import { ${server.name} } from "./${server.module}";`, `${server.name}(definition);`, "");
  return lines.join("\n");
}

/** Copies all but configuration, hidden files and node_modules. A link is followed only within the folder. */
function copySource(source: Source, target: string): void {
  const faults: SourceFault[] = [];
  let files = 0;
  let bytes = 0;
  const queue = [""];
  for (let below = queue.pop(); below !== undefined; below = queue.pop()) {
    for (const entry of Deno.readDirSync(source.folder + below)) {
      if (entry.name === "node_modules" || entry.name.startsWith(".") || CONFIGURATION.test(entry.name)) continue;
      const path = `${below}/${entry.name}`;
      const real = entry.isSymlink ? realPath(source.folder + path) : source.folder + path;
      if (real === undefined || !within(real, source.folder)) {
        faults.push(faultAt(source.folder + path, "is a symbolic link that leaves its folder or leads nowhere"));
        continue;
      }
      const stat = Deno.statSync(real);
      if (stat.isDirectory && entry.isSymlink) {
        faults.push(faultAt(source.folder + path, "is a symbolic link to a folder; only files may be linked"));
      } else if (stat.isDirectory) {
        Deno.mkdirSync(target + path);
        queue.push(path);
      } else if (stat.isFile) {
        files++;
        bytes += stat.size;
        if (files > MAX_FILES || bytes > MAX_BYTES) {
          const limit = `more than ${MAX_FILES} files or ${MAX_BYTES / 1024 / 1024} MB`;
          faults.push(faultAt(source.folder, `holds ${limit}`));
          return refuse(faults);
        }
        Deno.copyFileSync(real, target + path);
      }
    }
  }
  if (faults.length > 0) refuse(faults);
}

/** Throws all faults as one error. */
export function refuse(faults: SourceFault[]): never {
  throw new BundleError(
    faults.map((one) => `${one.file}:${one.line}:${one.column}: ${one.message}`).join("\n"),
    faults,
  );
}

/** A fault of a whole file. */
export function faultAt(file: string, message: string): SourceFault {
  return { file, line: 1, column: 1, kind: "syntax", message };
}

/** The copy of a file that may not be written may not be written either. */
function replaceText(path: string, text: string): void {
  Deno.writeTextFileSync(`${path}.new`, text);
  Deno.renameSync(`${path}.new`, path);
}

function realPath(path: string): string | undefined {
  try {
    return Deno.realPathSync(path);
  } catch {
    return undefined;
  }
}

/** Everything that a bundle depends on besides the source's own files. */
export function surroundingsHash(): string {
  return sha256(new TextEncoder().encode(JSON.stringify([Deno.version.deno, CHECKOUT.pathname, sdkSource().hash])));
}
