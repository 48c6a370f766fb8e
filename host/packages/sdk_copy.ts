import { sdkSource } from "./sdk_source.ts";

/** Copies of other releases that are older than this are removed when a new one is made. */
const OLD_MS = 3_600_000;

/**
 * Puts the SDK into `root`. Its 200 files are written once, to `<store>/sdk/<hash>`, and linked from there: writing them
 * anew for each bundle took up to a third of the time of a save on a busy machine. Nothing is ever written into a stage's
 * SDK, and the copy is read-only.
 */
export function placeSdk(root: string, store: string): void {
  const { files, hash } = sdkSource();
  const copy = `${store}/sdk/${hash.slice(0, 32)}`;
  makeFolders(root, files.keys());
  if (!isThere(copy)) makeCopy(copy, `${store}/sdk`);
  for (const [path, bytes] of files) {
    try {
      Deno.linkSync(`${copy}/${path}`, `${root}/${path}`);
    } catch {
      // A file system without links, or a copy that somebody took away.
      Deno.writeFileSync(`${root}/${path}`, bytes);
    }
  }
}

/** Others find it whole or not at all. */
function makeCopy(copy: string, parent: string): void {
  const { files } = sdkSource();
  const temporary = `${parent}/.${crypto.randomUUID()}`;
  try {
    makeFolders(temporary, files.keys());
    for (const [path, bytes] of files) Deno.writeFileSync(`${temporary}/${path}`, bytes, { mode: 0o444 });
    Deno.renameSync(temporary, copy);
  } catch {
    // Somebody else was quicker, or nothing can be written here: files are then written where they are needed.
    try {
      Deno.removeSync(temporary, { recursive: true });
    } catch { /* not there */ }
  }
  for (const { name } of Deno.readDirSync(parent)) {
    const path = `${parent}/${name}`;
    if (path === copy) continue;
    const mtime = Deno.statSync(path).mtime?.getTime() ?? 0;
    if (Date.now() - mtime > OLD_MS) Deno.removeSync(path, { recursive: true });
  }
}

function makeFolders(root: string, paths: Iterable<string>): void {
  const made = new Set<string>();
  for (const path of paths) {
    const slash = path.lastIndexOf("/");
    const folder = slash === -1 ? root : `${root}/${path.slice(0, slash)}`;
    if (!made.has(folder)) Deno.mkdirSync(folder, { recursive: true });
    made.add(folder);
  }
}

function isThere(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}
