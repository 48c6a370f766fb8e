import type { SourceFault } from "./ports.ts";
import { pathOf } from "./resolution.ts";
import { faultFromError } from "./compiler_output.ts";

/** The parts of `deno info --json` that the check reads. */
export interface ModuleGraph {
  modules: GraphModule[];
  npmPackages?: Record<string, { localPath?: string }>;
}
interface GraphModule {
  specifier: string;
  local?: string;
  error?: string;
  dependencies?: GraphDependency[];
}
interface GraphDependency {
  specifier: string;
  code?: GraphTarget;
  type?: GraphTarget;
}
interface GraphTarget {
  specifier?: string;
  error?: string;
  span: { start: { line: number; character: number } };
}

export interface GraphRules {
  /** Folder in which the code has to stay. */
  folder: string;
  /** File URL of the entry. */
  entry: string;
  /** Exempt name → what it has to resolve to. */
  exempt: Map<string, string>;
  /** npm specifiers that the plugin's own lock pins. */
  locked: Set<string>;
  /** Folder with generated types, which may be imported too. */
  generated: string;
  /** For a browser, which has no `node:` modules. */
  browser?: boolean;
}

/**
 * Walks the graph from the entry through the plugin's own modules and judges each of their imports: into the own
 * folder (where no link is: it is a copy), a built-in `node:` module, an exempt name, a generated type or a locked npm
 * package. Everything else is a fault. What exempt modules import themselves is the host's own matter.
 */
export function checkGraph(graph: ModuleGraph, rules: GraphRules): SourceFault[] {
  const modules = new Map(graph.modules.map((module) => [module.specifier, module]));
  const faults: SourceFault[] = [];
  const seen = new Set<string>([rules.entry]);
  const queue = [rules.entry];
  for (let specifier = queue.pop(); specifier !== undefined; specifier = queue.pop()) {
    const module = modules.get(specifier);
    const file = pathOf(specifier);
    if (module?.error) faults.push(faultFromError(module.error, file));
    for (const dependency of module?.dependencies ?? []) {
      for (const target of [dependency.code, dependency.type]) {
        if (!target) continue;
        const problem = judge(dependency.specifier, target, rules);
        if (problem) {
          faults.push({
            file,
            line: target.span.start.line + 1,
            column: target.span.start.character + 1,
            kind: "syntax",
            message: problem,
          });
        } else if (target.specifier && isOwn(target.specifier, rules.folder) && !seen.has(target.specifier)) {
          const missing = modules.get(target.specifier)?.error?.startsWith("Module not found");
          if (missing) {
            faults.push({
              file,
              line: target.span.start.line + 1,
              column: target.span.start.character + 1,
              kind: "syntax",
              message: `imports "${dependency.specifier}", which does not exist`,
            });
          } else queue.push(target.specifier);
          seen.add(target.specifier);
        }
      }
    }
  }
  return faults;
}

/** Says what is wrong with one import of an own module, or undefined when nothing is. */
function judge(name: string, target: GraphTarget, rules: GraphRules): string | undefined {
  const resolved = target.specifier;
  if (!resolved) return `imports "${name}", which is unknown: ${unknownHint(name)}`;
  if (resolved.startsWith("node:")) {
    return rules.browser ? `imports "${name}", which a browser does not have` : undefined;
  }
  if (rules.exempt.get(name) === resolved) return undefined;
  if (resolved.startsWith("npm:")) {
    return isLocked(resolved, rules.locked)
      ? undefined
      : `imports "${name}" from npm, which the deno.json and deno.lock in its own folder do not pin`;
  }
  if (!resolved.startsWith("file:")) {
    return `imports "${name}" (${resolved.slice(0, resolved.indexOf(":") + 1)}); only files of its own folder, ` +
      `"@bulkhead/plugin", "zod", node: modules and locked npm packages can be imported`;
  }
  const path = pathOf(resolved);
  if (within(path, rules.folder) || within(path, rules.generated)) return undefined;
  return `imports "${name}", which lies outside its folder`;
}

function unknownHint(name: string): string {
  return name.startsWith("@bulkhead/") || name === "zod"
    ? "it is not offered here"
    : `name it in a deno.json of its own ("imports") and lock it, or write a path that begins with "./"`;
}

function isOwn(specifier: string, folder: string): boolean {
  return specifier.startsWith("file:") && within(pathOf(specifier), folder);
}

/** `npm:pkg@1.0.0/sub` is pinned by the lock's entry for `npm:pkg@1.0.0`. */
function isLocked(specifier: string, locked: Set<string>): boolean {
  const [, scope, rest = ""] = /^npm:\/?(@[^/]+\/)?(.*)$/.exec(specifier) ?? [];
  return locked.has(`npm:${scope ?? ""}${rest.split("/")[0]}`);
}

/** True when `path` is `folder` or below it. Both absolute and without `..`. */
export function within(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}
