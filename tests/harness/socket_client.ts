import { RpcError, type RpcErrorObject } from "../../host/sdk/errors.ts";
import type { BusEvent } from "../../host/sdk/channel/protocol.ts";
import { until, type UntilOptions } from "./until.ts";

interface Message {
  id?: number;
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: RpcErrorObject;
}

/** A person's WebSocket: calls, and everything that was pushed, in order. */
export interface SocketClient extends AsyncDisposable {
  call<T>(method: string, params: unknown): Promise<T>;
  /** Events (`events.event`) so far. */
  readonly events: BusEvent[];
  /** Volatile messages (`events.volatile`) so far. */
  readonly volatile: { type: string; data: unknown }[];
  /** Close code, once it is closed. */
  readonly closed: number | undefined;
  /** Waits for an event that fits, those so far included. */
  event(fits: (event: BusEvent) => boolean, options?: UntilOptions): Promise<BusEvent>;
  close(): Promise<void>;
}

/** Opens `/ws` as a seeded person (dev mode). */
export async function openSocket(url: string, as: string): Promise<SocketClient> {
  const address = `${url.replace(/^http/, "ws")}/ws`;
  const socket = new WebSocket(address, { headers: { "x-forwarded-user": as } } as unknown as string[]);
  const events: BusEvent[] = [];
  const volatile: { type: string; data: unknown }[] = [];
  const open = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  let closed: number | undefined;
  let next = 1;

  const take = (message: Message): void => {
    if (message.method === "events.event") events.push(message.params as BusEvent);
    else if (message.method === "events.volatile") volatile.push(message.params as { type: string; data: unknown });
    else if (message.id !== undefined) {
      const waiting = open.get(message.id);
      open.delete(message.id);
      if (message.error) waiting?.reject(RpcError.from(message.error));
      else waiting?.resolve(message.result);
    }
  };
  socket.onmessage = ({ data }) => {
    const parsed = JSON.parse(data as string) as Message | Message[];
    for (const message of Array.isArray(parsed) ? parsed : [parsed]) take(message);
  };
  const gone = new Promise<void>((resolve) => {
    socket.onclose = ({ code }) => {
      closed = code;
      for (const waiting of open.values()) waiting.reject(new Error(`The socket was closed (${code})`));
      resolve();
    };
  });
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve();
    socket.onerror = () => reject(new Error(`${address} does not open for ${as}`));
  });
  socket.onerror = null;

  const close = async (): Promise<void> => {
    if (socket.readyState <= WebSocket.OPEN) socket.close();
    await gone;
  };
  return {
    events,
    volatile,
    get closed() {
      return closed;
    },
    call<T>(method: string, params: unknown): Promise<T> {
      const id = next++;
      return new Promise<unknown>((resolve, reject) => {
        open.set(id, { resolve, reject });
        socket.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
      }) as Promise<T>;
    },
    event: (fits, options) => until(() => events.find(fits), { what: "an event on the socket", ...options }),
    close,
    [Symbol.asyncDispose]: close,
  };
}
