import type { LogAnswer, LogOrder } from "./_log_thread.ts";

/** The host's end of the log's thread. Orders are carried out one after the other. */
export class LogClient {
  readonly #thread: Worker;
  readonly #waiting: PromiseWithResolvers<unknown>[] = [];
  #ended: Error | undefined;

  constructor(path: string) {
    this.#thread = new Worker(new URL("./_log_thread.ts", import.meta.url), { type: "module", name: "log" });
    this.#thread.onmessage = ({ data }: MessageEvent<LogAnswer>) => {
      const waiting = this.#waiting.shift();
      if ("error" in data) waiting?.reject(new Error(data.error));
      else waiting?.resolve(data.value);
    };
    this.#thread.onerror = (event) => {
      event.preventDefault();
      this.#end(new Error(`The log's thread ended: ${event.message}`));
    };
    this.opened = this.ask<number>({ kind: "open", path });
    this.opened.catch(() => {});
  }

  /** Answers the id of the newest line; rejects when the file cannot be used. */
  readonly opened: Promise<number>;

  ask<T>(order: LogOrder): Promise<T> {
    if (this.#ended) return Promise.reject(this.#ended);
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting.push(waiting);
    this.#thread.postMessage(order);
    return waiting.promise as Promise<T>;
  }

  async close(): Promise<void> {
    if (!this.#ended) await this.ask({ kind: "close" }).catch(() => {});
    this.#end(new Error("The log is closed"));
  }

  #end(error: Error): void {
    this.#ended ??= error;
    this.#thread.terminate();
    for (const { reject } of this.#waiting.splice(0)) reject(this.#ended);
  }
}
