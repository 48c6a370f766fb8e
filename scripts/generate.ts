/**
 * Makes everything that is generated from schemas and plugins: `deno task generate`. With `--check` it writes nothing
 * and fails, naming what is stale; CI runs that.
 */
import { describePlugin, type PluginDefinition } from "@bulkhead/plugin";
import type { MethodDescriptor } from "../host/sdk/channel/protocol.ts";
import { type EventSchemas, pluginTypes } from "../host/workflows/mod.ts";
import { generateEvents } from "./generate_events.ts";
import { generateManifest } from "./generate_manifest.ts";
import { generateOpenrpc } from "./generate_openrpc.ts";
import { PAGE_THEME, pageThemeModule } from "./generate_page_theme.ts";

const ROOT = new URL("../", import.meta.url);

interface ErrorEntry {
  code: number;
  http: number;
  retry: string;
  title: string;
}

/** Text of `schemas/generated/errors.ts` from the error table. */
export function errorsModule(table: Record<string, ErrorEntry>): string {
  const entries = Object.entries(table).map(([reason, { code, http, retry, title }]) => {
    const fields = [`code: ${code}`, `http: ${http}`, `retry: "${retry}"`, `title: ${JSON.stringify(title)}`];
    const line = `  ${reason}: { ${fields.join(", ")} },`;
    return line.length <= 125 ? line : `  ${reason}: {\n${fields.map((field) => `    ${field},\n`).join("")}  },`;
  });
  return `// Generated from schemas/errors.json by scripts/generate.ts. Do not edit.

/** Every error reason of the host, with its JSON-RPC code, HTTP status and retry class. */
export const ERRORS = {
${entries.join("\n")}
} as const;

/** The stable name of an error, as it stands in \`error.data.reason\`. */
export type ErrorReason = keyof typeof ERRORS;
`;
}

/** Ids of the plugins that come with the product: the folders with a manifest. */
export function bundledIds(plugins: URL): string[] {
  const folders = [...Deno.readDirSync(plugins)].filter(({ name, isDirectory }) =>
    isDirectory && hasManifest(plugins, name)
  );
  return folders.map(({ name }) => name).sort();
}

function hasManifest(plugins: URL, name: string): boolean {
  try {
    return Deno.statSync(new URL(`${name}/plugin.json`, plugins)).isFile;
  } catch {
    return false;
  }
}

async function methodsOf(plugins: URL, id: string): Promise<MethodDescriptor[]> {
  const module = await import(new URL(`${id}/plugin.ts`, plugins).href) as { default: PluginDefinition };
  return describePlugin(module.default, id).methods;
}

/** What the manifests say of the events that the plugins emit. */
async function eventsOf(plugins: URL, ids: string[]): Promise<EventSchemas> {
  const manifests = ids.map(async (id) => JSON.parse(await Deno.readTextFile(new URL(`${id}/plugin.json`, plugins))));
  return Object.assign({}, ...(await Promise.all(manifests)).map(({ events }) => events?.emits));
}

/** Writes what is stale, or with `check` leaves it. Answers the stale files. */
export async function generate(options: { check?: boolean } = {}): Promise<string[]> {
  const plugins = new URL("plugins/", ROOT);
  const stale: string[] = [];
  const file = async (path: string, text: string) => {
    const target = new URL(path, ROOT);
    if (await Deno.readTextFile(target).catch(() => "") === text) return;
    stale.push(path);
    if (!options.check) await Deno.writeTextFile(target, text);
  };
  // First: what follows reads the manifests.
  stale.push(...await generateEvents(options));
  const ids = bundledIds(plugins);
  const methods = await Promise.all(ids.map((id) => methodsOf(plugins, id)));
  await file(
    "schemas/generated/errors.ts",
    errorsModule(JSON.parse(await Deno.readTextFile(new URL("schemas/errors.json", ROOT)))),
  );
  await file("schemas/generated/bundled.json", `[${ids.map((id) => JSON.stringify(id)).join(", ")}]\n`);
  await file("schemas/generated/plugins.d.ts", pluginTypes(methods.flat(), await eventsOf(plugins, ids)));
  await file(PAGE_THEME, await pageThemeModule());
  // Whether this one was stale is told only in check mode.
  if (!await generateManifest(options)) stale.push("schemas/generated/manifest.ts");
  stale.push(...await generateOpenrpc(options));
  return stale;
}

if (import.meta.main) {
  const check = Deno.args.includes("--check");
  const stale = await generate({ check });
  for (const path of stale) console.error(check ? `${path} is stale; run: deno task generate` : `wrote ${path}`);
  if (check && stale.length > 0) Deno.exit(1);
}
