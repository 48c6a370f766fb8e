import { within } from "./graph.ts";

/** Most files and folders that a plugin's source may hold. */
const MAX_ENTRIES = 20_000;

/**
 * Symbolic links below `folder` (a real path) that lead out of it, as paths relative to it. Folders that hold no source
 * (`node_modules`, names that begin with a dot) are passed over.
 */
export async function leavingLinks(folder: string): Promise<string[]> {
  const found: string[] = [];
  const queue = [folder];
  let entries = 0;
  for (let current = queue.pop(); current !== undefined; current = queue.pop()) {
    for await (const entry of Deno.readDir(current)) {
      if (entry.name === "node_modules" || entry.name.startsWith(".")) continue;
      if (++entries > MAX_ENTRIES) throw new Error(`${folder} holds more than ${MAX_ENTRIES} files`);
      const path = `${current}/${entry.name}`;
      if (entry.isDirectory) queue.push(path);
      if (!entry.isSymlink) continue;
      const target = await Deno.realPath(path).catch(() => undefined);
      if (target === undefined || !within(target, folder)) found.push(path.slice(folder.length + 1));
    }
  }
  return found;
}
