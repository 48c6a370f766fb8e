/** The repository. */
export const CHECKOUT = decodeURIComponent(new URL("../../", import.meta.url).pathname).replace(/\/$/, "");

/** Bundles are kept here between tests: they are named for their content. */
export const PACKAGES = `${CHECKOUT}/tests/output/packages`;

/** Path below the folder → text. */
export type FileTree = Record<string, string>;

/** Writes files below a folder. */
export async function writeTree(folder: string, files: FileTree): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    const target = `${folder}/${path}`;
    await Deno.mkdir(target.slice(0, target.lastIndexOf("/")), { recursive: true });
    await Deno.writeTextFile(target, text);
  }
}

export interface PluginFolders {
  /** Ids of plugins of the product; default none. */
  plugins?: string[];
  /** Folders of other plugins, each named as its id. */
  pluginDirs?: string[];
  /** Plugins written for this test: id → files. A missing plugin.json is made up. */
  pluginFiles?: Record<string, FileTree>;
}

/** Puts together a folder for `--plugins`: links to what is there, files for what is written for the test. */
export async function makePluginsFolder(folder: string, options: PluginFolders): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  const linked = [...(options.plugins ?? []).map((id) => `${CHECKOUT}/plugins/${id}`), ...options.pluginDirs ?? []];
  for (const source of linked) await Deno.symlink(source, `${folder}/${source.slice(source.lastIndexOf("/") + 1)}`);
  for (const [id, files] of Object.entries(options.pluginFiles ?? {})) {
    const manifest = { id, version: "0.1.0", engine: "^1", name: id, entry: "plugin.ts" };
    await writeTree(`${folder}/${id}`, { "plugin.json": JSON.stringify(manifest), ...files });
  }
}
