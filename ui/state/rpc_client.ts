import { RpcFailure } from "../sdk/failure.ts";
import type { CallOptions, RpcPort } from "../sdk/ports.ts";
import { type LimitedListener, RateWaits } from "./rate_waits.ts";
import { t } from "../i18n/texts.ts";

export interface RpcClientOptions {
  /** The CSRF token of this session, or undefined when there is none yet. */
  csrf(): string | undefined;
  /** Called when the session is over; the call fails all the same. */
  onUnauthenticated?(): void;
  /** Called when the host takes no more calls of a method for a while. */
  onLimited?: LimitedListener;
  /** Default made with `onLimited`. */
  waits?: RateWaits;
  /** Default: the browser's fetch. */
  fetch?: typeof fetch;
  url?: string;
}

interface RpcAnswer {
  result?: unknown;
  error?: Parameters<typeof RpcFailure.from>[0];
}

const DEFAULT_TIMEOUT_MS = 30_000;
/** A call that has to wait longer than this fails instead, with the words of the host. */
const MAX_WAIT_MS = 15_000;
/** Refusals of one call before it fails. */
const MAX_REFUSALS = 4;

/** Calls methods over `POST /rpc` with the session cookie. */
export class RpcClient implements RpcPort {
  #nextId = 1;
  readonly #options: RpcClientOptions;
  readonly #waits: RateWaits;

  constructor(options: RpcClientOptions) {
    this.#options = options;
    this.#waits = options.waits ?? new RateWaits({ onLimited: options.onLimited });
  }

  /**
   * What the host has refused for its limits was not done, so it is sent again as soon as the host says; further calls of
   * the same method are held back until then.
   */
  async call<T>(method: string, params: unknown = {}, options: CallOptions = {}): Promise<T> {
    if (options.atOnce) return await this.#send<T>(method, params, options);
    for (let refusals = 1;; refusals++) {
      const left = this.#waits.left(method);
      if (left > MAX_WAIT_MS) throw tooMany(method, left);
      if (left > 0) await this.#waits.wait(method, options.signal);
      try {
        return await this.#send<T>(method, params, options);
      } catch (error) {
        const retryAfterMs = error instanceof RpcFailure && error.code === -32029 ? error.retryAfterMs : undefined;
        if (retryAfterMs === undefined) throw error;
        this.#waits.limited(method, retryAfterMs);
        if (retryAfterMs > MAX_WAIT_MS || refusals >= MAX_REFUSALS) throw error;
      }
    }
  }

  async #send<T>(method: string, params: unknown, options: CallOptions): Promise<T> {
    const timeout = AbortSignal.timeout(options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
    let response: Response;
    let answer: RpcAnswer;
    try {
      response = await (this.#options.fetch ?? fetch)(this.#options.url ?? "/rpc", {
        method: "POST",
        credentials: "same-origin",
        headers: { "content-type": "application/json", ...this.#csrfHeader() },
        body: JSON.stringify({ jsonrpc: "2.0", id: this.#nextId++, method, params }),
        signal,
      });
      answer = await response.json() as RpcAnswer;
    } catch (error) {
      if (options.signal?.aborted) throw options.signal.reason ?? error;
      if (timeout.aborted) throw timedOut(method, options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
      throw unreachable(method, error);
    }
    if (answer.error) {
      const failure = RpcFailure.from(answer.error);
      if (failure.code === -32001) this.#options.onUnauthenticated?.();
      throw failure;
    }
    return answer.result as T;
  }

  #csrfHeader(): Record<string, string> {
    const token = this.#options.csrf();
    return token ? { "x-csrf-token": token } : {};
  }
}

function tooMany(method: string, leftMs: number): RpcFailure {
  return new RpcFailure({
    code: -32029,
    reason: "rate_limited",
    message: t("There were too many calls of {method}", { method }),
    hint: t("The server takes the next one in {seconds} s.", { seconds: Math.ceil(leftMs / 1000) }),
    retryAfterMs: Math.ceil(leftMs),
  });
}

function timedOut(method: string, timeoutMs: number): RpcFailure {
  return new RpcFailure({
    code: -32051,
    reason: "deadline_exceeded",
    message: t("{method} gave no answer within {seconds} s", { method, seconds: Math.round(timeoutMs / 1000) }),
    hint: t("It may still be at work. Look again in a moment before you repeat it."),
  });
}

function unreachable(method: string, cause: unknown): RpcFailure {
  return new RpcFailure({
    code: 0,
    reason: "offline",
    message: t("The server could not be reached for {method}", { method }),
    hint: t("Check that it runs and that you are connected, then retry."),
  }, { cause });
}
