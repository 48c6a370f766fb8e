import type { PluginPage, PluginPages } from "../../gateway/ports.ts";
import { type BuiltPages, BundleError, type PageBuilder } from "../../packages/mod.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { FoundPlugin } from "../discovery.ts";
import type { PluginUnit } from "../plugin_unit.ts";

export interface PagesParts {
  units: ReadonlyMap<string, PluginUnit>;
  /** What is switched on. */
  enabled: { has(id: string): boolean };
  builder: PageBuilder;
}

/** States of an enabled plugin in which its page may not be shown: it was not agreed to, or was taken out of use. */
const WITHHELD = new Set(["needs_grant", "stopped", "disabled"]);

/** The page in the source of a package or a folder: an HTML file below `ui/`. */
const ENTRY = /^ui\/(.+\.html?)$/;

/** Finds the files of the pages that plugins from elsewhere bring, and builds those of source folders. */
export class Pages implements PluginPages {
  readonly #parts: PagesParts;
  /** By what was read of the folder: a changed source is another one. */
  readonly #built = new WeakMap<FoundPlugin, Promise<BuiltPages>>();

  constructor(parts: PagesParts) {
    this.#parts = parts;
  }

  async find(id: string): Promise<PluginPage | undefined> {
    const unit = this.#parts.units.get(id);
    if (!unit) return undefined;
    // A lazy plugin that is to be there for its page gets up while the browser still loads.
    unit.viewed();
    if (unit.bundled) return { kind: "compiled" };
    if (!this.#parts.enabled.has(id) || WITHHELD.has(unit.state)) {
      const hint = this.#parts.enabled.has(id) ? unit.state : "disabled";
      throw new RpcError("plugin_unavailable", `"${id}" shows no page now`, { hint });
    }
    const { folder, hash } = await this.#files(unit.plugin);
    const [, entry] = ENTRY.exec(unit.plugin.manifest.ui?.page ?? "") ?? [];
    return { kind: "files", folder, hash, ...(entry ? { entry } : {}) };
  }

  async icon(id: string): Promise<string | undefined> {
    const plugin = this.#parts.units.get(id)?.plugin;
    const icon = plugin?.manifest.icon;
    if (!plugin || !icon?.endsWith(".svg")) return undefined;
    try {
      const path = `${await Deno.realPath(plugin.folder)}/${icon.replace(/^\.\//, "")}`;
      // Neither a link nor a path with dots may lead to another file.
      return await Deno.realPath(path) === path ? path : undefined;
    } catch {
      return undefined;
    }
  }

  #files(plugin: FoundPlugin): Promise<BuiltPages> {
    const known = this.#built.get(plugin);
    if (known) return known;
    const entry = plugin.manifest.entry ?? "plugin.ts";
    const building = this.#parts.builder.build(plugin.folder, { id: plugin.id, entry }).catch((error) => {
      // The same source has the same fault; anything else may be over at the next try.
      if (error instanceof BundleError) throw faulty(plugin, error);
      this.#built.delete(plugin);
      throw error;
    });
    this.#built.set(plugin, building);
    return building;
  }
}

function faulty(plugin: FoundPlugin, error: BundleError): RpcError {
  // From the plugin's own folder on: where that lies on this machine is nobody's business.
  const base = plugin.folder.slice(0, -plugin.id.length);
  const [first] = error.faults;
  const where = first ? `${first.file.replace(base, "")}:${first.line}:${first.column} ` : "";
  const what = (first?.message ?? error.message).replaceAll(base, "");
  return new RpcError("precondition_failed", `The page of "${plugin.id}" cannot be built: ${where}${what}`, {
    reason: "page_faulty",
  });
}
