import type { Revocation } from "../../identity/ports.ts";
import { isRevoked, isSame, type Principal } from "./principal.ts";

/** Streams of one person, and of all. */
const MAX_OF_ONE = 64;
const MAX_STREAMS = 2_000;

interface Stream {
  principal: Principal;
  /** Asks again who it is. */
  again: () => Promise<Principal | undefined>;
  end(): void;
}

/**
 * Answers that go on for longer than a request (server-sent events). They end with the right to be there: at once when it
 * is taken away, and at the next round when it has run out or the role is another.
 */
export class Streams {
  readonly #open = new Set<Stream>();
  readonly #recheckMs: number;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** Milliseconds between two rounds. */
  constructor(recheckMs: number) {
    this.#recheckMs = recheckMs;
  }

  get size(): number {
    return this.#open.size;
  }

  /** May this one open a further stream? */
  hasRoom(principal: Principal): boolean {
    if (this.#open.size >= MAX_STREAMS) return false;
    let own = 0;
    for (const stream of this.#open) if (stream.principal.userId === principal.userId) own++;
    return own < MAX_OF_ONE;
  }

  /** The same response, watched over. */
  watch(response: Response, principal: Principal, again: Stream["again"]): Response {
    const reader = response.body!.getReader();
    let close = () => {};
    const stream: Stream = {
      principal,
      again,
      end: () => {
        // It may have ended by itself while it was asked who is behind it.
        if (!this.#open.has(stream)) return;
        this.#remove(stream);
        close();
        reader.cancel().catch(() => {});
      },
    };
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        close = () => controller.close();
      },
      pull: async (controller) => {
        const { done, value } = await reader.read().catch((error) => {
          this.#remove(stream);
          throw error;
        });
        if (!this.#open.has(stream)) return;
        if (!done) return controller.enqueue(value);
        this.#remove(stream);
        controller.close();
      },
      cancel: (reason) => {
        this.#remove(stream);
        return reader.cancel(reason);
      },
    });
    this.#open.add(stream);
    this.#timer ??= setInterval(() => this.#recheck(), this.#recheckMs);
    return new Response(body, response);
  }

  drop(revocation: Revocation): void {
    for (const stream of this.#open) if (isRevoked(stream.principal, revocation)) stream.end();
  }

  close(): void {
    for (const stream of this.#open) stream.end();
  }

  async #recheck(): Promise<void> {
    for (const stream of [...this.#open]) {
      const now = await stream.again().catch(() => undefined);
      if (!now || !isSame(now, stream.principal)) stream.end();
    }
  }

  #remove(stream: Stream): void {
    if (!this.#open.delete(stream) || this.#open.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
