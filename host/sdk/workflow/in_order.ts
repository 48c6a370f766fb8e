/** Tells of what was written in the order in which it was given, whichever is on disk first. */
export class InOrder {
  readonly #given: { isWritten: boolean; tell(): void }[] = [];

  /** `tell` is called once this is written, and all before it; never when one of them was not. */
  add(written: Promise<boolean>, tell: () => void): void {
    const one = { isWritten: false, tell };
    this.#given.push(one);
    written.then((isWritten) => {
      one.isWritten = isWritten;
      while (this.#given[0]?.isWritten) this.#given.shift()!.tell();
    });
  }
}
