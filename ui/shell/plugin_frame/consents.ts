/** Questions that may wait behind the one that is shown. */
const MAX_WAITING = 4;
/** After so many refusals in a row nobody is asked again until the person opens the page anew. */
const MAX_DECLINED = 3;

/** The questions of one page, one after the other, and not for ever. */
export class Consents {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #declined = 0;

  /** Puts the question when those before it are answered; one that is withdrawn answers undefined. */
  async ask(question: () => Promise<boolean | undefined>): Promise<"given" | "declined" | "busy"> {
    if (this.#declined >= MAX_DECLINED) return "declined";
    if (this.#waiting > MAX_WAITING) return "busy";
    this.#waiting++;
    const before = this.#last;
    const answer = (async () => {
      await before;
      // Somebody who said no three times is left alone, also by those that waited.
      return this.#declined < MAX_DECLINED && await question();
    })();
    this.#last = answer.catch(() => {});
    try {
      const given = await answer;
      if (given !== undefined) this.#declined = given ? 0 : this.#declined + 1;
      return given ? "given" : "declined";
    } finally {
      this.#waiting--;
    }
  }
}
