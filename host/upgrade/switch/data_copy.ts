import { dirname } from "node:path";
import { belongs } from "../../backup/mod.ts";
import { readIfThere, replaceFile, syncFolder } from "../state_file.ts";

/** What was copied: written last, so that a copy with a list is whole. */
const LIST = "list.json";
/** Files under the hash of their content, which nobody ever changes: a second name is as good as a copy. */
const UNCHANGING = /^(files|packages\/(store|pages|sdk))\//;
/** SQLite makes it anew from the database and its log. */
const INDEX_OF_LOG = /-shm$/;

interface CopiedFile {
  path: string;
  sizeBytes: number;
}

/**
 * Copies all data of a host that does not run into `target`, which is not there. Databases with their logs are taken as they
 * are: nobody has them open. Whoever is killed on the way leaves a folder without the name of a copy. The event loop turns
 * meanwhile, since a service manager watches it.
 */
export async function copyData(dataDir: string, target: string): Promise<void> {
  const stage = `${target}.partial`;
  removeFolder(stage);
  removeFolder(target);
  Deno.mkdirSync(stage, { recursive: true, mode: 0o700 });
  const files: CopiedFile[] = [];
  const folders = new Set([stage]);
  for (const file of dataFiles(dataDir)) {
    if (INDEX_OF_LOG.test(file.path)) continue;
    await put(`${dataDir}/${file.path}`, `${stage}/${file.path}`, file.path);
    folders.add(dirname(`${stage}/${file.path}`));
    files.push(file);
  }
  replaceFile(`${stage}/${LIST}`, JSON.stringify({ files }));
  for (const folder of folders) syncFolder(folder);
  Deno.renameSync(stage, target);
  syncFolder(dirname(target));
}

/** Is there a whole copy? */
export function isCopy(target: string): boolean {
  return readIfThere(`${target}/${LIST}`) !== undefined;
}

/**
 * Makes the data what the copy holds, of a host that does not run. It can be done again from the beginning any number of
 * times, and has to be until it was done once to its end. With `aside` what is replaced is kept there.
 */
export async function restoreData(
  dataDir: string,
  source: string,
  options: { aside?: string } = {},
): Promise<void> {
  const text = readIfThere(`${source}/${LIST}`);
  if (text === undefined) throw new Error(`There is no whole copy of the data in "${source}"`);
  const { files } = JSON.parse(text) as { files: CopiedFile[] };
  const known = new Set(files.map(({ path }) => path));
  for (const { path } of [...dataFiles(dataDir)]) {
    // Of files under their hash those that nobody names do no harm, and go by themselves.
    if (!known.has(path) && !UNCHANGING.test(path)) takeAway(dataDir, path, options.aside);
  }
  const folders = new Set<string>();
  for (const { path, sizeBytes } of files) {
    const target = `${dataDir}/${path}`;
    if (UNCHANGING.test(path) && sizeOf(target) === sizeBytes) continue;
    const next = `${target}.restored`;
    Deno.mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    removeFile(next);
    await put(`${source}/${path}`, next, path);
    takeAway(dataDir, path, options.aside);
    Deno.renameSync(next, target);
    folders.add(dirname(target));
  }
  for (const folder of folders) syncFolder(folder);
}

/** Bytes that a copy takes. */
export function copyBytes(dataDir: string): number {
  let sum = 0;
  for (const { sizeBytes } of dataFiles(dataDir, (path) => !UNCHANGING.test(`${path}/`))) sum += sizeBytes;
  return sum;
}

/** What belongs to the data: that of backups, and the keys, which stay on this machine anyway. */
function* dataFiles(
  dataDir: string,
  into: (folder: string) => boolean = () => true,
  prefix = "",
): Generator<CopiedFile> {
  const entries = [...Deno.readDirSync(`${dataDir}/${prefix}`)].sort((a, b) => a.name < b.name ? -1 : 1);
  for (const { name, isDirectory, isFile } of entries) {
    const path = `${prefix}${name}`;
    if (!belongs(path) && !/^keys(\/|$)/.test(path)) continue;
    // A link leads to something that is not data of this host.
    if (isDirectory && into(path)) yield* dataFiles(dataDir, into, `${path}/`);
    else if (isFile) yield { path, sizeBytes: Deno.lstatSync(`${dataDir}/${path}`).size };
  }
}

/** Makes `target`, on disk, of what is at `source`. */
async function put(source: string, target: string, path: string): Promise<void> {
  Deno.mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  if (UNCHANGING.test(path)) {
    try {
      return Deno.linkSync(source, target);
    } catch { /* another file system, or one without links */ }
  }
  await Deno.copyFile(source, target);
  using file = await Deno.open(target);
  await file.sync();
}

/** The first that was taken away from a path is what was there; what comes later was put there by a restore. */
function takeAway(dataDir: string, path: string, aside: string | undefined): void {
  const kept = `${aside}/${path}`;
  if (aside === undefined || sizeOf(kept) !== undefined) return removeFile(`${dataDir}/${path}`);
  if (sizeOf(`${dataDir}/${path}`) === undefined) return;
  Deno.mkdirSync(dirname(kept), { recursive: true, mode: 0o700 });
  Deno.renameSync(`${dataDir}/${path}`, kept);
}

function sizeOf(path: string): number | undefined {
  try {
    return Deno.lstatSync(path).size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

function removeFile(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Takes a folder away with all that is in it; none is fine. */
export function removeFolder(path: string): void {
  try {
    Deno.removeSync(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
