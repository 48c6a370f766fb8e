/** Who waits for whom: services by name, each with those after which it starts. */
export type Edges = ReadonlyMap<string, readonly string[]>;

/** A circle through `name`, as it would be told: `["a", "b", "a"]`; undefined when there is none. */
export function circleThrough(name: string, edges: Edges): string[] | undefined {
  const seen = new Set<string>();
  const search = (at: string, way: string[]): string[] | undefined => {
    for (const next of edges.get(at) ?? []) {
      if (next === name) return [...way, name];
      if (seen.has(next)) continue;
      seen.add(next);
      const found = search(next, [...way, next]);
      if (found) return found;
    }
    return undefined;
  };
  return search(name, [name]);
}

/** All that `name` needs, itself not among them; those that are not known are left out. */
export function neededBy(name: string, edges: Edges): string[] {
  const found = new Set<string>();
  const waiting = [...edges.get(name) ?? []];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next) || !edges.has(next)) continue;
    found.add(next);
    waiting.push(...edges.get(next)!);
  }
  return [...found];
}

/** Those that wait for `name` directly. */
export function dependentsOf(name: string, edges: Edges): string[] {
  return [...edges].filter(([, after]) => after.includes(name)).map(([dependent]) => dependent);
}
