import * as semver from "semver";

/** What the order of starting needs to know of a plugin. */
export interface DependencyNode {
  id: string;
  version: string;
  /** Interface → version. A plugin also provides the interface of its own id, in its own version. */
  provides?: Record<string, string>;
  /** Interface → range. */
  requires?: Record<string, string>;
  optionalRequires?: Record<string, string>;
}

export interface Dependencies {
  /** Plugins that have to be ready (or have failed) before this one starts. */
  after: string[];
  /** Requirements that no plugin meets, in words. */
  unmet: string[];
}

/**
 * For each plugin: what it waits for. A circle of requirements is cut at the plugin where it is noticed, so that
 * everything starts; the one that is started too early finds the other's calls unavailable for a moment.
 */
export function dependenciesOf(nodes: DependencyNode[]): Map<string, Dependencies> {
  const providers = new Map<string, { id: string; version: string }>();
  for (const node of nodes) {
    for (const [name, version] of Object.entries(node.provides ?? {})) {
      if (!providers.has(name) || name === node.id) providers.set(name, { id: node.id, version });
    }
    if (!node.provides?.[node.id]) providers.set(node.id, { id: node.id, version: node.version });
  }
  const result = new Map<string, Dependencies>();
  for (const node of nodes) {
    const after = new Set<string>();
    const unmet: string[] = [];
    for (const [name, range] of Object.entries(node.requires ?? {})) {
      const provider = providers.get(name);
      if (!provider) unmet.push(`${name} ${range}, which no enabled plugin provides`);
      else if (!semver.satisfies(provider.version, range)) {
        unmet.push(`${name} ${range}, but "${provider.id}" provides ${provider.version}`);
      } else if (provider.id !== node.id) after.add(provider.id);
    }
    for (const name of Object.keys(node.optionalRequires ?? {})) {
      const provider = providers.get(name);
      if (provider && provider.id !== node.id) after.add(provider.id);
    }
    result.set(node.id, { after: [...after], unmet });
  }
  cutCircles(result);
  return result;
}

function cutCircles(graph: Map<string, Dependencies>): void {
  const state = new Map<string, "open" | "done">();
  const visit = (id: string): void => {
    state.set(id, "open");
    const node = graph.get(id);
    if (node) {
      node.after = node.after.filter((next) => state.get(next) !== "open");
      for (const next of node.after) if (!state.has(next)) visit(next);
    }
    state.set(id, "done");
  };
  for (const id of graph.keys()) if (!state.has(id)) visit(id);
}
