import type { Compartment } from "../sandbox/ports.ts";
import type { BatchItem, SettledParams, ToScript } from "../sdk/workflow/protocol.ts";

/** Characters of JSON that one message carries when it carries several. */
const BATCH_CHARS = 512 * 1024;

/** How long scripts are given that cannot say when they have settled. */
const OLD_SETTLES_MS = 1_000;

interface Message {
  item: BatchItem;
  /** About how long it is. */
  chars: number;
  lost(error: unknown): void;
}

/**
 * What the host tells the runs of one compartment: all of one turn in one request, which is answered as soon as it was
 * read, so that the host learns when the channel has no room.
 */
export class Outbox {
  #messages: Message[] = [];
  #asked: SettledParams["items"] = [];
  #settling: Promise<void> | undefined;

  /** `protocol`: what the script's SDK understands. */
  constructor(readonly compartment: Compartment, private readonly protocol: number) {}

  /** `lost` is called when the compartment did not take it. */
  tell<M extends keyof ToScript>(
    method: M,
    params: ToScript[M],
    { chars = 0, lost }: { chars?: number; lost(error: unknown): void },
  ): void {
    if (this.protocol < 2) return this.#send(method, params, [lost]);
    this.#messages.push({ item: [method, params] as BatchItem, chars, lost });
    if (this.#messages.length === 1) queueMicrotask(this.#flush);
  }

  /**
   * Resolves when a run's script has made of all that it was told so far what it makes of it, and what it asks for is here.
   * Rejects when the compartment is gone. Runs that are asked about in one turn share a request.
   */
  settled(run: SettledParams["items"][number]): Promise<void> {
    this.#asked.push(run);
    return this.#settling ??= Promise.resolve().then(async () => {
      this.#settling = undefined;
      const items = this.#asked;
      this.#asked = [];
      if (this.protocol >= 3) return await this.compartment.request("script.settled", { items });
      // An older SDK does not know when, so it is given time.
      await new Promise((resolve) => setTimeout(resolve, OLD_SETTLES_MS));
    });
  }

  readonly #flush = (): void => {
    const messages = this.#messages;
    this.#messages = [];
    for (let from = 0; from < messages.length;) {
      let to = from + 1;
      let chars = messages[from]!.chars;
      while (to < messages.length && (chars += messages[to]!.chars) <= BATCH_CHARS) to++;
      const part = from === 0 && to === messages.length ? messages : messages.slice(from, to);
      this.#send("run.batch", { items: part.map(({ item }) => item) }, part.map(({ lost }) => lost));
      from = to;
    }
  };

  #send(method: string, params: unknown, lost: ((error: unknown) => void)[]): void {
    this.compartment.request(method, params).catch((error) => {
      for (const each of lost) each(error);
    });
  }
}
