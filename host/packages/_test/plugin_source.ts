/** A folder of a plugin's source, somewhere. */
export interface PluginSource extends AsyncDisposable {
  /** Holds nothing but the plugin's folder. */
  root: string;
  folder: string;
  write(files: Record<string, string | Uint8Array>): Promise<void>;
}

export const MANIFEST = {
  id: "polls",
  version: "1.2.3",
  engine: "^1",
  name: "Polls",
  description: "Asks a channel",
  permissions: { publish: [{ type: "polls.poll.opened", reason: "tells others of a new poll" }] },
};

const PLUGIN = `import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";
import { greeting } from "./domain/greeting.ts";

export default definePlugin({
  methods: {
    "poll.open": method({
      summary: "Opens a poll",
      params: z.object({ question: z.string().max(80) }),
      result: z.object({ text: z.string() }),
      handler: ({ question }) => ({ text: greeting(question) }),
    }),
    "poll.close": method({ summary: "Closes a poll", params: z.object({}), result: z.null(), handler: () => null }),
  },
});
`;

/** Makes a plugin in a folder of the given name, which need not be its id. */
export async function pluginSource(
  files: Record<string, string | Uint8Array> = {},
  name = "polls",
): Promise<PluginSource> {
  const root = await Deno.realPath(await Deno.makeTempDir());
  const folder = `${root}/${name}`;
  const write = async (all: Record<string, string | Uint8Array>) => {
    for (const [path, content] of Object.entries(all)) {
      const target = `${folder}/${path}`;
      await Deno.mkdir(target.slice(0, target.lastIndexOf("/")), { recursive: true });
      if (typeof content === "string") await Deno.writeTextFile(target, content);
      else await Deno.writeFile(target, content);
    }
  };
  await write({
    "plugin.json": JSON.stringify({ $schema: "./plugin.schema.json", ...MANIFEST, entry: "plugin.ts" }),
    "plugin.ts": PLUGIN,
    "domain/greeting.ts": "export const greeting = (question: string): string => `Poll: ${question}`;\n",
    "README.md": "# Polls\n",
    ...files,
  });
  return { root, folder, write, [Symbol.asyncDispose]: () => Deno.remove(root, { recursive: true }) };
}
