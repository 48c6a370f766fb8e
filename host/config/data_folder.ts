import { badConfig, ExitError } from "./exit_error.ts";

/** The data folder, held by this process until `release` or its end, however it ends. */
export interface DataLock extends Disposable {
  readonly dataDir: string;
  release(): void;
}

/** What has to be there before anything is opened. Only the owner may look into `run` and `keys`. */
const FOLDERS: { name: string; mode?: number }[] = [
  { name: "run", mode: 0o700 },
  { name: "keys", mode: 0o700 },
  { name: "plugins" },
  { name: "packages" },
  { name: "files" },
  { name: "types" },
  { name: "services" },
];

/**
 * Makes the data folder's tree and takes the lock on it: a lock of the operating system on `run/lock`, which ends with
 * the process. Throws {@linkcode ExitError}: code 4 when another host holds it, code 2 when the folder cannot be used.
 */
export function lockDataDir(dataDir: string): DataLock {
  try {
    Deno.mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    closeToOthers(dataDir);
    for (const { name, mode } of FOLDERS) makeFolder(`${dataDir}/${name}`, mode);
  } catch (error) {
    throw unusable(dataDir, error);
  }
  const path = `${dataDir}/run/lock`;
  let file: Deno.FsFile;
  try {
    file = Deno.openSync(path, { read: true, write: true, create: true, mode: 0o600 });
  } catch (error) {
    throw unusable(dataDir, error);
  }
  if (!file.tryLockSync(true)) {
    const holder = holderOf(path);
    file.close();
    throw new ExitError(
      4,
      `The data folder "${dataDir}" is in use by another host${holder}: stop that one, or give this one a folder of its own with --data`,
    );
  }
  // For people only: the lock itself is what counts.
  file.truncateSync(0);
  file.writeSync(new TextEncoder().encode(`${Deno.pid}\n`));
  let held = true;
  const release = (): void => {
    if (!held) return;
    held = false;
    // Closing alone is not enough: a child that is just being started still has a copy of the file, and the lock with it.
    file.unlockSync();
    file.close();
  };
  return { dataDir, release, [Symbol.dispose]: release };
}

/**
 * What lies in the folder (messages, hashes of passwords) is nobody else's: the rights of others are taken away, those of
 * the group stay, for backups. A folder of somebody else's is left as it is.
 */
function closeToOthers(dataDir: string): void {
  const { mode, uid } = Deno.statSync(dataDir);
  if (Deno.build.os === "windows" || mode === null || (mode & 0o007) === 0 || uid !== Deno.uid()) return;
  Deno.chmodSync(dataDir, mode & 0o7770);
}

function makeFolder(path: string, mode: number | undefined): void {
  Deno.mkdirSync(path, { recursive: true, mode });
  if (mode !== undefined && Deno.build.os !== "windows") Deno.chmodSync(path, mode);
}

function holderOf(lockPath: string): string {
  try {
    const pid = Deno.readTextFileSync(lockPath).trim();
    return /^\d+$/.test(pid) ? ` (process ${pid})` : "";
  } catch {
    return "";
  }
}

function unusable(dataDir: string, error: unknown): unknown {
  const start = `The data folder "${dataDir}" cannot be used`;
  if (error instanceof Deno.errors.PermissionDenied || error instanceof Deno.errors.NotCapable) {
    return badConfig(
      `${start}: no permission to write there; check its owner and mode, or choose another with --data`,
      error,
    );
  }
  if (error instanceof Deno.errors.AlreadyExists || error instanceof Deno.errors.NotADirectory) {
    return badConfig(`${start}: it, or a part of its path, is a file; choose a folder with --data`, error);
  }
  if (!(error instanceof Error) || error instanceof ExitError) return error;
  return badConfig(`${start}: ${error.message}`, error);
}
