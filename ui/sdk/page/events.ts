import type { Link } from "./link.ts";
import type { PageEvent } from "./protocol.ts";
import { matchesType } from "./type_pattern.ts";

interface Subscriber {
  types: readonly string[];
  listener(event: PageEvent): void;
}

/** Who listens to which types; the cockpit hears of the union, once for all that change in one turn. */
export class Events {
  readonly #link: Link;
  readonly #subscribers = new Set<Subscriber>();
  #asked = "";
  #scheduled = false;

  constructor(link: Link) {
    this.#link = link;
  }

  /** Answers a function that ends it. */
  on(types: readonly string[], listener: (event: PageEvent) => void): () => void {
    const subscriber = { types, listener };
    this.#subscribers.add(subscriber);
    this.#schedule();
    return () => {
      this.#subscribers.delete(subscriber);
      this.#schedule();
    };
  }

  deliver(event: PageEvent): void {
    for (const { types, listener } of [...this.#subscribers]) {
      if (types.some((pattern) => matchesType(pattern, event.type))) listener(event);
    }
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      const types = [...new Set([...this.#subscribers].flatMap((subscriber) => subscriber.types))].sort();
      const wanted = types.join(" ");
      if (wanted === this.#asked) return;
      this.#asked = wanted;
      this.#link.send({ type: "bulkhead:subscribe", types });
    });
  }
}
