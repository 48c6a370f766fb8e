import { dirname } from "node:path";
import { places } from "./layout.ts";
import type { UpgradeState } from "./ports.ts";

/**
 * Reads and replaces the state. One process writes at a time: the host while it runs, else whoever holds the lock of the
 * data folder.
 */
export class StateFile {
  readonly path: string;

  constructor(dataDir: string) {
    this.path = places(dataDir).state;
  }

  /** Undefined where nothing was ever upgraded. Throws when the file is not what was written. */
  read(): UpgradeState | undefined {
    const text = readIfThere(this.path);
    if (text === undefined) return undefined;
    let state: UpgradeState | undefined;
    try {
      state = JSON.parse(text);
    } catch { /* said below */ }
    if (state?.format === 1) return state;
    throw new Error(
      `"${this.path}" is not what an upgrade wrote: put it back from before, or remove it to run what is installed`,
    );
  }

  /** On disk when it returns; whoever is killed on the way leaves the state as it was. */
  write(state: UpgradeState): void {
    replaceFile(this.path, `${JSON.stringify(state, null, 2)}\n`);
  }
}

/** Puts a small file in place whole or not at all, and to disk. */
export function replaceFile(path: string, text: string): void {
  const folder = dirname(path);
  Deno.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const temporary = `${path}.next`;
  {
    using file = Deno.openSync(temporary, { write: true, create: true, truncate: true, mode: 0o600 });
    const bytes = new TextEncoder().encode(text);
    for (let rest = bytes; rest.length > 0;) rest = rest.subarray(file.writeSync(rest));
    file.syncSync();
  }
  Deno.renameSync(temporary, path);
  syncFolder(folder);
}

/** The text of a file; undefined where there is none. */
export function readIfThere(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** What was renamed in a folder is on disk. */
export function syncFolder(path: string): void {
  using folder = Deno.openSync(path);
  folder.syncSync();
}
