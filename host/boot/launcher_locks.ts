import { ExitError } from "../config/mod.ts";

/** A host whose launcher was killed has stopped by then. */
const WAIT_MS = 20_000;

/** One launcher looks after a data folder, from its start to its end. Throws {@linkcode ExitError} with code 4. */
export function holdLauncherLock(dataDir: string): Disposable {
  Deno.mkdirSync(`${dataDir}/run`, { recursive: true, mode: 0o700 });
  const file = Deno.openSync(`${dataDir}/run/launcher.lock`, { read: true, write: true, create: true, mode: 0o600 });
  if (!file.tryLockSync(true)) {
    file.close();
    throw new ExitError(
      4,
      `The data folder "${dataDir}" is in use by another host: stop that one, or give this one a folder of its own with --data`,
    );
  }
  return {
    [Symbol.dispose]() {
      file.unlockSync();
      file.close();
    },
  };
}

/** Resolves when no host holds the data folder, or when that takes too long: then the next who locks it says so. */
export async function waitForData(dataDir: string): Promise<void> {
  const file = Deno.openSync(`${dataDir}/run/lock`, { read: true, write: true, create: true, mode: 0o600 });
  if (!file.tryLockSync(true)) {
    let late: ReturnType<typeof setTimeout> | undefined;
    const free = file.lock(true).then(() => true);
    const got = await Promise.race([
      free,
      new Promise<false>((resolve) => late = setTimeout(() => resolve(false), WAIT_MS)),
    ]);
    clearTimeout(late);
    // A wait that goes on cannot be taken back; the process ends with the message of who locks next.
    if (!got) return void free.then(() => file.close());
  }
  file.unlockSync();
  file.close();
}
