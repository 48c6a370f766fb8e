import { clearImmediate, setImmediate } from "node:timers";

/**
 * What one socket more costs is a write to it, some ten microseconds, however much is written. So after a round to many sockets
 * the next one waits this long for each: what comes meanwhile goes together, and the writes take no more than about half a
 * processor. Below twenty-five sockets nothing waits.
 */
const PAUSE_PER_SOCKET_MS = 0.04;
/** However many there are. */
const MAX_PAUSE_MS = 25;

/** Rounds of the same work for many, one round at a time with a pause after it that grows with its size. */
export class Pace<T> {
  readonly #round: (members: T[]) => void;
  #waiting: T[] = [];
  /** Before this time (of `performance.now()`) there is no further round. */
  #notBefore = 0;
  #cancel: (() => void) | undefined;

  constructor(round: (members: T[]) => void) {
    this.#round = round;
  }

  /** Takes part in the next round. Whoever is added twice takes part twice. */
  add(member: T): void {
    if (this.#waiting.push(member) > 1) return;
    const left = this.#notBefore - performance.now();
    if (left < 1) {
      const immediate = setImmediate(() => this.#run());
      this.#cancel = () => clearImmediate(immediate);
    } else {
      const timer = setTimeout(() => this.#run(), left);
      this.#cancel = () => clearTimeout(timer);
    }
  }

  /** No further round. */
  close(): void {
    this.#cancel?.();
  }

  #run(): void {
    const members = this.#waiting;
    this.#waiting = [];
    this.#round(members);
    this.#notBefore = performance.now() + Math.min(MAX_PAUSE_MS, members.length * PAUSE_PER_SOCKET_MS);
  }
}
