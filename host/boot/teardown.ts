import type { Logger } from "../observe/ports.ts";

interface Step {
  name: string;
  close: () => unknown;
}

/**
 * What has to be closed again, in the reverse order of its opening. Leaving the scope closes everything, unless the
 * steps were moved out of it.
 */
export class Teardown implements AsyncDisposable {
  #steps: Step[] = [];
  #logger: Logger | undefined;
  #running: Promise<void> | undefined;

  add(name: string, close: () => unknown): void {
    this.#steps.push({ name, close });
  }

  /** Takes the steps out: this one closes nothing any more. */
  move(logger: Logger): Teardown {
    const other = new Teardown();
    other.#steps = this.#steps;
    other.#logger = logger;
    this.#steps = [];
    return other;
  }

  /** Closes everything once; one step that fails does not keep the others from closing. */
  run(): Promise<void> {
    return this.#running ??= this.#run();
  }

  async #run(): Promise<void> {
    for (const { name, close } of this.#steps.toReversed()) {
      try {
        await close();
      } catch (error) {
        this.#logger?.error(`Closing "${name}" failed: ${(error as Error).message}`);
      }
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.run();
  }
}
