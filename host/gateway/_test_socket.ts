import type { TestHost } from "./_test_host.ts";

type Message = Record<string, unknown> & { id?: unknown; method?: string };

/** A WebSocket client as a page has one: batches are taken apart, replies found by id. */
export class TestSocket implements AsyncDisposable {
  readonly socket: WebSocket;
  /** Everything that came, in order. */
  readonly messages: Message[] = [];
  /** Frames that came: several messages may share one. */
  frames = 0;
  readonly closed: Promise<CloseEvent>;
  #wake: () => void = () => {};
  #nextId = 1;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.onmessage = (event) => {
      this.frames++;
      const value = JSON.parse(event.data);
      this.messages.push(...(Array.isArray(value) ? value : [value]));
      this.#wake();
    };
    this.closed = new Promise((resolve) => {
      socket.onclose = (event) => {
        this.#wake();
        resolve(event);
      };
    });
  }

  static async connect(host: TestHost, headers: Record<string, string> = { authorization: "Bearer member" }) {
    // Deno takes headers here; the DOM's types, which the pages need, do not know it.
    const socket = new WebSocket(host.url("/ws").replace("http", "ws"), { headers } as never);
    const client = new TestSocket(socket);
    await new Promise<void>((resolve, reject) => {
      socket.onopen = () => resolve();
      socket.onerror = (event) => reject(new Error((event as ErrorEvent).message));
    });
    return client;
  }

  /** Calls a method and waits for its reply, an error as it is. */
  async call(method: string, params: unknown = {}): Promise<Message & { result?: never; error?: never }> {
    const id = this.#nextId++;
    this.socket.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
    await this.until(() => this.reply(id) !== undefined);
    return this.reply(id) as never;
  }

  reply(id: unknown): Message | undefined {
    return this.messages.find((message) => message.id === id && message.method === undefined);
  }

  /** Positions of the events that came, in order of arrival. */
  get positions(): number[] {
    return this.messages.filter((message) => message.method === "events.event")
      .map((message) => (message.params as { seq: number }).seq);
  }

  get volatile(): unknown[] {
    return this.messages.filter((message) => message.method === "events.volatile").map((message) => message.params);
  }

  /** Waits for a condition on what came; fails after `ms` or when the socket closes before. */
  async until(condition: () => boolean, ms = 10_000): Promise<void> {
    const deadline = performance.now() + ms;
    while (!condition()) {
      if (this.socket.readyState === WebSocket.CLOSED) throw new Error("the socket closed before");
      const left = deadline - performance.now();
      if (left <= 0) throw new Error(`did not come within ${ms} ms; last: ${JSON.stringify(this.messages.at(-1))}`);
      let timer: ReturnType<typeof setTimeout> | undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        timer = setTimeout(resolve, left);
      });
      clearTimeout(timer);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.socket.readyState < WebSocket.CLOSING) this.socket.close();
    await this.closed;
  }
}
