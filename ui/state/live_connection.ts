import type { LinkState, LiveEvent, LiveListener, LivePort } from "../sdk/ports.ts";
import { backoffMs } from "./backoff.ts";
import { Store } from "../sdk/store.ts";
import { matchesType } from "../sdk/page/type_pattern.ts";

/** The part of the browser's WebSocket that is used here. */
export interface SocketLike {
  send(data: string): void;
  close(code?: number): void;
  onopen: ((event: Event) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onerror: ((event: Event) => void) | null;
}

export interface LiveConnectionOptions {
  open(): SocketLike;
  /** Calls back once; answers a function that takes it back. Default setTimeout. */
  timer?(delayMs: number, callback: () => void): () => void;
  random?(): number;
  /** The host would not have the connection: who was signed in may not be any more. */
  onRefused?(): void;
  /** How long the page may be away before it says so; a host that restarts is back sooner. Default 1,500 ms. */
  graceMs?: number;
}

interface Subscriber {
  types: readonly string[];
  listener: LiveListener;
  /** Came before any position was known: what it read until then may already be old. */
  early: boolean;
}

interface Message {
  id?: number;
  method?: string;
  params?: unknown;
  result?: { position?: number; subscription?: string };
  error?: { code: number; data?: { reason?: string; retryAfterMs?: number } };
}

/** The code with which the host closes the sockets of a session that is over. */
const SESSION_ENDED = 4001;

const browserTimer = (delayMs: number, callback: () => void) => {
  const id = setTimeout(callback, delayMs);
  return () => clearTimeout(id);
};

/**
 * The page's one WebSocket. It subscribes to the union of all that its listeners want, resumes at the
 * position after the last event it saw, and tells everybody to read anew when the host no longer has
 * what was missed.
 */
export class LiveConnection implements LivePort {
  readonly #options: LiveConnectionOptions;
  readonly #subscribers = new Set<Subscriber>();
  readonly #state = new Store<LinkState>("connecting");
  readonly #seen = new Set<number>();
  #socket: SocketLike | undefined;
  #open = false;
  #closed = false;
  #attempt = 0;
  #position: number | undefined;
  #asked = "";
  #subscription: string | undefined;
  #nextId = 1;
  #requests = new Map<number, string>();
  #cancelRetry: (() => void) | undefined;
  #cancelGrace: (() => void) | undefined;
  #scheduled = false;
  #hadConnection = false;

  constructor(options: LiveConnectionOptions) {
    this.#options = options;
  }

  get state(): LinkState {
    return this.#state.get();
  }

  onState(listener: () => void): () => void {
    return this.#state.subscribe(listener);
  }

  /** Position in the log up to which events were seen. */
  get position(): number | undefined {
    return this.#position;
  }

