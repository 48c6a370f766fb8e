import { runDeno } from "./_deno.ts";
import { readCheckOutput } from "./compiler_output.ts";
import type { Diagnostic } from "./ports.ts";
import { sourceFiles } from "./script_files.ts";
import { fileUrl, type TypeFiles } from "./type_files.ts";

/** The product's own settings of the compiler, whatever stands beside a script. */
export const CONFIG = decodeURIComponent(new URL("../../deno.json", import.meta.url).pathname);

/** A text that is in no file, and the folder from which it imports. */
export interface Unsaved {
  text: string;
  /** Absolute path. */
  folder: string;
}

/**
 * Checks syntax and types of a script, or of a text in its place, against the plugins of this server, with a compiler of
 * its own that is started for it. An empty list means that all is well.
 */
export async function checkTypes(script: string, types: TypeFiles, unsaved?: Unsaved): Promise<Diagnostic[]> {
  if (!unsaved) return await check(script, types, { folder: "", copy: "" });
  const copy = `${types.folder}/unsaved-${crypto.randomUUID()}`;
  const { folder, text } = unsaved;
  try {
    await copyFolder(folder, copy);
    const place = copy + script.slice(folder.length);
    await Deno.remove(place).catch(() => {});
    await Deno.writeTextFile(place, text);
    return await check(place, types, { folder, copy });
  } finally {
    await Deno.remove(copy, { recursive: true }).catch(() => {});
  }
}

/** Paths below `copy` are told as those below `folder`. */
async function check(
  script: string,
  types: TypeFiles,
  { folder, copy }: { folder: string; copy: string },
): Promise<Diagnostic[]> {
  const args = ["check", "--quiet", "--frozen", "--no-remote", "--config", CONFIG, "--import-map", types.importMap];
  const { code, stderr } = await runDeno([...args, fileUrl(script)]);
  if (code === 0) return [];
  const sources = new Map<string, string[]>();
  const faults = readCheckOutput(stderr, {
    file: script,
    plugins: types.pluginIds(),
    read(file) {
      let lines = sources.get(file);
      if (!lines) sources.set(file, lines = readLines(file));
      return lines;
    },
  });
  if (copy === "") return faults;
  const original = (text: string) => text.replaceAll(fileUrl(copy), fileUrl(folder)).replaceAll(copy, folder);
  return faults.map((fault) => ({ ...fault, file: original(fault.file), message: original(fault.message) }));
}

async function copyFolder(folder: string, copy: string): Promise<void> {
  await Deno.mkdir(copy, { recursive: true });
  for await (const file of sourceFiles(folder)) {
    const slash = file.lastIndexOf("/");
    if (slash !== -1) await Deno.mkdir(`${copy}/${file.slice(0, slash)}`, { recursive: true });
    await Deno.copyFile(`${folder}/${file}`, `${copy}/${file}`);
  }
}

function readLines(file: string): string[] {
  try {
    return Deno.readTextFileSync(file).split("\n");
  } catch {
    return [];
  }
}
