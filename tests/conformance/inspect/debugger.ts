import { until } from "../../harness/mod.ts";

/** A message of the Chrome DevTools Protocol, from the worker in which a plugin's code runs. */
export interface Message {
  method: string;
  // deno-lint-ignore no-explicit-any -- any: each method has params of its own
  params: any;
}

/** A debugger that is attached to a plugin, as an editor or the browser's tools are. */
export interface Debugger extends AsyncDisposable {
  /** Sends to the worker; rejects with what the protocol answers. */
  // deno-lint-ignore no-explicit-any -- any: each method has a result of its own
  send(method: string, params?: Record<string, unknown>): Promise<any>;
  /** The next message of this method that was not taken yet. */
  event(method: string, fits?: (params: Message["params"]) => boolean): Promise<Message["params"]>;
}

/** Attaches to the worker of the process whose inspector listens there. */
export async function attach(address: string): Promise<Debugger> {
  const [target] = await until(async () => await (await fetch(`http://${address}/json/list`)).json(), {
    what: "the inspector",
  });
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  const closed = new Promise<void>((resolve) => socket.onclose = () => resolve());
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const messages: (Message & { sessionId?: string })[] = [];
  let lastId = 0;
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.id === undefined) return void messages.push(message);
    const call = pending.get(message.id);
    pending.delete(message.id);
    if (message.error) call?.reject(new Error(message.error.message));
    else call?.resolve(message.result);
  };
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = reject;
  });
  const send = (method: string, params: Record<string, unknown> = {}, sessionId?: string) =>
    new Promise<unknown>((resolve, reject) => {
      const id = ++lastId;
      pending.set(id, { resolve, reject });
      socket.send(JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) }));
    });
  const take = (method: string, fits: (params: Message["params"]) => boolean) =>
    until(() => {
      const index = messages.findIndex((message) => message.method === method && fits(message.params));
      return index === -1 ? undefined : messages.splice(index, 1)[0]!.params;
    }, { what: method });
  await send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: true });
  const { sessionId } = await take("Target.attachedToTarget", () => true);
  return {
    send: (method, params) => send(method, params, sessionId),
    event: (method, fits = () => true) => take(method, fits),
    async [Symbol.asyncDispose]() {
      socket.close();
      await closed;
    },
  };
}