  connect(): void {
    if (this.#closed || this.#socket) return;
    this.#cancelRetry?.();
    const socket = this.#options.open();
    this.#socket = socket;
    socket.onopen = () => {
      this.#open = true;
      this.#attempt = 0;
      this.#asked = "";
      this.#subscription = undefined;
      this.#cancelGrace?.();
      this.#cancelGrace = undefined;
      this.#subscribeNow();
      // The first time, the host's answer counts: from then on nothing is missed.
      if (this.#position !== undefined) this.#state.set("online");
      if (this.#hadConnection) this.#resync((subscriber) => subscriber.listener.volatile !== undefined);
      this.#hadConnection = true;
    };
    socket.onmessage = (event) => this.#receive(String(event.data));
    socket.onclose = ({ code }) => {
      const refused = code === SESSION_ENDED || !this.#open;
      this.#lost();
      if (refused && !this.#closed) this.#options.onRefused?.();
    };
    socket.onerror = () => {};
  }

  /** Tries again at once: the browser says that the network is back, or the page is looked at again. */
  retryNow(): void {
    if (this.#socket || this.#closed) return;
    this.#attempt = 0;
    this.connect();
  }

  close(): void {
    this.#closed = true;
    this.#cancelRetry?.();
    this.#cancelGrace?.();
    this.#socket?.close(1000);
    this.#socket = undefined;
  }

  subscribe(types: readonly string[], listener: LiveListener): () => void {
    const subscriber = { types, listener, early: this.#position === undefined };
    this.#subscribers.add(subscriber);
    this.#schedule();
    return () => {
      this.#subscribers.delete(subscriber);
    };
  }

  /** Many components subscribe in one turn; the host hears of it once. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      if (this.#open) this.#subscribeNow();
    });
  }

  #subscribeNow(): void {
    const types = [...new Set([...this.#subscribers].flatMap((subscriber) => subscriber.types))].sort();
    const wanted = types.join(" ");
    if (types.length === 0 || wanted === this.#asked) return;
    this.#asked = wanted;
    const id = this.#nextId++;
    this.#requests.set(id, wanted);
    const params = this.#position === undefined ? { types } : { types, since: this.#position };
    this.#socket?.send(JSON.stringify({ jsonrpc: "2.0", id, method: "events.subscribe", params }));
  }

  #receive(text: string): void {
    let parsed: Message | Message[];
    try {
      parsed = JSON.parse(text);
    } catch {
      return;
    }
    for (const message of Array.isArray(parsed) ? parsed : [parsed]) this.#handle(message);
  }

  #handle(message: Message): void {
    if (message.method === "events.event") return this.#event(message.params as LiveEvent);
    if (message.method === "events.volatile") {
      const { type, data } = message.params as { type: string; data: unknown };
      for (const { types, listener } of [...this.#subscribers]) {
        if (types.some((pattern) => matchesType(pattern, type))) listener.volatile?.(type, data);
      }
      return;
    }
    if (message.id === undefined || !this.#requests.delete(message.id)) return;
    if (message.result?.position !== undefined) {
      this.#reached(message.result.position);
      this.#replaceSubscription(message.result.subscription);
    }
    if (message.error) this.#refused(message.error);
  }

  /** The wider subscription is there, so the one before it can go; what both bring is taken once. */
  #replaceSubscription(next: string | undefined): void {
    const before = this.#subscription;
    this.#subscription = next;
    if (before === undefined || before === next) return;
    const message = {
      jsonrpc: "2.0",
      id: this.#nextId++,
      method: "events.unsubscribe",
      params: { subscription: before },
    };
    this.#socket?.send(JSON.stringify(message));
  }

  #reached(position: number): void {
    const first = this.#position === undefined;
    this.#position = Math.max(this.#position ?? 0, position);
    if (!first) return;
    this.#state.set("online");
    this.#resync((subscriber) => subscriber.early);
    for (const subscriber of this.#subscribers) subscriber.early = false;
  }

  #event(event: LiveEvent): void {
    if (this.#seen.has(event.seq)) return;
    this.#remember(event.seq);
    this.#position = Math.max(this.#position ?? 0, event.seq);
    for (const { types, listener } of [...this.#subscribers]) {
      if (types.some((pattern) => matchesType(pattern, event.type))) listener.event?.(event);
    }
  }

  /** Two subscriptions may both carry an event; the last thousand positions are enough to know. */
  #remember(seq: number): void {
    this.#seen.add(seq);
    if (this.#seen.size > 1000) { for (const old of [...this.#seen].slice(0, 500)) this.#seen.delete(old); }
  }

  #refused(error: NonNullable<Message["error"]>): void {
    const { retryAfterMs } = error.data ?? {};
    if (error.data?.reason === "rate_limited" && retryAfterMs !== undefined) {
      const socket = this.#socket;
      (this.#options.timer ?? browserTimer)(retryAfterMs, () => {
        // Another connection asks by itself.
        if (this.#socket !== socket || !this.#open) return;
        this.#asked = "";
        this.#subscribeNow();
      });
      return;
    }
    if (error.data?.reason !== "resync_required") return;
    this.#position = undefined;
    this.#asked = "";
    this.#subscribeNow();
    this.#resync(() => true);
  }

  #resync(which: (subscriber: Subscriber) => boolean): void {
    for (const subscriber of [...this.#subscribers]) if (which(subscriber)) subscriber.listener.resync?.();
  }

  #lost(): void {
    this.#socket = undefined;
    this.#open = false;
    this.#requests.clear();
    if (this.#closed) return;
    const timer = this.#options.timer ?? browserTimer;
    this.#cancelGrace ??= timer(this.#options.graceMs ?? 1_500, () => this.#state.set("offline"));
    this.#cancelRetry = timer(backoffMs(this.#attempt++, { random: this.#options.random }), () => this.connect());
  }
}
