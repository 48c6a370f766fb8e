import type { Logger } from "../observe/ports.ts";

/** One address is told about at most this often. */
const PAUSE_MS = 60_000;
/** Addresses that are remembered; beyond that nobody new is told about until some are a minute old. */
const MAX_ADDRESSES = 1_000;

/** Writes down who sends identity headers without being the trusted proxy. They are not believed, whoever sends them. */
export class SpoofLog {
  readonly #told = new Map<string, number>();

  constructor(private readonly logger: Logger, private readonly now: () => number = () => performance.now()) {}

  /** `header` came from an address that is not trusted. */
  seen(address: string, header: string): void {
    const now = this.now();
    const known = this.#told.get(address);
    if (known !== undefined && now - known < PAUSE_MS) return;
    if (known === undefined && this.#told.size >= MAX_ADDRESSES) {
      for (const [each, at] of this.#told) if (now - at >= PAUSE_MS) this.#told.delete(each);
      if (this.#told.size >= MAX_ADDRESSES) return;
    }
    this.#told.set(address, now);
    this.logger.warn(`An identity header came from ${address}, which is no trusted proxy: it was not believed`, {
      address,
      header,
      remedy: "If that is your proxy, name it with --trusted-proxy; if not, somebody tries to pass for a person",
    });
  }
}
