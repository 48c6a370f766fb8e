import { clearImmediate, setImmediate } from "node:timers";
import type { BusEvent } from "../../sdk/channel/protocol.ts";
import { RpcError } from "../../sdk/errors.ts";
import {
  answerMessage,
  type CallContext,
  failure,
  idOf,
  parseJson,
  type RequestId,
  type Router,
} from "../../rpc/mod.ts";
import { rateOf, type Who } from "../who.ts";
import type { Joiner } from "./joiner.ts";
import type { Subscription } from "./subscription.ts";

/** Close codes of our own. */
export const CLOSE = { sessionEnded: 4001, slowReader: 4008 } as const;

/** Characters of one inbound message; above it the socket is closed with 1009. */
const MAX_MESSAGE = 1024 * 1024;
/** Calls of one socket under way at once. */
const MAX_IN_FLIGHT = 256;
/** Subscriptions of one socket. */
const MAX_SUBSCRIPTIONS = 64;
/** Characters put together into one outbound message. */
const MAX_BATCH_CHARS = 512 * 1024;
/** Milliseconds for a reader that catches up to take what was sent. */
const DRAIN_MS = 30_000;
/** Bytes that wait in the runtime for a reader before it is dropped. */
const MAX_BUFFERED_BYTES = 8 * 1024 * 1024;

/** What all sockets together have done. */
export interface SocketCounters {
  /** JSON-RPC messages that were sent. */
  messages: number;
  /** Sockets that were closed because they did not read. */
  slowReaders: number;
}

/** What a connection needs of those around it. */
export interface ConnectionHost {
  router: Router;
  counters: SocketCounters;
  /** Asks for {@linkcode Connection.flush} at the end of this tick, or, `paced`, together with others as soon as it is their turn. */
  schedule(connection: Connection, paced: boolean): void;
  /** It is closing: nothing is sent to it any more, even while the other side has not answered yet. */
  closing(connection: Connection): void;
}

/** One WebSocket of one person: their calls and their subscriptions. */
export class Connection {
  readonly who: Who;
  readonly #socket: WebSocket;
  readonly #host: ConnectionHost;
  readonly #subscriptions = new Map<string, Subscription>();
  /** Calls that can be taken back, by their id. */
  readonly #cancels = new Map<RequestId, AbortController>();
  /** What is to be done once a call's reply is on its way. */
  readonly #afterReply = new WeakMap<object, () => void>();
  readonly #pauses = new Set<() => void>();
  #outbox: string[] = [];
  /** What has been asked for since the last flush. */
  #asked: "nothing" | "paced" | "now" = "nothing";
  #inFlight = 0;
  #nextSubscription = 1;

  constructor(socket: WebSocket, who: Who, host: ConnectionHost) {
    this.#socket = socket;
    this.who = who;
    this.#host = host;
  }

