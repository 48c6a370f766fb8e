import type { Clock } from "../../observe/ports.ts";

/** A plugin that passed a soft limit counts as degraded for this long. */
const DEGRADED_MS = 30_000;

/** What is to be said of a plugin that is up: whether it is in full order, and why not. */
export class Standing {
  #away: string | undefined;
  #pressure: string | undefined;
  readonly #unset = new Map<string, string>();
  #note: string | undefined;
  #cancel: (() => void) | undefined;

  constructor(private readonly clock: Clock, private readonly changed: () => void) {}

  get state(): "ready" | "degraded" {
    return this.#away === undefined && this.#pressure === undefined ? "ready" : "degraded";
  }

  get reason(): string | undefined {
    const reasons = [this.#pressure, this.#away, ...this.#unset.values(), this.#note].filter((reason) =>
      reason !== undefined
    );
    return reasons.length === 0 ? undefined : reasons.join("; ");
  }

  /** Somebody whom it requires is not there now. */
  setAway(reason: string | undefined): void {
    if (this.#away === reason) return;
    this.#away = reason;
    this.changed();
  }

  /** Secrets or settings that it declares and that are not set: a reason, not a state. */
  setUnset(what: "secrets" | "settings", reason: string | undefined): void {
    if (this.#unset.get(what) === reason) return;
    if (reason === undefined) this.#unset.delete(what);
    else this.#unset.set(what, reason);
    this.changed();
  }

  /** Something else that people should know of it. */
  setNote(note: string | undefined): void {
    if (this.#note === note) return;
    this.#note = note;
    this.changed();
  }

  /** It passed a soft limit just now. */
  pressed(message: string): void {
    this.#cancel?.();
    this.#cancel = this.clock.timer(DEGRADED_MS, () => this.#relieve());
    if (this.#pressure === message) return;
    this.#pressure = message;
    this.changed();
  }

  /** Its compartment is gone, and what was said of that one with it. */
  ended(): void {
    if (this.#pressure !== undefined) this.#relieve();
  }

  #relieve(): void {
    this.#cancel?.();
    this.#pressure = undefined;
    this.changed();
  }
}
