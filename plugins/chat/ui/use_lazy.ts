import { useEffect, useReducer } from "react";

/** What was worked out before, so that a row that comes back to the screen is drawn at once as it was. */
const MAX_KEPT = 300;

/** Something that is worked out with a module that is loaded when it is first needed. */
export class Lazy<M, R> {
  readonly #load: () => Promise<M>;
  readonly #kept = new Map<string, R | undefined>();
  #module: M | undefined;

  constructor(load: () => Promise<M>) {
    this.#load = load;
  }

  /** What is known under this key; `has` tells whether anything is. */
  get(key: string): R | undefined {
    return this.#kept.get(key);
  }

  has(key: string): boolean {
    return this.#kept.has(key);
  }

  async work(key: string, make: (module: M) => R | undefined): Promise<void> {
    this.#module ??= await this.#load();
    if (this.#kept.has(key)) return;
    this.#kept.set(key, make(this.#module));
    if (this.#kept.size > MAX_KEPT) this.#kept.delete(this.#kept.keys().next().value!);
  }
}

/** The result for a key, or undefined until it is there and where there is none. */
export function useLazy<M, R>(lazy: Lazy<M, R>, key: string, make: (module: M) => R | undefined): R | undefined {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  const missing = !lazy.has(key);
  useEffect(() => {
    if (!missing) return;
    let left = false;
    // What is still being written changes again at once; a module that does not load leaves the text as it is.
    const timer = setTimeout(() => lazy.work(key, make).then(() => left || draw(), () => {}), 40);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [lazy, key, missing]);
  return lazy.get(key);
}
