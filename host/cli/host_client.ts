import { resolve } from "node:path";
import { type ErrorData, RpcError, type RpcErrorObject } from "../sdk/errors.ts";
import { type CliContext, CliError } from "./context.ts";

/** Longer than the host gives to any call. */
const CALL_MS = 660_000;
/** How long a socket may take to open. */
const OPEN_MS = 5_000;

/** Speaks to the running host over its Unix socket, as its owner. */
export class HostClient implements Disposable {
  readonly #client: Deno.HttpClient;

  private constructor(readonly dataDir: string, readonly token: string) {
    this.#client = Deno.createHttpClient({ proxy: { transport: "unix", path: `${dataDir}/run/rpc.sock` } });
  }

  /** Throws {@linkcode CliError} when no host runs with this data folder. */
  static open(context: CliContext, data: string | undefined): HostClient {
    const dataDir = dataFolder(context, data);
    let token: string;
    try {
      token = Deno.readTextFileSync(`${dataDir}/run/token`).trim();
      Deno.statSync(`${dataDir}/run/rpc.sock`);
    } catch (error) {
      if (error instanceof Deno.errors.PermissionDenied) {
        throw new CliError(
          `The data folder "${dataDir}" belongs to somebody else: run this as the user who runs the host`,
        );
      }
      throw noHost(dataDir, error);
    }
    return new HostClient(dataDir, token);
  }

  /** Calls a method; throws RpcError as the host sent it. `timeoutMs` is for what may take hours. */
  async call<T>(method: string, params: unknown = {}, { timeoutMs = CALL_MS } = {}): Promise<T> {
    const response = await this.#fetch("/rpc", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    }, timeoutMs);
    const body = await response.json() as { result?: T; error?: RpcErrorObject };
    if (body.error) throw RpcError.from(body.error);
    return body.result as T;
  }

  /**
   * Hands over events and volatile messages of these types from now on, until it is disposed of. What comes late or not at all is
   * only not shown: a host that does not let one listen is no failure.
   */
  async listen(types: string[], take: (type: string, data: unknown) => void): Promise<Disposable> {
    const options = { headers: { authorization: `Bearer ${this.token}` }, client: this.#client };
    // The declared type knows of no options.
    const socket = new WebSocket("ws://localhost/ws", options as unknown as string[]);
    const ready = Promise.withResolvers<void>();
    const late = setTimeout(ready.resolve, OPEN_MS);
    socket.onopen = () => {
      socket.send(JSON.stringify({ jsonrpc: "2.0", id: 1, method: "events.subscribe", params: { types } }));
    };
    socket.onmessage = ({ data }) => {
      for (const message of [JSON.parse(data as string)].flat()) {
        if (message.id === 1) ready.resolve();
        else if (message.method === "events.volatile" || message.method === "events.event") {
          take(message.params.type, message.params.data);
        }
      }
    };
    socket.onerror = socket.onclose = () => ready.resolve();
    await ready.promise;
    clearTimeout(late);
    return { [Symbol.dispose]: () => socket.close() };
  }

  /** Gets a JSON document; the status may be that of an error. */
  async get(path: string): Promise<{ status: number; body: Record<string, unknown> }> {
    const response = await this.#fetch(path, {});
    return { status: response.status, body: await response.json() };
  }

  async #fetch(path: string, init: RequestInit, timeoutMs = CALL_MS): Promise<Response> {
    try {
      return await fetch(`http://localhost${path}`, {
        ...init,
        headers: { ...init.headers, authorization: `Bearer ${this.token}` },
        signal: AbortSignal.timeout(timeoutMs),
        client: this.#client,
      });
    } catch (error) {
      if (error instanceof DOMException && error.name === "TimeoutError") {
        throw new CliError(`The host did not answer within ${timeoutMs / 1_000} s: see its log`, 1, { cause: error });
      }
      // A socket that a killed host left behind refuses, or is gone.
      throw noHost(this.dataDir, error);
    }
  }

  [Symbol.dispose](): void {
    this.#client.close();
  }
}

/** The data folder as the host would choose it: flag, then BULKHEAD_DATA, then ./data. */
export function dataFolder(context: CliContext, data: string | undefined): string {
  return resolve(data ?? (context.env.BULKHEAD_DATA || "./data"));
}

function noHost(dataDir: string, cause: unknown): CliError {
  return new CliError(
    `No host runs with the data folder "${dataDir}": start one with "bulkhead start --data ${dataDir}", ` +
      "or name the folder of the running one with --data",
    1,
    { cause },
  );
}

/** An error of the host in one or two lines for a terminal. */
export function describeError(error: RpcError): string {
  const { reason, hint, path, retryAfterMs, traceId }: ErrorData = error.data;
  const details = [
    reason,
    path && `at ${path}`,
    retryAfterMs !== undefined && `again after ${Math.ceil(retryAfterMs / 1_000)} s`,
    error.kind === "internal" && traceId && `trace ${traceId}`,
  ].filter(Boolean).join(", ");
  return `${error.message} (${details})${hint ? `\n${hint}` : ""}`;
}
