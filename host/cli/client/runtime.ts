/** Where the server is, and who calls. */
export interface ClientOptions {
  /** Address of the server, such as `https://team.example.com`. In a page of the server itself it may be left out. */
  url?: string;
  /** An API token. Without one the browser's session counts. */
  token?: string;
  /** Goes with the browser's session: what `GET /auth/state` says under `csrf`. */
  csrf?: string;
  /** How long a call may take, in milliseconds; 0 = for ever. Default 60,000. */
  timeoutMs?: number;
  /** Instead of the global `fetch`. */
  fetch?: typeof fetch;
}

/** Options of one call. */
export interface CallOptions {
  signal?: AbortSignal;
  /** Instead of the client's own. */
  timeoutMs?: number;
}

/** What the server refused, or could not be asked. */
export class BulkheadError extends Error {
  override readonly name = "BulkheadError";
  constructor(
    message: string,
    /** Of JSON-RPC; 0 when there was no answer of the server. */
    readonly code: number,
    /** Stable, for programs: `not_found`, `rate_limited` … `unreachable` when there was no answer. */
    readonly reason: string,
    readonly details: {
      hint?: string;
      /** JSON pointer into the params. */
      path?: string;
      retryAfterMs?: number;
      traceId?: string;
    } = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

// <methods>
/** All methods by their names. */
export interface Methods {
  // deno-lint-ignore no-explicit-any -- any: stands for the methods that are generated here
  [plugin: string]: any;
}
// </methods>

export type Client = Methods & {
  /** Calls a method by its name, for those that are not known here. */
  $call<R = unknown>(method: string, params?: unknown, options?: CallOptions): Promise<R>;
};

/** A client: `await client.chat.message.send({ channel: "#general", text: "Hello" })`. */
export function createClient(options: ClientOptions = {}): Client {
  const call = caller(options);
  return node([], call) as Client;
}

type Call = (method: string, params?: unknown, options?: CallOptions) => Promise<unknown>;

/** A function for the method of this name, with those below it as its properties. */
function node(path: string[], call: Call): unknown {
  const children = new Map<string, unknown>();
  return new Proxy(() => {}, {
    get(_target, name) {
      // Not a promise, although it can be called with whatever name.
      if (typeof name !== "string" || name === "then") return undefined;
      if (path.length === 0 && name === "$call") return call;
      let child = children.get(name);
      if (!child) children.set(name, child = node([...path, name], call));
      return child;
    },
    apply: (_target, _this, [params, options]) => call(path.join("."), params, options),
  });
}

function caller({ url = "", token, csrf, timeoutMs = 60_000, fetch: fetcher = fetch }: ClientOptions): Call {
  const address = `${url.replace(/(?<!\/)\/+$/, "")}/rpc`;
  let id = 0;
  return async (method, params = {}, options = {}) => {
    const limitMs = options.timeoutMs ?? timeoutMs;
    const signals = [options.signal, limitMs > 0 ? AbortSignal.timeout(limitMs) : undefined].filter((one) => one);
    let answer: { result?: unknown; error?: { code: number; message: string; data?: Record<string, unknown> } };
    try {
      const response = await fetcher(address, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(csrf === undefined ? {} : { "x-csrf-token": csrf }),
        },
        credentials: token === undefined ? "same-origin" : "omit",
        body: JSON.stringify({ jsonrpc: "2.0", id: ++id, method, params }),
        signal: AbortSignal.any(signals as AbortSignal[]),
      });
      answer = await response.json();
    } catch (error) {
      if (options.signal?.aborted) throw error;
      const late = error instanceof DOMException && error.name === "TimeoutError";
      const message = late ? `${method} took longer than ${limitMs} ms` : `${address} did not answer: ${error}`;
      throw new BulkheadError(message, 0, late ? "timeout" : "unreachable", {}, { cause: error });
    }
    if (!answer.error) return answer.result;
    const { code, message, data: { reason = "internal", ...details } = {} } = answer.error;
    throw new BulkheadError(message, code, String(reason), details);
  };
}
