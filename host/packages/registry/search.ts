import type { IndexPlugin, RegistryIndex, RegistryPlugin } from "../ports.ts";

/** Words of a query that are looked for. */
const MAX_WORDS = 10;

/**
 * Plugins in whose id, name or description every word of the query stands, best match first, then by id. An empty query
 * finds all.
 */
export function searchIndexes(
  indexes: Iterable<{ url: string; index: RegistryIndex }>,
  options: { query: string; revokedBy: (hash: string) => string | undefined },
): RegistryPlugin[] {
  const query = options.query.trim().toLowerCase();
  const words = query.split(/\s+/).filter((word) => word !== "").slice(0, MAX_WORDS);
  const found: { rank: number; plugin: RegistryPlugin }[] = [];
  for (const { url, index } of indexes) {
    for (const plugin of index.plugins) {
      const text = `${plugin.id} ${plugin.name} ${plugin.description ?? ""}`.toLowerCase();
      if (!words.every((word) => text.includes(word))) continue;
      const versions = plugin.versions.filter(({ sha256 }) => options.revokedBy(sha256) === undefined);
      if (versions.length === 0) continue;
      found.push({ rank: rankOf(plugin, query), plugin: { ...plugin, versions, registry: url } });
    }
  }
  return found.sort((a, b) =>
    a.rank - b.rank || compare(a.plugin.id, b.plugin.id) ||
    compare(a.plugin.registry, b.plugin.registry)
  ).map(({ plugin }) => plugin);
}

function rankOf({ id, name }: IndexPlugin, query: string): number {
  if (query === "" || id === query) return 0;
  if (id.startsWith(query)) return 1;
  if (name.toLowerCase().startsWith(query)) return 2;
  return id.includes(query) || name.toLowerCase().includes(query) ? 3 : 4;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
