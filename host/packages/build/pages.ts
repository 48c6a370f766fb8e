import { checkedGraph, originals, refuseOutsiders } from "../bundle_stage.ts";
import { faultsFromBundle } from "../compiler_output.ts";
import { compileFile } from "../compile.ts";
import type { PackageFiles } from "../archive/pack.ts";
import { PAGE_SDK, urlOf } from "../resolution.ts";
import { faultAt, refuse, type Stage } from "../stage.ts";
import { copyPageSdk } from "./page_sdk.ts";

const SOURCE = /\.tsx?$/;

/**
 * The files of `ui/` as they go into a package: each script `./x.ts(x)` that a page names is bundled for the browser
 * into `x.js` and named so; sources stay behind, all else is copied. Throws BundleError.
 */
export async function pageFiles(stage: Stage): Promise<PackageFiles> {
  const files: PackageFiles = new Map();
  const scripts = new Set<string>();
  for (const path of filesBelow(stage.folder, "ui")) {
    const bytes = await Deno.readFile(`${stage.folder}/${path}`);
    if (/\.html?$/.test(path)) files.set(path, rewritten(path, bytes, { stage, scripts }));
    else if (!SOURCE.test(path)) files.set(path, bytes);
  }
  if (scripts.size === 0) return files;
  // The plugin is bundled by now; the same stage serves its pages, with what a page may import.
  copyPageSdk(stage.root);
  await Deno.writeTextFile(`${stage.root}/deno.json`, stage.resolution.pageConfig(stage.root, stage.folder));
  for (const script of scripts) {
    const target = script.replace(SOURCE, ".js");
    if (files.has(target)) refuse([fault(stage, script, `becomes "${target}", which is there already`)]);
    files.set(target, new TextEncoder().encode(await bundleScript(stage, script)));
  }
  return files;
}

const SCRIPT_TAG = /<script\b[^<>]*>/gi;
const SCRIPT_SOURCE = /(\ssrc\s*=\s*["']?)([^"'\s>]+\.tsx?)(?=["'\s>])/i;

/** A page with its scripts named as they will be; collects their sources. */
function rewritten(path: string, bytes: Uint8Array, found: { stage: Stage; scripts: Set<string> }): Uint8Array {
  const { stage, scripts } = found;
  const html = new TextDecoder().decode(bytes);
  const changed = html.replaceAll(
    SCRIPT_TAG,
    (tag) =>
      tag.replace(SCRIPT_SOURCE, (_, before: string, source: string) => {
        const script = new URL(source, `package:/${path}`).pathname.slice(1);
        if (!source.match(/^[a-z]+:|^\//i) && script.startsWith("ui/") && isFile(`${stage.folder}/${script}`)) {
          scripts.add(script);
          return before + source.replace(SOURCE, ".js");
        }
        const problem = `names the script "${source}"; expected a file in ui/, such as "./page.ts"`;
        return refuse([fault(stage, path, problem)]);
      }),
  );
  return changed === html ? bytes : new TextEncoder().encode(changed);
}

async function bundleScript(stage: Stage, script: string): Promise<string> {
  const entry = `${stage.folder}/${script}`;
  const exempt = new Map(stage.resolution.exempt(stage.root));
  exempt.delete("@bulkhead/plugin");
  exempt.delete("@bulkhead/workflow");
  exempt.set("@bulkhead/page", urlOf(`${stage.root}/${PAGE_SDK}/mod.ts`));
  const graph = await checkedGraph(stage, { root: entry, entry, exempt, browser: true });
  const flags = ["--platform", "browser"];
  // Once readable, for what it took in is told by comments; then as it is served.
  const [readable, small] = await Promise.all([
    compileFile(stage.root, entry, { format: "esm", flags }),
    compileFile(stage.root, entry, { format: "esm", flags: [...flags, "--minify"] }),
  ]);
  if ("fault" in readable) refuse(originals(faultsFromBundle(readable.fault, entry), stage));
  if ("fault" in small) refuse(originals(faultsFromBundle(small.fault, entry), stage));
  refuseOutsiders(readable.code, stage, graph);
  return small.code;
}

/** Paths of all files below `folder/below`, as they are in the copy: without links, hidden files and configuration. */
function filesBelow(folder: string, below: string): string[] {
  if (!isFolder(`${folder}/${below}`)) return [];
  return [...Deno.readDirSync(`${folder}/${below}`)].flatMap(({ name, isDirectory }) =>
    isDirectory ? filesBelow(folder, `${below}/${name}`) : [`${below}/${name}`]
  ).sort();
}

function fault(stage: Stage, path: string, message: string) {
  return faultAt(`${stage.source.folder}/${path}`, message);
}

function isFile(path: string): boolean {
  return statOf(path)?.isFile ?? false;
}

function isFolder(path: string): boolean {
  return statOf(path)?.isDirectory ?? false;
}

function statOf(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.statSync(path);
  } catch {
    return undefined;
  }
}
