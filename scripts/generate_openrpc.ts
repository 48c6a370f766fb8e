/**
 * Makes each plugin's `openrpc.json` from its method definitions: what the host and other people can read of a plugin
 * without running it. `deno task generate` calls it; with `--check` it only says which are stale.
 */
import { describePlugin, type PluginDefinition } from "@bulkhead/plugin";
import { documentAbout } from "../host/packages/mod.ts";
import { openrpcDocument } from "../host/rpc/mod.ts";

const PLUGINS = new URL("../plugins/", import.meta.url);

/** The text of one plugin's document. */
export async function openrpcText(folder: URL): Promise<string> {
  const manifest = JSON.parse(await Deno.readTextFile(new URL("plugin.json", folder)));
  const { default: definition } = await import(new URL("plugin.ts", folder).href) as { default: PluginDefinition };
  const { methods } = describePlugin(definition, manifest.id);
  methods.sort((a, b) => a.name < b.name ? -1 : 1);
  return JSON.stringify(openrpcDocument(methods, documentAbout(manifest)), null, 2) + "\n";
}

/** Writes what is stale, or with `check` leaves it. Answers the stale files. */
export async function generateOpenrpc(options: { check?: boolean; plugins?: URL } = {}): Promise<string[]> {
  const plugins = options.plugins ?? PLUGINS;
  const stale: string[] = [];
  const names = [...Deno.readDirSync(plugins)].filter((entry) => entry.isDirectory).map((entry) => entry.name).sort();
  for (const name of names) {
    const folder = new URL(`${name}/`, plugins);
    const target = new URL("openrpc.json", folder);
    const text = await openrpcText(folder);
    if (await Deno.readTextFile(target).catch(() => "") === text) continue;
    stale.push(`plugins/${name}/openrpc.json`);
    if (!options.check) await Deno.writeTextFile(target, text);
  }
  return stale;
}

if (import.meta.main) {
  const check = Deno.args.includes("--check");
  const stale = await generateOpenrpc({ check });
  for (const path of stale) console.error(check ? `${path} is stale; run: deno task generate` : `wrote ${path}`);
  if (check && stale.length > 0) Deno.exit(1);
}
