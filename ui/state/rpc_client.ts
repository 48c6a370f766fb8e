import { RpcFailure } from "../sdk/failure.ts";
import type { CallOptions, RpcPort } from "../sdk/ports.ts";

export interface RpcClientOptions {
  /** The CSRF token of this session, or undefined when there is none yet. */
  csrf(): string | undefined;
  /** Called when the session is over; the call fails all the same. */
  onUnauthenticated?(): void;
  /** Default: the browser's fetch. */
  fetch?: typeof fetch;
  url?: string;
}

interface RpcAnswer {
  result?: unknown;
  error?: Parameters<typeof RpcFailure.from>[0];
}

const DEFAULT_TIMEOUT_MS = 30_000;

/** Calls methods over `POST /rpc` with the session cookie. */
export class RpcClient implements RpcPort {
  #nextId = 1;
  readonly #options: RpcClientOptions;

  constructor(options: RpcClientOptions) {
    this.#options = options;
  }

  async call<T>(method: string, params: unknown = {}, options: CallOptions = {}): Promise<T> {
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

function timedOut(method: string, timeoutMs: number): RpcFailure {
  return new RpcFailure({
    code: -32051,
    reason: "deadline_exceeded",
    message: `${method} gave no answer within ${Math.round(timeoutMs / 1000)} s`,
    hint: "It may still be at work. Look again in a moment before you repeat it.",
  });
}

function unreachable(method: string, cause: unknown): RpcFailure {
  return new RpcFailure({
    code: 0,
    reason: "offline",
    message: `The server could not be reached for ${method}`,
    hint: "Check that it runs and that you are connected, then retry.",
  }, { cause });
}
