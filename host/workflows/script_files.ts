import { createHash } from "node:crypto";

/** Is this file of the folder a script? Tests, files that begin with `_`, and declarations are not. */
export function isScript(file: string): boolean {
  return /^[^_.][^/]*\.ts$/.test(file) && !/_test\.ts$/.test(file) && !/\.d\.ts$/.test(file);
}

/** The folder as it is now: its scripts, and one hash over everything that several of them may import. */
export interface FolderState {
  /** Names of scripts, sorted, with the hash of each file. */
  scripts: Map<string, string>;
  shared: string;
}

/** Reads the folder; one that does not exist is empty. */
export async function readFolder(folder: string): Promise<FolderState> {
  const scripts: [string, string][] = [];
  const shared: string[] = [];
  for await (const file of sourceFiles(folder)) {
    const hash = await hashFile(`${folder}/${file}`);
    if (hash === undefined) continue;
    if (isScript(file)) scripts.push([file, hash]);
    else if (!/_test\.ts$/.test(file)) shared.push(`${file} ${hash}`);
  }
  scripts.sort(([a], [b]) => (a < b ? -1 : 1));
  return { scripts: new Map(scripts), shared: digest(shared.sort()) };
}

/** SHA-256 over texts, in hex. */
export function digest(parts: Iterable<string>): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex");
}

/** Paths below the folder of all that a script may import, and of the scripts. */
export async function* sourceFiles(folder: string, below = ""): AsyncGenerator<string> {
  let entries: Deno.DirEntry[];
  try {
    entries = await Array.fromAsync(Deno.readDir(`${folder}/${below}`));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw error;
  }
  for (const entry of entries) {
    const path = below + entry.name;
    if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
    if (entry.isDirectory) yield* sourceFiles(folder, `${path}/`);
    else if (/\.(ts|js|mjs|json|jsonc|lock)$/.test(entry.name)) yield path;
  }
}

/** Undefined for a file that is gone by now. */
async function hashFile(path: string): Promise<string | undefined> {
  try {
    return createHash("sha256").update(await Deno.readFile(path)).digest("hex");
  } catch {
    return undefined;
  }
}
