/** A close that takes longer is an error of its own. */
const CLOSE_MS = 10_000;

/** What a client holds: a WebSocket of somebody, with calls under way, and the position up to which it knows what happened. */
export class Client {
  readonly name: string;
  /** Of chat. */
  seq = 0;
  /** Of the event log. */
  position = 0;
  events = 0;
  readonly #url: string;
  #socket: WebSocket | undefined;
  #next = 1;
  /** Code and reason, when it is. */
  #closed: string | undefined;
  readonly #open = new Map<number, { resolve(value: unknown): void; reject(error: CallError): void }>();

  constructor(url: string, name: string) {
    this.#url = `${url.replace(/^http/, "ws")}/ws`;
    this.name = name;
  }

  async connect(): Promise<void> {
    const socket = new WebSocket(this.#url, {
      headers: { "x-forwarded-user": this.name },
      // Deno's own option; the DOM's type knows only protocols.
    } as unknown as string[]);
    await new Promise<void>((resolve, reject) => {
      socket.onopen = () => resolve();
      socket.onerror = () => reject(new Error(`${this.#url} does not take a WebSocket of ${this.name}`));
    });
    socket.onmessage = ({ data }) => this.#take(JSON.parse(data as string));
    socket.onclose = ({ code, reason }) => {
      this.#closed = `${code} ${reason}`;
      for (const { reject } of this.#open.values()) reject(new CallError("the socket was closed", "closed"));
      this.#open.clear();
    };
    this.#closed = undefined;
    this.#socket = socket;
  }

  async disconnect(): Promise<void> {
    const socket = this.#socket!;
    if (this.#closed !== undefined) throw new CallError(`the host had closed the socket: ${this.#closed}`, "closed");
    const closed = new Promise<void>((resolve) => socket.addEventListener("close", () => resolve(), { once: true }));
    socket.close();
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(
      () => late.reject(new CallError(`the socket was not closed within ${CLOSE_MS} ms`, "closed")),
      CLOSE_MS,
    );
    await Promise.race([closed, late.promise]).finally(() => clearTimeout(timer));
  }

  call<T = Record<string, unknown>>(method: string, params: unknown = {}): Promise<T> {
    // A socket that is closed swallows what is sent.
    if (this.#socket?.readyState !== WebSocket.OPEN) {
      return Promise.reject(
        new CallError(`${method} on a socket that is closed: ${this.#closed ?? "not yet"}`, "closed"),
      );
    }
    const id = this.#next++;
    return new Promise<unknown>((resolve, reject) => {
      this.#open.set(id, { resolve, reject });
      this.#socket!.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
    }) as Promise<T>;
  }

  #take(data: unknown): void {
    for (const message of Array.isArray(data) ? data : [data]) {
      if (message.method === "events.event") {
        this.events++;
        this.position = Math.max(this.position, message.params.seq);
      }
      const waiting = this.#open.get(message.id);
      if (!waiting) continue;
      this.#open.delete(message.id);
      const { error } = message;
      if (error) waiting.reject(new CallError(error.message, error.data?.reason ?? error.data?.kind ?? "unknown"));
      else waiting.resolve(message.result);
    }
  }
}

/** A call that was refused, with the reason that it gave. */
export class CallError extends Error {
  constructor(message: string, readonly reason: string) {
    super(message);
  }
}
