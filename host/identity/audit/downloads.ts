import type { Caller } from "../../sdk/channel/protocol.ts";
import type { Download, Downloads } from "../ports.ts";
import { newToken } from "../random_token.ts";

/** How long a download waits to be fetched. */
export const FETCH_WITHIN_MS = 60_000;
const MAX_WAITING = 100;

interface Waiting {
  callerId: string;
  until: number;
  download: Download;
}

/**
 * Downloads that a call has allowed: each is fetched once, soon, by the one who asked for it. So the call path alone
 * decides who may, and writes it down.
 */
export class TicketedDownloads implements Downloads {
  readonly #waiting = new Map<string, Waiting>();

  constructor(private readonly now: () => number) {}

  /** Answers the path to fetch it from. */
  offer(caller: Caller, download: Download): { path: string; expiresAt: number } {
    this.#forgetOld();
    const ticket = newToken();
    const until = this.now() + FETCH_WITHIN_MS;
    this.#waiting.set(ticket, { callerId: caller.id, until, download });
    return { path: `/downloads/${ticket}`, expiresAt: until };
  }

  take(ticket: string, caller: Caller): Download | undefined {
    const waiting = this.#waiting.get(ticket);
    if (!waiting || waiting.callerId !== caller.id || waiting.until < this.now()) return undefined;
    this.#waiting.delete(ticket);
    return waiting.download;
  }

  #forgetOld(): void {
    for (const [ticket, { until }] of this.#waiting) {
      if (until >= this.now() && this.#waiting.size < MAX_WAITING) break;
      this.#waiting.delete(ticket);
    }
  }
}
