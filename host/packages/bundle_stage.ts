import { runDeno } from "./_deno.ts";
import type { BundleForm } from "./bundle_cache.ts";
import { faultsFromBundle } from "./compiler_output.ts";
import { computedImports } from "./computed_imports.ts";
import { compile } from "./compile.ts";
import { checkGraph, type GraphRules, type ModuleGraph, within } from "./graph.ts";
import { inlinedOutsiders } from "./inlined.ts";
import type { SourceFault } from "./ports.ts";
import { urlOf } from "./resolution.ts";
import { faultAt, refuse, type Stage } from "./stage.ts";

/** What became of a stage's entry. */
export interface BundledStage {
  code: string;
  form: BundleForm;
  /** Paths in the stage of the source's own files that went in. */
  files: string[];
  graph: ModuleGraph;
  warnings: SourceFault[];
}

/** Checks a stage's module graph and compiles it into one file. Throws BundleError with every fault. */
export async function bundleStage(stage: Stage): Promise<BundledStage> {
  const checking = checkedGraph(stage, { root: stage.wrapper, entry: stage.entry });
  // Beside each other where nothing can be fetched: compiling executes nothing, and what comes of it counts only when the
  // graph is allowed.
  const offline = stage.resolution.locked.size === 0 ? compile(stage, OFFLINE) : undefined;
  const [checked] = await Promise.allSettled([checking, offline]);
  if (checked.status === "rejected") throw checked.reason;
  const graph = checked.value;
  const files = graph.modules.flatMap((module) =>
    module.local && within(module.local, stage.folder) ? [module.local] : []
  );
  const compiled = await (offline ?? compile(stage));
  if ("fault" in compiled) refuse(originals(faultsFromBundle(compiled.fault, stage.entry), stage));
  refuseOutsiders(compiled.code, stage, graph);
  return { ...compiled, files, graph, warnings: originals(computedImports(files), stage) };
}

const OFFLINE = ["--no-remote", "--no-npm"];

/** What is looked at, and what differs from the rules for a plugin. */
export interface GraphCheck extends Partial<Pick<GraphRules, "exempt" | "browser">> {
  /** Path in the stage where the graph begins. */
  root: string;
  /** Path in the stage from which it is judged. */
  entry: string;
}

/** Runs `deno info` on the copy and judges the graph; throws BundleError with every fault. */
export async function checkedGraph(stage: Stage, check: GraphCheck): Promise<ModuleGraph> {
  const { root, entry, ...rules } = check;
  const args = ["info", "--json", "--no-remote", "--no-npm", "--config", `${stage.root}/deno.json`, root];
  const info = await runDeno(args, { cwd: stage.root });
  if (info.code !== 0) refuse(originals(faultsFromBundle(info.stderr, entry), stage));
  const graph = JSON.parse(info.stdout) as ModuleGraph;
  const faults = checkGraph(graph, {
    folder: stage.folder,
    entry: urlOf(entry),
    exempt: stage.resolution.exempt(stage.root),
    locked: stage.resolution.locked,
    generated: `${stage.root}/schemas/generated`,
    ...rules,
  });
  if (faults.length > 0) refuse(originals(faults, stage));
  return graph;
}

/** Refuses a bundle that holds a file which the checked graph does not know. */
export function refuseOutsiders(code: string, stage: Stage, graph: ModuleGraph): void {
  const outsiders = inlinedOutsiders(code, graph, stage.root);
  if (outsiders.length === 0) return;
  refuse([faultAt(stage.source.entry, `would take in ${outsiders.join(", ")} from outside its folder`)]);
}

/** Faults as of the original files; a missing default export is told as one of the entry, not of the wrapper. */
export function originals(faults: SourceFault[], stage: Stage): SourceFault[] {
  return faults.map((fault) => {
    if (/for import "default"/.test(fault.message) && fault.file === stage.wrapper) {
      const expected = stage.source.kind === "plugin" ? "definePlugin" : "workflow";
      return faultAt(stage.source.entry, `has no default export; expected: export default ${expected}(…)`);
    }
    const file = stage.original(fault.file);
    return { ...fault, file, message: fault.message.replaceAll(`${stage.root}/`, "") };
  });
}
