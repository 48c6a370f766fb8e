import type { Clock } from "../observe/ports.ts";
import { RpcError } from "../sdk/errors.ts";

/** How one kind of key is slowed down. */
interface Level {
  /** Failures without any delay. */
  free: number;
  /** The longest delay. */
  maxMs: number;
}

/**
 * Somebody who guesses one person's password from one place is slowed down soon; one place that tries many people
 * later; a person whom many places attack only a little, so that nobody can be locked out by others.
 */
const LEVELS = {
  pair: { free: 5, maxMs: 15 * 60_000 },
  address: { free: 30, maxMs: 15 * 60_000 },
  subject: { free: 100, maxMs: 30_000 },
} satisfies Record<string, Level>;

/** Quiet time after which failures are forgotten. */
const FORGET_MS = 60 * 60_000;
const MAX_ENTRIES = 50_000;

interface Entry {
  failures: number;
  blockedUntil: number;
  at: number;
}

/** Delays after failed attempts, doubling from one second. In memory: a restart is no way in, since nobody outside can cause one. */
export class AttemptThrottle {
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Counts an attempt before it is tried, so that many at once do not slip through. Throws `rate_limited` with the time
   * to wait. `subject` is what is guessed at (a handle), `address` from where.
   */
  begin(subject: string, address: string): Attempt {
    this.check(subject, address);
    const keys = this.failed(subject, address);
    return {
      succeeded: () => {
        this.#entries.delete(keys[0]!.key);
        for (const { key } of keys.slice(1)) this.#takeBack(key);
      },
    };
  }

  /** Throws `rate_limited` while one has to wait, and counts nothing. */
  check(subject: string, address: string): void {
    const now = this.#now();
    let waitMs = 0;
    for (const { key } of keysOf(subject, address)) {
      const entry = this.#entries.get(key);
      if (!entry) continue;
      if (now - Math.max(entry.at, entry.blockedUntil) > FORGET_MS) this.#entries.delete(key);
      else waitMs = Math.max(waitMs, entry.blockedUntil - now);
    }
    if (waitMs > 0) {
      throw new RpcError("rate_limited", "Too many failed attempts", {
        retryAfterMs: waitMs,
        hint: `Try again in ${inWords(waitMs)}`,
      });
    }
  }

  /** Counts an attempt that failed; answers under which keys. */
  failed(subject: string, address: string): { key: string; level: Level }[] {
    const now = this.#now();
    const keys = keysOf(subject, address);
    for (const { key, level } of keys) this.#count(key, level, now);
    return keys;
  }

  #count(key: string, level: Level, now: number): void {
    const entry = this.#entries.get(key) ?? { failures: 0, blockedUntil: 0, at: now };
    entry.failures++;
    entry.at = now;
    const over = entry.failures - level.free;
    if (over >= 0) entry.blockedUntil = now + Math.min(1_000 * 2 ** Math.min(over, 20), level.maxMs);
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (this.#entries.size > MAX_ENTRIES) this.#entries.delete(this.#entries.keys().next().value!);
  }

  /** Waiting is time that passes: whoever sets the clock makes it neither shorter nor longer. */
  #now(): number {
    return this.#clock.elapsed?.() ?? this.#clock.now();
  }

  #takeBack(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    entry.failures--;
    entry.blockedUntil = 0;
    if (entry.failures <= 0) this.#entries.delete(key);
  }
}

/** One attempt under way: counted as failed unless it is said to have succeeded. */
export interface Attempt {
  succeeded(): void;
}

function keysOf(subject: string, address: string): { key: string; level: Level }[] {
  const place = placeOf(address);
  return [
    { key: `pair ${place} ${subject}`, level: LEVELS.pair },
    { key: `address ${place}`, level: LEVELS.address },
    { key: `subject ${subject}`, level: LEVELS.subject },
  ];
}

/** An IPv6 network hands out whole /64s, so that is one place. */
function placeOf(address: string): string {
  if (!address.includes(":") || address.startsWith("::ffff:")) return address;
  const [head = "", tail] = address.split("::");
  const left = head.split(":").filter((part) => part !== "");
  if (tail === undefined) return left.slice(0, 4).join(":");
  const right = tail.split(":").filter((part) => part !== "");
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => "0");
  return [...left, ...zeros, ...right].slice(0, 4).join(":");
}

function inWords(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  return seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
