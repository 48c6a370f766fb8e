import { basename, dirname, resolve } from "node:path";
import { ManifestError, parseManifest, type PluginManifest } from "../../packages/mod.ts";
import { CliError } from "../context.ts";
import { CHECKOUT, pinnedVersion } from "./checkout.ts";

/** A plugin that somebody works on. */
export interface AuthorFolder extends AsyncDisposable {
  /** Real path. */
  path: string;
  manifest: PluginManifest;
  /** The deno.json to check and test it with: its own, the product's, or one made for it. */
  config: string;
}

/** The link by which a plugin's own deno.json finds the SDK. */
const LINK = ".bulkhead";

/** Opens the folder of a plugin; throws {@linkcode CliError} with what is wrong with it. */
export async function openAuthorFolder(folder: string): Promise<AuthorFolder> {
  const path = await Deno.realPath(resolve(folder)).catch((cause) => {
    throw new CliError(`There is no folder "${folder}"`, 2, { cause });
  });
  const manifest = await readManifest(path);
  await linkSdk(path);
  const own = nearestConfig(path);
  const made = own ? undefined : await makeConfig();
  return {
    path,
    manifest,
    config: own ?? `${made}/deno.json`,
    async [Symbol.asyncDispose]() {
      if (made) await Deno.remove(made, { recursive: true });
    },
  };
}

async function readManifest(path: string): Promise<PluginManifest> {
  const file = `${path}/plugin.json`;
  const text = await Deno.readTextFile(file).catch((cause) => {
    throw new CliError(`"${path}" holds no plugin.json: make a plugin with "bulkhead plugin new <id>"`, 2, { cause });
  });
  try {
    return parseManifest(text, file);
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    const lines = error.faults.map((fault) => `  ${fault.path || "the document"} ${fault.message}`);
    throw new CliError(`${file} cannot be accepted:\n${lines.join("\n")}`, 1, { cause: error });
  }
}

/** Renews the link where the folder has a deno.json that goes through it. */
export async function linkSdk(path: string): Promise<void> {
  const text = await Deno.readTextFile(`${path}/deno.json`).catch(() => "");
  if (!text.includes(`"./${LINK}/`)) return;
  const link = `${path}/${LINK}`;
  if (await Deno.readLink(link).catch(() => undefined) === CHECKOUT) return;
  await Deno.remove(link).catch(() => {});
  await Deno.symlink(CHECKOUT, link);
}

/** The deno.json that applies to a folder, if it knows the SDK. */
function nearestConfig(path: string): string | undefined {
  for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) {
    const file = `${folder}/deno.json`;
    try {
      return Deno.readTextFileSync(file).includes('"@bulkhead/plugin"') ? file : undefined;
    } catch {
      // not here: one above may apply
    }
  }
  return undefined;
}

/** For a plugin of two files, which has no deno.json. */
async function makeConfig(): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "bulkhead-author-" });
  const at = (path: string) => new URL(`file://${encodeURI(CHECKOUT)}/${path}`).href;
  const imports = {
    "@bulkhead/plugin": at("host/sdk/plugin.ts"),
    "@bulkhead/testing": at("host/sdk/testing.ts"),
    "@bulkhead/page": at("ui/sdk/page/mod.ts"),
    zod: `npm:zod@${await pinnedVersion("zod")}`,
  };
  await Deno.writeTextFile(
    `${folder}/deno.json`,
    JSON.stringify({
      imports,
      lock: false,
      compilerOptions: { strict: true, lib: ["deno.window", "deno.unstable", "dom", "dom.iterable"] },
    }),
  );
  return folder;
}

/** Runs this Deno on the folder, with its output where ours goes; answers the exit code. */
export async function runDeno(
  args: string[],
  { cwd, env = {} }: { cwd: string; env?: Record<string, string> },
): Promise<number> {
  const child = new Deno.Command(Deno.execPath(), { args, cwd, env, stdin: "null" }).spawn();
  return (await child.status).code;
}

/** The name by which people know a path: short, from where they are. */
export function shortPath(path: string): string {
  const here = `${Deno.cwd()}/`;
  return path.startsWith(here) ? path.slice(here.length) : basename(path) === path ? path : path;
}