  get open(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  get buffered(): number {
    return this.#socket.bufferedAmount;
  }

  get subscriptions(): Iterable<Subscription> {
    return this.#subscriptions.values();
  }

  /** Answers one inbound message. */
  async receive(data: unknown): Promise<void> {
    if (typeof data !== "string") return this.close(1003, "Messages are text");
    if (data.length > MAX_MESSAGE) return this.close(1009, "Messages are at most 1 MiB");
    let message: unknown;
    try {
      message = parseJson(data);
    } catch (error) {
      return this.send(failure(error as RpcError).text!);
    }
    const calls = Array.isArray(message) ? message.length : 1;
    if (this.#inFlight + calls > MAX_IN_FLIGHT && !isCancel(message)) {
      const text = `A socket may have ${MAX_IN_FLIGHT} calls under way`;
      return this.send(failure(new RpcError("rate_limited", text, { retryAfterMs: 100 }), idOf(message)).text!);
    }
    const contexts: CallContext[] = [];
    const ids: RequestId[] = [];
    const context = (id: RequestId | undefined): CallContext => {
      const cancel = new AbortController();
      if (id !== undefined && id !== null && !this.#cancels.has(id)) {
        this.#cancels.set(id, cancel);
        ids.push(id);
      }
      const made: CallContext = {
        caller: this.who.caller,
        rate: rateOf(this.who),
        transport: "ws",
        connection: this,
        signal: cancel.signal,
      };
      contexts.push(made);
      return made;
    };
    this.#inFlight += calls;
    try {
      const reply = await answerMessage(message, this.#host.router, { context });
      if (reply.text !== undefined) this.send(reply.text);
    } finally {
      this.#inFlight -= calls;
      for (const id of ids) this.#cancels.delete(id);
    }
    for (const made of contexts) this.#afterReply.get(made)?.();
  }

  /** Takes a call of this socket back; false when there is none of this id under way. */
  cancel(id: RequestId): boolean {
    const controller = this.#cancels.get(id);
    controller?.abort();
    return controller !== undefined;
  }

  /** Runs `work` as soon as the reply of `call` has been handed to the socket. */
  afterReply(call: object, work: () => void): void {
    this.#afterReply.set(call, work);
  }

  addSubscription(make: (id: string) => Subscription): Subscription {
    if (this.#subscriptions.size >= MAX_SUBSCRIPTIONS) {
      throw new RpcError("precondition_failed", `A socket may have ${MAX_SUBSCRIPTIONS} subscriptions`);
    }
    const subscription = make(`s${this.#nextSubscription++}`);
    this.#subscriptions.set(subscription.id, subscription);
    return subscription;
  }

  /** Ends one subscription, or all; answers how many there were. */
  removeSubscriptions(id?: string): number {
    const removed = id === undefined
      ? [...this.#subscriptions.values()]
      : [this.#subscriptions.get(id)].filter((subscription) => subscription !== undefined);
    for (const subscription of removed) {
      subscription.end();
      this.#subscriptions.delete(subscription.id);
    }
    return removed.length;
  }

  /** Does a live subscription want this event? Those that still replay keep it for later. */
  wants(event: BusEvent): boolean {
    let wanted = false;
    for (const subscription of this.#subscriptions.values()) if (subscription.offer(event)) wanted = true;
    return wanted;
  }

  wantsVolatile(type: string): boolean {
    for (const subscription of this.#subscriptions.values()) if (subscription.matches(type)) return true;
    return false;
  }

  /** Puts one JSON-RPC message into this tick's batch. */
  send(text: string): void {
    this.#outbox.push(text);
    if (this.#asked === "now") return;
    this.#asked = "now";
    this.#host.schedule(this, false);
  }

  /** The same for what many sockets get at once: it goes with the next message to this one, or when it is its turn. */
  sendPaced(text: string): void {
    this.#outbox.push(text);
    if (this.#asked !== "nothing") return;
    this.#asked = "paced";
    this.#host.schedule(this, true);
  }

  /** Sends what this tick brought: one message as it is, several as a JSON-RPC batch. */
  flush(joiner: Joiner): void {
    const outbox = this.#outbox;
    this.#outbox = [];
    this.#asked = "nothing";
    if (!this.open || outbox.length === 0) return;
    if (this.buffered > MAX_BUFFERED_BYTES) {
      this.#host.counters.slowReaders++;
      return this.close(CLOSE.slowReader, "Too slow; resume with since");
    }
    this.#host.counters.messages += outbox.length;
    let begin = 0;
    let size = 0;
    for (let end = 1; end <= outbox.length; end++) {
      size += outbox[end - 1]!.length;
      if (end < outbox.length && size + outbox[end]!.length <= MAX_BATCH_CHARS) continue;
      this.#socket.send(joiner.join(end - begin === outbox.length ? outbox : outbox.slice(begin, end)));
      begin = end;
      size = 0;
    }
  }

  /**
   * Resolves when the reader has taken most of what was sent. The runtime tells nobody, so it is looked at. Rejects
   * when nothing moves for too long; resolves when the socket closes.
   */
  async drained(): Promise<void> {
    const until = performance.now() + DRAIN_MS;
    await this.#pause((wake) => {
      const immediate = setImmediate(wake);
      return () => clearImmediate(immediate);
    });
    while (this.open && this.buffered > MAX_BUFFERED_BYTES / 8) {
      if (performance.now() > until) throw new Error("the reader takes nothing");
      await this.#pause((wake) => {
        const timer = setTimeout(wake, 5);
        return () => clearTimeout(timer);
      });
    }
  }

  /** Closes from this side, or takes note that the other side did. */
  close(code: number, reason: string): void {
    this.#outbox = [];
    this.removeSubscriptions();
    for (const end of this.#pauses) end();
    this.#host.closing(this);
    if (this.#socket.readyState <= WebSocket.OPEN) this.#socket.close(code, reason);
  }

  /** Waits for a timer that does not outlive the socket. */
  #pause(start: (wake: () => void) => () => void): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        stop();
        this.#pauses.delete(end);
        resolve();
      };
      const stop = start(end);
      this.#pauses.add(end);
    });
  }
}

/** Taking calls back must work exactly when too many are under way. */
function isCancel(message: unknown): boolean {
  return (message as { method?: unknown } | null)?.method === "rpc.cancel";
}
