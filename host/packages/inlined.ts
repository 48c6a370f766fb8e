import type { ModuleGraph } from "./graph.ts";
import { pathOf } from "./resolution.ts";

/**
 * Files that a bundle holds although the checked graph does not know them. The bundler writes the path of each module,
 * relative to `root`, as a comment before its code; a path that exists and that no module of the graph has is an
 * outsider. This stands behind the check of the graph, in case the two programs ever see an import differently.
 */
export function inlinedOutsiders(bundle: string, graph: ModuleGraph, root: string): string[] {
  const known = new Set(graph.modules.flatMap((module) => module.local ? [module.local] : []));
  // Packages were judged by their lock.
  const packages = Object.values(graph.npmPackages ?? {}).flatMap((one) => one.localPath ? [`${one.localPath}/`] : []);
  const outsiders = new Set<string>();
  for (const [, relative] of bundle.matchAll(/^[ \t]*\/\/ (.+)$/gm)) {
    const path = pathOf(new URL(encodeURI(relative ?? ""), `file://${encodeURI(root)}/`));
    if (known.has(path) || packages.some((folder) => path.startsWith(folder))) continue;
    if (isFile(path)) outsiders.add(path);
  }
  return [...outsiders];
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
