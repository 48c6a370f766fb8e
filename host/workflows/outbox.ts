import type { Compartment } from "../sandbox/ports.ts";
import type { BatchItem, ToScript } from "../sdk/workflow/protocol.ts";

/** Characters of JSON that one message carries when it carries several. */
const BATCH_CHARS = 512 * 1024;

/** Requests, one after the other, after which a script has answered what it was told before them. */
const TURNS = 3;

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
  #settling: Promise<void> | undefined;

  /** `batches`: the script's SDK knows `run.batch`. */
  constructor(readonly compartment: Compartment, private readonly batches: boolean) {}

  /** `lost` is called when the compartment did not take it. */
  tell<M extends keyof ToScript>(
    method: M,
    params: ToScript[M],
    { chars = 0, lost }: { chars?: number; lost(error: unknown): void },
  ): void {
    if (!this.batches) return this.#send(method, params, [lost]);
    this.#messages.push({ item: [method, params] as BatchItem, chars, lost });
    if (this.#messages.length === 1) queueMicrotask(this.#flush);
  }

  /**
   * Resolves when the script has had the time to answer all that it was told so far: it delivers one thing a turn of its
   * event loop. Rejects when the compartment is gone.
   */
  settled(): Promise<void> {
    return this.#settling ??= Promise.resolve().then(async () => {
      this.#settling = undefined;
      // Of no run, so that it changes nothing, whatever SDK the script has.
      for (let turn = 0; turn < TURNS; turn++) await this.compartment.request("run.drop", { run: "", generation: 0 });
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
