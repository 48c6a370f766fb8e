import { belongs, KEY_PATH, problemOf, SCRIPTS } from "../paths.ts";

/** A file that goes into the backup. */
export interface PlannedFile {
  /** In the archive. */
  path: string;
  /** On disk. */
  source: string;
  kind: "database" | "file";
  sizeBytes: number;
  mode: number;
  timeS: number;
}

export interface Plan {
  files: PlannedFile[];
  leftOut: { path: string; reason: string }[];
}

export interface PlanOptions {
  dataDir: string;
  scriptsDir: string;
  /** Folder of the backups; whatever lies in it is left out. */
  folder: string;
  key: boolean;
  /** Files that are known to be databases. They must not be opened as files any more: see {@linkcode isDatabase}. */
  known?: ReadonlySet<string>;
}

/** Only here plugins and the host may have databases; elsewhere files lie under their hash. */
const WITH_DATABASES = /^([^/]+$|plugins\/|workflows\/|services\/|cockpit\/)/;
const SQLITE_MAGIC = "SQLite format 3\0";
/** The host's own and its plugins', which the host may have open. */
const OWN_DATABASES = /^([^/]+|plugins\/[^/]+\/data)\.db$/;
const SIDE_FILES = /-(wal|shm|journal)$/;

/** Everything that has to be in a backup made now. */
export function planBackup({ dataDir, scriptsDir, folder, key, known = new Set() }: PlanOptions): Plan {
  const plan: Walked = { files: [], leftOut: [], known };
  walk(dataDir, "", plan, (path, source) => belongs(path) && source !== folder);
  if (key) addFile(`${dataDir}/${KEY_PATH}`, KEY_PATH, plan);
  if (!inside(scriptsDir, dataDir) || !belongs(scriptsDir.slice(dataDir.length + 1))) {
    // Hidden folders and what a package manager made are nobody's scripts.
    walk(
      scriptsDir,
      `${SCRIPTS}/`,
      plan,
      (_, source) => !/\/(node_modules|\.[^/]*)$/.test(source) && source !== folder,
    );
  }
  const databases = new Set(plan.files.filter(({ kind }) => kind === "database").map(({ path }) => path));
  plan.files = plan.files.filter(({ path }) => !SIDE_FILES.test(path) || !databases.has(path.replace(SIDE_FILES, "")));
  return { files: plan.files, leftOut: plan.leftOut };
}

interface Walked extends Plan {
  known: ReadonlySet<string>;
}

function walk(folder: string, prefix: string, plan: Walked, wanted: (path: string, source: string) => boolean): void {
  let entries: Deno.DirEntry[];
  try {
    entries = [...Deno.readDirSync(folder)].sort((a, b) => a.name < b.name ? -1 : 1);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    plan.leftOut.push({ path: prefix, reason: `the folder cannot be read: ${(error as Error).message}` });
    return;
  }
  for (const { name, isDirectory, isFile } of entries) {
    const [path, source] = [`${prefix}${name}`, `${folder}/${name}`];
    if (!wanted(path, source)) continue;
    const problem = problemOf(path);
    if (problem !== undefined) plan.leftOut.push({ path: JSON.stringify(path), reason: `the name ${problem}` });
    else if (isDirectory) walk(source, `${path}/`, plan, wanted);
    else if (isFile) addFile(source, path, plan);
    // A link may lead out of the folder.
    else plan.leftOut.push({ path, reason: "it is neither a file nor a folder" });
  }
}

function addFile(source: string, path: string, plan: Walked): void {
  try {
    const { size, mode, mtime, isFile } = Deno.lstatSync(source);
    if (!isFile) return;
    const isOne = plan.known.has(source) || OWN_DATABASES.test(path) ||
      (WITH_DATABASES.test(path) && !SIDE_FILES.test(path) && isDatabase(source));
    const kind = isOne ? "database" : "file";
    const timeS = (mtime?.getTime() ?? 0) / 1_000;
    plan.files.push({ path, source, kind, sizeBytes: size, mode: (mode ?? 0o600) & 0o777, timeS });
  } catch (error) {
    // It went away between two looks.
    if (error instanceof Deno.errors.NotFound) return;
    plan.leftOut.push({ path, reason: `it cannot be read: ${(error as Error).message}` });
  }
}

/**
 * Never for a file that this process has open as a database, nor for the files beside it: closing one gives up all locks that
 * the process has on it. The lock that keeps a view open is on the `-shm` file; without it the database's owner writes over
 * what is being copied.
 */
function isDatabase(path: string): boolean {
  using file = Deno.openSync(path);
  const bytes = new Uint8Array(SQLITE_MAGIC.length);
  return file.readSync(bytes) === bytes.length && String.fromCharCode(...bytes) === SQLITE_MAGIC;
}

function inside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
