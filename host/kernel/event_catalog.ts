import { compilePatterns, type DeclaredType, type EventCatalog } from "../bus/mod.ts";
import type { PluginManifest } from "../packages/ports.ts";
import { type Check, compileCheck } from "../rpc/mod.ts";
import type { Durability } from "../storage/ports.ts";

interface Entry extends DeclaredType {
  matches: (type: string) => boolean;
  check: Check;
}

/** What one manifest says, compiled. */
interface Compiled {
  manifest: PluginManifest;
  exact: Map<string, Entry>;
  /** Longest pattern first. */
  patterns: Entry[];
}

export interface EventCatalogOptions {
  manifests(): Iterable<PluginManifest>;
  /** By plugin id. */
  manifest(id: string): PluginManifest | undefined;
  /** What whoever runs the host says of a type; it beats the manifests. */
  durability(type: string): Durability | undefined;
}

/**
 * Events as the manifests describe them in `events.emits`: type or pattern → JSON Schema of the data. What a manifest says
 * of another plugin's events does not count. A schema may say `"x-durability": "normal"`.
 */
export class ManifestEvents implements EventCatalog {
  readonly #compiled = new Map<string, Compiled>();

  constructor(private readonly options: EventCatalogOptions) {}

  declared(): DeclaredType[] {
    return [...this.options.manifests()].flatMap((manifest) => {
      const { exact, patterns } = this.#of(manifest);
      return [...exact.values(), ...patterns].map(({ type, plugin, schema }) => ({ type, plugin, schema }));
    });
  }

  find(type: string): DeclaredType | undefined {
    const entry = this.#entry(type);
    return entry && { type: entry.type, plugin: entry.plugin, schema: entry.schema };
  }

  check(type: string, data: unknown): { path: string; message: string } | undefined {
    return this.#entry(type)?.check(data);
  }

  durability(type: string): Durability {
    const said = this.options.durability(type);
    if (said) return said;
    return this.#entry(type)?.schema["x-durability"] === "normal" ? "normal" : "full";
  }

  #entry(type: string): Entry | undefined {
    const manifest = this.options.manifest(type.slice(0, type.indexOf(".")));
    if (!manifest?.events?.emits) return undefined;
    const { exact, patterns } = this.#of(manifest);
    return exact.get(type) ?? patterns.find(({ matches }) => matches(type));
  }

  #of(manifest: PluginManifest): Compiled {
    let compiled = this.#compiled.get(manifest.id);
    if (compiled?.manifest !== manifest) this.#compiled.set(manifest.id, compiled = compile(manifest));
    return compiled;
  }
}

function compile(manifest: PluginManifest): Compiled {
  const entries = Object.entries(manifest.events?.emits ?? {})
    .filter(([type]) => type.startsWith(`${manifest.id}.`))
    .flatMap(([type, schema]): Entry[] => {
      try {
        return [{ type, plugin: manifest.id, schema, matches: compilePatterns([type]), check: compileCheck(schema) }];
      } catch {
        // No type that anybody could publish.
        return [];
      }
    });
  return {
    manifest,
    exact: new Map(entries.filter(({ type }) => !type.includes("*")).map((entry) => [entry.type, entry])),
    patterns: entries.filter(({ type }) => type.includes("*")).sort((a, b) => b.type.length - a.type.length),
  };
}
