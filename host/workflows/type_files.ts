import type { MethodDescriptor } from "../sdk/channel/protocol.ts";
import { type EventSchemas, pluginTypes } from "./plugin_types.ts";

const CHECKOUT = new URL("../../", import.meta.url);
/** What the SDK imports as the plugins' types; the check puts those of this server in its place. */
const SHIPPED_URL = new URL("schemas/generated/plugins.d.ts", CHECKOUT);
/** Its path. */
export const SHIPPED_TYPES = decodeURIComponent(SHIPPED_URL.pathname);
/** What scripts may import by name. */
const IMPORTABLE = ["@bulkhead/workflow", "@bulkhead/testing", "@bulkhead/plugin", "zod"];

/** The types of this server's plugins, in `<data>/types`: what scripts are checked against, and what an editor reads. */
export class TypeFiles {
  /** Import map for `deno check`. */
  readonly importMap: string;
  readonly plugins: string;
  /** What scripts may import by name. */
  readonly importable: ReadonlySet<string> = new Set(IMPORTABLE);
  readonly #known: string;

  constructor(readonly folder: string) {
    this.importMap = `${folder}/import_map.json`;
    this.plugins = `${folder}/plugins.d.ts`;
    this.#known = `${folder}/methods.json`;
  }

  /**
   * Writes the types of these methods. Those of a plugin that is off now stay as they were last known, for that does not
   * make scripts wrong; those of one that is not in `installed` are forgotten. Answers whether anything changed.
   */
  write(methods: MethodDescriptor[], events: EventSchemas = {}, installed?: string[]): boolean {
    Deno.mkdirSync(this.folder, { recursive: true });
    const known = Object.entries(this.#lastKnown());
    const byPlugin = new Map(known.filter(([id]) => installed === undefined || installed.includes(id)));
    const now = Map.groupBy(methods.filter(callable), ({ name }) => name.split(".", 1)[0]!);
    for (const [plugin, list] of now) byPlugin.set(plugin, list);
    const all = [...byPlugin.values()].flat();
    const text = pluginTypes(all, events);
    const changed = replaceFile(this.plugins, text);
    replaceFile(this.#known, JSON.stringify(Object.fromEntries(byPlugin)));
    replaceFile(this.importMap, JSON.stringify(importMap(this.plugins), null, 2));
    replaceFile(`${this.folder}/deno.json`, JSON.stringify({ importMap: "./import_map.json" }, null, 2));
    return changed;
  }

  /** Ids of the plugins whose methods are known. */
  pluginIds(): string[] {
    return Object.keys(this.#lastKnown()).sort();
  }

  #lastKnown(): Record<string, MethodDescriptor[]> {
    try {
      return JSON.parse(Deno.readTextFileSync(this.#known));
    } catch {
      return {};
    }
  }
}

/** The host's own methods are not for scripts: what they may call is a plugin's. */
function callable({ name }: MethodDescriptor): boolean {
  return !/^(host|rpc|events|workflow)\./.test(name);
}

function importMap(plugins: string): { imports: Record<string, string> } {
  const own = JSON.parse(Deno.readTextFileSync(new URL("deno.json", CHECKOUT))).imports as Record<string, string>;
  const named = IMPORTABLE.map((name) => {
    const target = own[name]!;
    return [name, target.startsWith("./") ? new URL(target, CHECKOUT).href : target];
  });
  return { imports: { ...Object.fromEntries(named), [SHIPPED_URL.href]: fileUrl(plugins) } };
}

/** File URL of an absolute path. */
export function fileUrl(path: string): string {
  const url = new URL("file:///");
  url.pathname = path;
  return url.href;
}

/** Writes a file if its text is another; readers see the old one or the new one, never half of it. */
function replaceFile(path: string, text: string): boolean {
  try {
    if (Deno.readTextFileSync(path) === text) return false;
  } catch { /* not there yet */ }
  Deno.writeTextFileSync(`${path}.new`, text);
  Deno.renameSync(`${path}.new`, path);
  return true;
}
