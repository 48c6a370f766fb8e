import type { Clock } from "../../observe/ports.ts";

/** How long a version that was just taken into use is on probation. */
const WATCH_MS = 2 * 60_000;

/** Plugins whose version is new enough that the one before comes back when this one fails. */
export class Watch {
  readonly #cancels = new Map<string, () => void>();

  constructor(private readonly clock: Clock) {}

  begin(plugin: string): void {
    this.end(plugin);
    this.#cancels.set(plugin, this.clock.timer(WATCH_MS, () => this.#cancels.delete(plugin)));
  }

  has(plugin: string): boolean {
    return this.#cancels.has(plugin);
  }

  end(plugin: string): void {
    this.#cancels.get(plugin)?.();
    this.#cancels.delete(plugin);
  }

  close(): void {
    for (const plugin of [...this.#cancels.keys()]) this.end(plugin);
  }
}
