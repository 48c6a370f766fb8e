/**
 * Makes the folder of a new plugin in `plugins/`, which runs and passes its test at once: `deno task new-plugin link-check`.
 * `plugins/README.md` says what to do next. For a folder of one's own elsewhere there is `bulkhead plugin new`.
 */
import { newPlugin } from "../host/cli/author/new_plugin.ts";

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
