import type { PluginManifest } from "../../packages/ports.ts";
import type { Database, Writer } from "../../storage/ports.ts";

/** Types that are remembered of one plugin. */
const MAX_TYPES = 500;

/** Event types whose events go to the members of a room: those that manifests mark, and those that were seen to. */
export class PrivateTypes {
  readonly #writer: Writer;
  readonly #seen = new Map<string, Set<string>>();

  constructor(db: Database, writer: Writer) {
    this.#writer = writer;
    const rows = db.all<{ plugin: string; type: string }>("SELECT plugin, type FROM ker_private_types");
    for (const { plugin, type } of rows) this.#of(plugin).add(type);
  }

  /** An event of this type went to a room. Kept from the first time on. */
  note(plugin: string, type: string): void {
    const types = this.#of(plugin);
    if (types.has(type) || types.size >= MAX_TYPES) return;
    types.add(type);
    this.#writer.write((db) =>
      db.run("INSERT OR IGNORE INTO ker_private_types (plugin, type) VALUES (?, ?)", plugin, type)
    ).catch(() => types.delete(type)); // the next event tries again
  }

  /** All of them; `manifests` are those of the plugins that are here. */
  all(manifests: Iterable<PluginManifest>): string[] {
    const types = new Set([...this.#seen.values()].flatMap((seen) => [...seen]));
    for (const { events } of manifests) {
      for (const [type, schema] of Object.entries(events?.emits ?? {})) {
        if ((schema as Record<string, unknown>)["x-audience"] === "room") types.add(type);
      }
    }
    return [...types];
  }

  forget(plugin: string): void {
    this.#seen.delete(plugin);
  }

  #of(plugin: string): Set<string> {
    let types = this.#seen.get(plugin);
    if (!types) this.#seen.set(plugin, types = new Set());
    return types;
  }
}
