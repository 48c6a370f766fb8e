import { type RpcPort, Store } from "@bulkhead/ui";
import type { Presence } from "./wire.ts";

/** A sign of life this often, with some chance in it so that pages do not all speak at once. */
const EVERY_MS = 60_000;
/** People who come on the screen together are asked for together. */
const GATHER_MS = 250;
const MAX_VIEW = 200;

/** Whether people are there: only those on the screen, asked for in batches; changes come by themselves. */
export class PresenceBoard {
  readonly states = new Store<ReadonlyMap<string, Presence>>(new Map());
  readonly #rpc: RpcPort;
  readonly #views = new Map<string, number>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor({ rpc }: { rpc: RpcPort }) {
    this.#rpc = rpc;
  }

  /** Somebody is on the screen until the answered function is called. */
  watch(id: string): () => void {
    const count = this.#views.get(id) ?? 0;
    this.#views.set(id, count + 1);
    if (count === 0) this.#plan(GATHER_MS);
    return () => {
      const left = this.#views.get(id)! - 1;
      if (left > 0) return void this.#views.set(id, left);
      this.#views.delete(id);
      if (this.#views.size > 0) return;
      clearTimeout(this.#timer);
      this.#timer = undefined;
    };
  }

  take(items: readonly { id: string; presence: Presence }[]): void {
    this.states.update((known) => new Map([...known, ...items.map((item) => [item.id, item.presence] as const)]));
  }

  #plan(delayMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ping(), delayMs);
  }

  async #ping(): Promise<void> {
    const view = [...this.#views.keys()].slice(0, MAX_VIEW);
    // Nobody who looks elsewhere gives a sign of life.
    if (globalThis.document?.visibilityState !== "hidden") {
      try {
        const { items } = await this.#rpc.call<{ items: { id: string; presence: Presence }[] }>(
          "chat.presence.ping",
          { view },
        );
        this.take(items);
      } catch {
        // The next sign of life asks again.
      }
    }
    if (this.#views.size > 0) this.#plan(EVERY_MS * (0.8 + Math.random() * 0.4));
  }
}
