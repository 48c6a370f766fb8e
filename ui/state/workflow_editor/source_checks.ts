import { RpcFailure } from "../../sdk/failure.ts";
import type { RpcPort } from "../../sdk/ports.ts";
import type { Diagnostic } from "../wire.ts";
import { isFileName } from "./file_name.ts";
import type { CheckAnswer } from "./wire.ts";

/** What is known to be wrong with a text. */
export interface Checks {
  /** `none`: not asked yet; `failed`: the host could not tell. */
  state: "none" | "checking" | "done" | "failed";
  /** Of the last text that was checked: they stay while the next one is. */
  diagnostics: readonly Diagnostic[];
  failure?: RpcFailure;
}

export interface CheckedText {
  file: string;
  source: string;
}

export interface SourceChecksOptions {
  rpc: RpcPort;
  changed(checks: Checks): void;
  /** Waits until typing has paused; rejects when it goes on. Default setTimeout. */
  pause?(ms: number, signal: AbortSignal): Promise<void>;
}

/** How long nobody types before syntax and types are checked, and how much longer before the options are read as well. */
const PAUSE_MS = 300;
const LONG_PAUSE_MS = 900;
/** The first check of a server's life waits for its compiler to start. */
const CHECK_MS = 65_000;

/**
 * Has a text checked by the host: one check at a time, and only the newest text counts. While somebody types that is
 * the quick check; when it finds nothing the whole one follows, for which the host reads the script's options.
 */
export class SourceChecks {
  #checks: Checks = { state: "none", diagnostics: [] };
  /** The text that `#checks` is about. */
  #of: string | undefined;
  /** It was the whole check. */
  #whole = false;
  #stop = new AbortController();
  readonly #options: SourceChecksOptions;

  constructor(options: SourceChecksOptions) {
    this.#options = options;
  }

  /** Checks when nobody types for a moment; `then` is called before. */
  later(text: CheckedText, then?: () => void): void {
    const stop = this.#anew();
    const wait = this.#options.pause ?? pause;
    this.#set({ ...this.#checks, state: "checking" });
    wait(PAUSE_MS, stop.signal).then(async () => {
      then?.();
      const found = await this.#ask(text, { stop, quick: true });
      if (!found || found.length > 0) return;
      await wait(LONG_PAUSE_MS, stop.signal);
      await this.#ask(text, { stop, quick: false });
    }).catch(() => {
      // More was typed meanwhile.
    });
  }

  /** What is known of this text, or else a check at once: the quick one or the whole. Nothing when the host could not tell. */
  async now(text: CheckedText, { quick }: { quick: boolean }): Promise<readonly Diagnostic[] | undefined> {
    const known = this.#of === text.source && this.#checks.state === "done";
    if (known && (quick || this.#whole)) return this.#checks.diagnostics;
    this.#set({ ...this.#checks, state: "checking" });
    return await this.#ask(text, { stop: this.#anew(), quick });
  }

  close(): void {
    this.#stop.abort();
  }

  #anew(): AbortController {
    this.#stop.abort();
    return this.#stop = new AbortController();
  }

  async #ask(
    { file, source }: CheckedText,
    { stop, quick }: { stop: AbortController; quick: boolean },
  ): Promise<readonly Diagnostic[] | undefined> {
    try {
      const { diagnostics } = await this.#options.rpc.call<CheckAnswer>(
        "host.workflow.validate",
        { ...(isFileName(file) ? { file } : {}), source, ...(quick ? { quick } : {}) },
        { signal: stop.signal, timeoutMs: CHECK_MS },
      );
      if (stop.signal.aborted) return undefined;
      this.#of = source;
      this.#whole = !quick;
      this.#set({ state: "done", diagnostics });
      return diagnostics;
    } catch (error) {
      if (stop.signal.aborted) return undefined;
      this.#of = undefined;
      this.#set({ ...this.#checks, state: "failed", failure: RpcFailure.wrap(error) });
      return undefined;
    }
  }

  #set(checks: Checks): void {
    this.#checks = checks;
    this.#options.changed(checks);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
