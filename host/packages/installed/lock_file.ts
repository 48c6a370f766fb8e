import type { InstalledPackage } from "./table.ts";
import { syncFile } from "./disk.ts";

/** What `<data>/plugins.lock` says of one plugin. */
interface LockEntry {
  version: string;
  source: string;
  sha256: string;
  /** Empty when it is unsigned; so is the key. */
  publisher: string;
  publicKey: string;
  grantHash: string;
  installedAt: string;
}

/** Says which packages are in use, for people and for version control; the database is what counts. */
export class LockFile {
  readonly #path: string;
  /** One after the other, each with what counts by then. */
  #writing: Promise<void> = Promise.resolve();

  constructor(dataDir: string) {
    this.#path = `${dataDir}/plugins.lock`;
  }

  /** Brings it up to date; nothing is written when it is. */
  update(active: () => readonly InstalledPackage[]): Promise<void> {
    const writing = this.#writing.then(() => this.#write(textOf(active())));
    this.#writing = writing.catch(() => {});
    return writing;
  }

  async #write(text: string): Promise<void> {
    const before = await Deno.readTextFile(this.#path).catch(() => undefined);
    if (before === text) return;
    const temporary = `${this.#path}.tmp`;
    await Deno.writeTextFile(temporary, text, { mode: 0o600 });
    await syncFile(temporary);
    await Deno.rename(temporary, this.#path);
    await syncFile(this.#path.slice(0, this.#path.lastIndexOf("/")));
  }
}

function textOf(active: readonly InstalledPackage[]): string {
  const sorted = [...active].sort((a, b) => a.plugin < b.plugin ? -1 : 1);
  const plugins = Object.fromEntries(sorted.map((one): [string, LockEntry] => [one.plugin, {
    version: one.version,
    source: one.source,
    sha256: one.hash,
    publisher: one.signer?.publisher ?? "",
    publicKey: one.signer?.publicKey ?? "",
    grantHash: one.grantHash,
    installedAt: one.installedAt,
  }]));
  return `${JSON.stringify({ version: 1, plugins }, null, 2)}\n`;
}
