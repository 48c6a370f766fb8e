import { runDeno } from "./_deno.ts";
import { readCheckOutput } from "./compiler_output.ts";
import type { Diagnostic } from "./ports.ts";
import { fileUrl, type TypeFiles } from "./type_files.ts";

const CONFIG = decodeURIComponent(new URL("../../deno.json", import.meta.url).pathname);

/** Checks syntax and types of a script against the plugins of this server. An empty list means that all is well. */
export async function checkTypes(script: string, types: TypeFiles): Promise<Diagnostic[]> {
  const args = ["check", "--quiet", "--frozen", "--no-remote", "--config", CONFIG, "--import-map", types.importMap];
  const { code, stderr } = await runDeno([...args, fileUrl(script)]);
  if (code === 0) return [];
  const sources = new Map<string, string[]>();
  return readCheckOutput(stderr, {
    file: script,
    plugins: types.pluginIds(),
    read(file) {
      let lines = sources.get(file);
      if (!lines) sources.set(file, lines = readLines(file));
      return lines;
    },
  });
}

function readLines(file: string): string[] {
  try {
    return Deno.readTextFileSync(file).split("\n");
  } catch {
    return [];
  }
}
