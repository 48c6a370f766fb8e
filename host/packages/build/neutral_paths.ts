import type { ModuleGraph } from "../graph.ts";

/**
 * Takes the machine's own paths out of a bundle. The compiler names modules by their path from the stage, in comments
 * and as keys of CommonJS modules; for an npm package that leads through this machine's cache.
 */
export function neutralPaths(code: string, graph: ModuleGraph): string {
  const packages = Object.entries(graph.npmPackages ?? {}).flatMap(([name, { localPath }]) =>
    localPath ? [{ name, path: localPath }] : []
  );
  // A package below another one is named first.
  packages.sort((a, b) => b.path.length - a.path.length);
  let neutral = code;
  for (const { name, path } of packages) {
    neutral = neutral.replaceAll(new RegExp(`(\\.\\./)+${RegExp.escape(path.slice(1))}/`, "g"), () => `npm/${name}/`);
  }
  return neutral;
}
