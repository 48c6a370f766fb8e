import type { Clock } from "../../observe/ports.ts";
import type { OpenedPackage, PackageError } from "../../packages/ports.ts";

/** A checked package as it lies in the stage. */
interface Shelved {
  /** Under which source it was looked at, and under which it may be installed. */
  sources: readonly string[];
  opened: OpenedPackage;
  problems: PackageError[];
}

/** How long somebody may read before it is fetched again. */
const KEPT_MS = 15 * 60_000;
const MAX_PACKAGES = 4;
const MAX_BYTES = 128 * 1024 * 1024;

/** Packages that were looked at and are likely to be installed next, by hash; the oldest go first. */
export class Shelf {
  readonly #entries = new Map<string, Shelved & { cancel(): void }>();

  constructor(
    private readonly clock: Clock,
    private readonly discard: (opened: OpenedPackage) => Promise<void>,
  ) {}

  /** Keeps it for a while, in place of what was kept of the same source. */
  async put(sources: readonly string[], { opened, problems }: Pick<Shelved, "opened" | "problems">): Promise<void> {
    for (const source of sources) await this.drop(source);
    const cancel = this.clock.timer(KEPT_MS, () => void this.#drop((one) => one.opened === opened));
    this.#entries.set(opened.hash, { sources, opened, problems, cancel });
    while (this.#entries.size > MAX_PACKAGES || this.#bytes() > MAX_BYTES) {
      const [oldest] = this.#entries.values();
      await this.#drop((one) => one === oldest);
    }
  }

  /** Hands it over: whoever takes it removes it. */
  take(hash: string): Pick<Shelved, "opened" | "problems"> | undefined {
    const found = this.#entries.get(hash);
    if (!found) return undefined;
    found.cancel();
    this.#entries.delete(hash);
    return found;
  }

  /** Removes what is kept of a source. */
  async drop(source: string): Promise<void> {
    await this.#drop(({ sources }) => sources.includes(source));
  }

  async clear(): Promise<void> {
    await this.#drop(() => true);
  }

  async #drop(fits: (one: Shelved) => boolean): Promise<void> {
    for (const [hash, one] of [...this.#entries]) {
      if (!fits(one)) continue;
      one.cancel();
      this.#entries.delete(hash);
      await this.discard(one.opened);
    }
  }

  #bytes(): number {
    return [...this.#entries.values()].reduce((sum, { opened }) => sum + opened.unpackedBytes, 0);
  }
}
