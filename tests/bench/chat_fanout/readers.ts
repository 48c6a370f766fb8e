/**
 * People who have a channel open, as a process of its own: many WebSockets that count what comes. Prints `ready` once all are
 * subscribed, and what was measured, as one line of JSON, when each has everything or nothing comes any more.
 */

/** As JSON in the first argument. */
export interface ReadersOptions {
  url: string;
  /** `product`: each signs in as somebody and subscribes; `plain`: each only listens. */
  kind: "product" | "plain";
  sockets: number;
  /** Messages that each socket is to get. */
  messages: number;
}

export interface ReadersResult {
  delivered: number;
  /** Of the socket that got the fewest. */
  fewest: number;
  /** Milliseconds from when a message was to be sent to when it was there, at some of the sockets. */
  p50: number;
  p99: number;
  /** Seconds from the first message to the last. */
  seconds: number;
  /** Of the last message, in UTF-16 units. */
  size: number;
}

/** So many sockets read each message; the others count them. */
const SAMPLED = 20;
/** Nothing came for so long: what is missing is lost. */
const SILENCE_MS = 8_000;
/** What begins the text of each message; the time follows. */
const MARK = '"text":"at ';
/** No message is shorter: so much need not be looked through for the next. */
const LEAST = 400;

async function run(options: ReadersOptions): Promise<void> {
  const counts = new Array<number>(options.sockets).fill(0);
  const latencies: number[] = [];
  let first = 0, last = performance.now(), left = options.sockets, size = 0;
  const done = Promise.withResolvers<void>();
  const take = (index: number, data: string) => {
    const now = performance.now();
    const before = counts[index]!;
    let count = 0;
    for (let at = data.indexOf(MARK); at >= 0; at = data.indexOf(MARK, at + LEAST)) {
      count++;
      if (index < SAMPLED) {
        latencies.push(performance.timeOrigin + now - parseFloat(data.slice(at + MARK.length, at + MARK.length + 20)));
      }
    }
    if (count === 0) return;
    if (count === 1) size = data.length;
    counts[index] = before + count;
    first ||= now;
    last = now;
    if (before + count >= options.messages && before < options.messages && --left === 0) done.resolve();
  };
  const sockets: WebSocket[] = [];
  // A few at a time, as people come.
  for (let index = 0; index < options.sockets; index += 20) {
    const some = Array.from({ length: Math.min(20, options.sockets - index) }, (_, n) => index + n);
    sockets.push(...await Promise.all(some.map((n) => open(options, n, (data) => take(n, data)))));
  }
  console.log("ready");
  last = performance.now();
  const silence = setInterval(() => {
    if (first > 0 && performance.now() - last > SILENCE_MS) done.resolve();
  }, 500);
  await done.promise;
  clearInterval(silence);
  for (const socket of sockets) socket.close();
  latencies.sort((a, b) => a - b);
  const result: ReadersResult = {
    delivered: counts.reduce((sum, count) => sum + count, 0),
    fewest: Math.min(...counts),
    p50: latencies[Math.floor(latencies.length / 2)] ?? Infinity,
    p99: latencies[Math.floor(latencies.length * 0.99)] ?? Infinity,
    seconds: (last - first) / 1_000,
    size,
  };
  console.log(JSON.stringify(result));
  Deno.exit(0);
}

async function open({ url, kind }: ReadersOptions, n: number, take: (data: string) => void): Promise<WebSocket> {
  const socket = await openAs(url, `reader${n}`);
  if (kind === "product") {
    // What a page does: the state as it is, then what changes.
    await ask(socket, "chat.snapshot", {});
    await ask(socket, "events.subscribe", { types: ["chat.*"] });
  }
  socket.onmessage = ({ data }) => take(data as string);
  return socket;
}

/** A WebSocket of somebody whom the proxy names. */
export async function openAs(url: string, name: string): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace(/^http/, "ws")}/ws`, {
    headers: { "x-forwarded-user": name },
    // Deno's own option; the DOM's type knows only protocols.
  } as unknown as string[]);
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve();
    socket.onerror = () => reject(new Error(`${url} does not take a WebSocket of ${name}`));
  });
  return socket;
}

/** One call, while nothing else comes but events. */
export function ask<T = unknown>(socket: WebSocket, method: string, params: unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    socket.onmessage = ({ data }) => {
      const parsed = JSON.parse(data as string);
      const answer = (Array.isArray(parsed) ? parsed : [parsed]).find(({ id }) => id === method);
      if (answer?.error) reject(new Error(`${method}: ${answer.error.message}`));
      else if (answer) resolve(answer.result as T);
    };
    socket.send(JSON.stringify({ jsonrpc: "2.0", id: method, method, params }));
  });
}

if (import.meta.main) await run(JSON.parse(Deno.args[0]!));
