/**
 * Makes the folder of a new plugin, which runs and passes its test at once:
 * `deno task new-plugin link-check`. `plugins/README.md` says what to do next.
 */
import { pluginFiles } from "./new_plugin_files.ts";

const ID = /^[a-z][a-z0-9-]{1,39}$/;

export interface NewPluginOptions {
  /** Where the plugin's folder is made. */
  folder: string;
}

/** Makes `<folder>/<id>`. Answers the paths of the files; throws when the id is not valid or the folder is there. */
export async function newPlugin(id: string, { folder }: NewPluginOptions): Promise<string[]> {
  if (!ID.test(id)) {
    throw new TypeError(
      `"${id}" cannot be a plugin's id: expected 2 to 40 lower-case letters, digits and "-", beginning with a letter`,
    );
  }
  const root = `${folder}/${id}`;
  try {
    await Deno.mkdir(root);
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) throw new Error(`"${root}" is there already: choose another id`);
    throw error;
  }
  const paths: string[] = [];
  for (const [name, text] of Object.entries(pluginFiles(id))) {
    const path = `${root}/${name}`;
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    await Deno.writeTextFile(path, text);
    paths.push(path);
  }
  return paths;
}

if (import.meta.main) {
  const [id, ...rest] = Deno.args;
  if (id === undefined || rest.length > 0) {
    console.error("Usage: deno task new-plugin <id>");
    Deno.exit(2);
  }
  const folder = decodeURIComponent(new URL("../plugins", import.meta.url).pathname);
  try {
    for (const path of await newPlugin(id, { folder })) console.log(path.slice(folder.length - "plugins".length));
  } catch (error) {
    console.error((error as Error).message);
    Deno.exit(2);
  }
  console.log(`\nNext:\n  deno test -A plugins/${id}\n  deno task generate\n  deno task start`);
}
