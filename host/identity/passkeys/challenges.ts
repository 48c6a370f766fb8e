import type { Clock } from "../../observe/ports.ts";
import { newToken } from "../random_token.ts";

/** How long somebody may take with the device. */
const LIVE_MS = 5 * 60_000;
/** More under way than this, and the oldest is forgotten. */
const MAX = 10_000;

/** Challenges that were handed out, each good for one answer. `subject` is what it was handed out for. */
export class Challenges {
  readonly #open = new Map<string, { subject: string; at: number }>();

  constructor(private readonly clock: Clock) {}

  issue(subject: string): string {
    const now = this.clock.now();
    for (const [challenge, { at }] of this.#open) {
      if (now - at <= LIVE_MS && this.#open.size < MAX) break;
      this.#open.delete(challenge);
    }
    const challenge = newToken();
    this.#open.set(challenge, { subject, at: now });
    return challenge;
  }

  /** Uses a challenge up; false when it was not handed out for this, was used, or is too old. */
  take(challenge: string, subject: string): boolean {
    const issued = this.#open.get(challenge);
    this.#open.delete(challenge);
    return issued !== undefined && issued.subject === subject && this.clock.now() - issued.at <= LIVE_MS;
  }
}
