import { pinnedVersion } from "./checkout.ts";
import { linkSdk } from "./author_folder.ts";
import { type NewPluginChoices, pluginFiles } from "./new_plugin_files.ts";

const ID = /^[a-z][a-z0-9-]{1,39}$/;

export interface NewPluginOptions extends Omit<NewPluginChoices, "zod"> {
  /** Where the plugin's folder is made. */
  folder: string;
  /** With a deno.json of its own, for a folder outside the product's sources. Default false. */
  standalone?: boolean;
}

/** Makes `<folder>/<id>`. Answers the paths of the files; throws when the id is not valid or the folder is there. */
export async function newPlugin(id: string, options: NewPluginOptions): Promise<string[]> {
  if (!isPluginId(id)) {
    throw new TypeError(
      `"${id}" cannot be a plugin's id: expected 2 to 40 lower-case letters, digits and "-", beginning with a letter`,
    );
  }
  const { folder, standalone, ...choices } = options;
  const root = `${folder}/${id}`;
  try {
    await Deno.mkdir(root);
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) throw new Error(`"${root}" is there already: choose another id`);
    throw error;
  }
  const paths: string[] = [];
  const zod = standalone ? await pinnedVersion("zod") : undefined;
  for (const [name, text] of Object.entries(pluginFiles(id, { ...choices, zod }))) {
    const path = `${root}/${name}`;
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    await Deno.writeTextFile(path, text);
    paths.push(path);
  }
  await linkSdk(root);
  return paths;
}

export function isPluginId(id: string): boolean {
  return ID.test(id);
}
