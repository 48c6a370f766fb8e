import { RpcError } from "../errors.ts";
import { ByteStreams, type OutgoingStream } from "./byte_streams.ts";
import { DeadlineTimer } from "./deadline_timer.ts";
import { DEFAULT_MAX_FRAME_BYTES, type Frame, FrameType, ProtocolError } from "./frame.ts";
import { FrameReader } from "./frame_reader.ts";
import { cancelled, congested, errorOf, gone, noHandler, tooMany } from "./peer_errors.ts";
import type { ChannelEnd, IncomingRequest, PeerOptions, PeerRequestOptions, PeerStats } from "./peer_types.ts";
import { SendQueue } from "./send_queue.ts";
import type { Transport } from "./transport.ts";
import { textOf } from "./utf8.ts";

interface Pending {
  method: string;
  deadline: number;
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
  /** Takes the abort listener off. */
  release?: () => void;
}

const IDLE_MS = 0.5;

class Serving implements IncomingRequest {
  #controller: AbortController | undefined;
  #aborted = false;
  constructor(readonly id: number) {}
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#aborted) this.#controller.abort(cancelled());
    return this.#controller.signal;
  }
  abort(): void {
    this.#aborted = true;
    this.#controller?.abort(cancelled());
  }
}

/**
 * JSON-RPC 2.0 in both directions over framed bytes. Everything that one turn sends leaves in one write; a reply that
 * takes longer than a turn is announced by an acknowledgement, so that slow can be told from hung.
 *
 * Starts reading at once. `closed` resolves when the channel ended, with the error if it did not end by itself.
 *
 * @example
 * ```ts ignore
 * const peer = new Peer({ side: "host", transport: streamTransport(child.stdout, child.stdin) });
 * const reply = await peer.request("call", { method: "chat.message.send" }, { timeoutMs: 30_000 });
 * ```
 */
export class Peer {
  readonly closed: Promise<ChannelEnd>;
  readonly stats: PeerStats = { sent: 0, received: 0, dropped: 0, refused: 0 };
  onRequest: NonNullable<PeerOptions["onRequest"]>;
  onNotification: NonNullable<PeerOptions["onNotification"]>;
  readonly #options: PeerOptions;
  readonly #transport: Transport;
  readonly #queue: SendQueue;
  readonly #streams: ByteStreams;
  readonly #reader: FrameReader;
  readonly #acknowledge: boolean;
  readonly #deadlines = new DeadlineTimer((now) => this.#expire(now));
  readonly #pending = new Map<number, Pending>();
  readonly #serving = new Map<number, Serving>();
  #nextId = 1;
  /** Highest id of ours of which the other side showed that it has read it. */
  #seenByOther = 0;
  /** Highest id of the other side that was read here, and that was answered or acknowledged. */
  #lastRead = 0;
  #lastTold = 0;
  #windowStart = 0;
  #windowCount = 0;
  #ended = false;
  #stopPause: (() => void) | undefined;
  #end!: (end: ChannelEnd) => void;

  constructor(options: PeerOptions) {
    this.#options = options;
    this.#transport = options.transport;
    this.#acknowledge = options.acknowledge ?? options.side === "compartment";
    this.onRequest = options.onRequest ?? noHandler;
    this.onNotification = options.onNotification ?? (() => {});
    this.closed = new Promise((resolve) => this.#end = resolve);
    const maxFrameBytes = options.maxFrameBytes ?? DEFAULT_MAX_FRAME_BYTES;
    this.#reader = new FrameReader(maxFrameBytes);
    this.#queue = new SendQueue(this.#transport, {
      maxFrameBytes,
      maxQueueBytes: options.maxQueueBytes,
      onFailure: (error) => this.close(error),
      beforeFlush: () => this.#tellRead(),
      // Where calls are few, each is worth a write of its own.
      idleMs: options.side === "host" ? IDLE_MS : undefined,
    });
    this.#streams = new ByteStreams({
      sendFrame: (frame) => this.#queue.pushFrame(frame),
      notify: (method, params) => this.#control(method, params),
    }, { side: options.side, maxFrameBytes });
    this.#readAll();
  }

  /** Requests of ours that are not answered. */
  get inFlight(): number {
    return this.#pending.size;
  }

  /** Requests of the other side that are in work here. */
  get serving(): number {
    return this.#serving.size;
  }

  /** Id of the newest request of ours; 0 before the first. */
  get lastSentId(): number {
    return this.#nextId - 1;
  }

  /** Every request of ours up to this id has been read by the other side. */
  get acknowledgedId(): number {
    return this.#seenByOther;
  }

  /** Sends a request. Rejects with RpcError: what the other side answered, `deadline_exceeded`, `cancelled`, or the channel's end. */
  request<T = unknown>(method: string, params?: unknown, options: PeerRequestOptions = {}): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#ended) return reject(gone(method));
      if (options.signal?.aborted) return reject(cancelled(method));
      if (this.#queue.full) {
        this.stats.refused++;
        return reject(congested(this.#queue.waitingBytes));
      }
      const id = this.#nextId++;
      options.onId?.(id);
      const deadline = options.timeoutMs ? performance.now() + options.timeoutMs : Infinity;
      const pending: Pending = { method, deadline, resolve: resolve as (value: unknown) => void, reject };
      try {
        this.#queue.pushJson(
          `{"jsonrpc":"2.0","id":${id},"method":${JSON.stringify(method)}${paramsPart(params)}}`,
        );
      } catch (error) {
        return reject(error);
      }
      this.stats.sent++;
      this.#pending.set(id, pending);
      if (deadline !== Infinity) this.#deadlines.note(deadline);
      const { signal } = options;
      if (signal) {
        const abort = () => this.#giveUp(id, cancelled(method));
        signal.addEventListener("abort", abort, { once: true });
        pending.release = () => signal.removeEventListener("abort", abort);
      }
    });
  }

  /** Sends a notification. False when it was dropped: too much waits already, it is too large, or the channel ended. */
  notify(method: string, params?: unknown): boolean {
    if (this.#ended || this.#queue.full) {
      this.stats.dropped++;
      return false;
    }
    try {
      this.#queue.pushJson(`{"jsonrpc":"2.0","method":${JSON.stringify(method)}${paramsPart(params)}}`);
    } catch {
      this.stats.dropped++;
      return false;
    }
    this.stats.sent++;
    return true;
  }

  /** Opens a stream of bytes to the other side; tell it the id in a message. */
  openStream(): OutgoingStream {
    return this.#streams.open();
  }

  /** Reads the stream that the other side opened and named. */
  acceptStream(id: number): ReadableStream<Uint8Array> {
    return this.#streams.accept(id);
  }

  /** Resolves when everything that was sent until now has been written. */
  drained(): Promise<void> {
    return this.#queue.drained();
  }

  /** Ends the channel: what is pending is rejected, what is being served is aborted. Does nothing the second time. */
  close(error?: Error): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#deadlines.stop();
    this.#stopPause?.();
    this.#queue.close();
    this.#streams.close(error ?? new Error("The channel was closed"));
    for (const pending of this.#pending.values()) {
      pending.release?.();
      pending.reject(gone(pending.method, error));
    }
    this.#pending.clear();
    for (const serving of this.#serving.values()) serving.abort();
    this.#serving.clear();
    this.#transport.close();
    this.#end(error ? { error } : {});
  }

  async #readAll(): Promise<void> {
    try {
      for (;;) {
        const chunk = await this.#transport.read();
        if (this.#ended) return;
        if (chunk === null) break;
        this.#reader.push(chunk, this.#onFrame);
        if (this.#lastRead > this.#lastTold) this.#queue.schedule();
        const wait = this.#overdrawnMs();
        if (wait > 0) await this.#pause(wait);
      }
      if (this.#reader.pendingBytes === 0) return this.close();
      this.close(new ProtocolError(`The stream ended inside a frame, after ${this.#reader.pendingBytes} bytes of it`));
    } catch (error) {
      this.close(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #onFrame = (frame: Frame): void => {
    if (this.#ended) return;
    if (frame.type === FrameType.binary) return this.#streams.onFrame(frame.flags, frame.payload);
    let content: unknown;
    try {
      content = JSON.parse(textOf(frame.payload));
    } catch (error) {
      throw new ProtocolError(`A JSON frame that is not JSON: ${(error as Error).message}`);
    }
    const before = this.#windowCount;
    if (Array.isArray(content)) { for (const message of content) this.#onMessage(message); }
    else this.#onMessage(content);
    // Large messages count for as many as their kilobytes; replies were asked for and are free.
    if (this.#windowCount > before) this.#windowCount += frame.payload.length >>> 10;
  };

  #onMessage(content: unknown): void {
    if (content === null || typeof content !== "object") throw new ProtocolError("A message that is not an object");
    const message = content as { id?: unknown; method?: unknown; params?: unknown; result?: unknown; error?: unknown };
    this.stats.received++;
    const { id, method } = message;
    if (id !== undefined && !(Number.isSafeInteger(id) && (id as number) > 0)) {
      throw new ProtocolError(`A message id ${JSON.stringify(id)}: expected a positive integer`);
    }
    if (method === undefined) {
      if (id === undefined) throw new ProtocolError("A message with neither method nor id");
      return this.#onReply(id as number, message);
    }
    if (typeof method !== "string") throw new ProtocolError("A message whose method is not a string");
    this.#windowCount++;
    if (id !== undefined) this.#onRequestMessage(id as number, method, message.params);
    else if (method.startsWith("$/")) this.#onControl(method, message.params);
    else this.#onNotificationMessage(method, message.params);
  }

  #onReply(id: number, message: { result?: unknown; error?: unknown }): void {
    if (id > this.#seenByOther) this.#seen(id);
    const pending = this.#pending.get(id);
    if (!pending) return; // answered after its deadline, or after it was cancelled
    this.#pending.delete(id);
    pending.release?.();
    if (message.error === undefined) pending.resolve(message.result);
    else pending.reject(errorOf(message.error));
  }

  #onRequestMessage(id: number, method: string, params: unknown): void {
    if (id <= this.#lastRead) throw new ProtocolError(`Request id ${id} came after ${this.#lastRead}: ids must rise`);
    this.#lastRead = id;
    if (method === "ping") return this.#reply(id, null);
    if (this.#serving.size >= (this.#options.maxServing ?? Infinity)) {
      this.stats.refused++;
      return this.#replyError(id, tooMany(this.#serving.size));
    }
    const serving = new Serving(id);
    this.#serving.set(id, serving);
    try {
      const result = this.onRequest(method, params, serving);
      if (result instanceof Promise) result.then((value) => this.#finish(id, value), (e) => this.#fail(id, method, e));
      else this.#finish(id, result);
    } catch (error) {
      this.#fail(id, method, error);
    }
  }

  #onNotificationMessage(method: string, params: unknown): void {
    try {
      this.onNotification(method, params);
    } catch (error) {
      this.#options.onError?.(error, method);
    }
  }

  #onControl(method: string, params: unknown): void {
    const { id, stream, bytes, message } = (params ?? {}) as Record<string, unknown>;
    if (method === "$/ack" && Number.isSafeInteger(id)) this.#seen(id as number);
    else if (method === "$/cancel" && Number.isSafeInteger(id)) this.#serving.get(id as number)?.abort();
    else if (method === "$/credit" && Number.isSafeInteger(bytes) && (bytes as number) > 0) {
      this.#streams.onCredit(stream as number, bytes as number);
    } else if (method === "$/stop") this.#streams.onStop(stream as number, String(message));
    else throw new ProtocolError(`An unknown or malformed control message ${JSON.stringify(method)}`);
  }

  /** The other side has read all up to `id`; an id that was never sent cannot buy credit for later ones. */
  #seen(id: number): void {
    if (id > this.lastSentId) throw new ProtocolError(`Request ${id} was answered but never sent`);
    if (id > this.#seenByOther) this.#seenByOther = id;
  }

  #finish(id: number, result: unknown): void {
    if (this.#serving.delete(id)) this.#reply(id, result);
  }

  #fail(id: number, method: string, error: unknown): void {
    if (!this.#serving.delete(id)) return;
    if (error instanceof RpcError) return this.#replyError(id, error);
    this.#options.onError?.(error, method);
    this.#replyError(id, new RpcError("internal", `An error inside ${JSON.stringify(method)}`));
  }

  #reply(id: number, result: unknown): void {
    if (this.#ended) return;
    try {
      this.#queue.pushJson(`{"jsonrpc":"2.0","id":${id},"result":${JSON.stringify(result) ?? "null"}}`);
      this.#told(id);
    } catch (error) {
      const known = error instanceof RpcError ? error : undefined;
      if (!known) this.#options.onError?.(error, "(result)");
      this.#replyError(id, known ?? new RpcError("internal", "The result cannot be written as JSON"));
    }
  }

  #replyError(id: number, error: RpcError): void {
    if (this.#ended) return;
    this.#queue.pushJson(`{"jsonrpc":"2.0","id":${id},"error":${JSON.stringify(error)}}`);
    this.#told(id);
  }

  #told(id: number): void {
    if (id > this.#lastTold) this.#lastTold = id;
    this.stats.sent++;
  }

  /** Before each write: requests that were read and not answered in this turn are acknowledged, all by one id. */
  #tellRead(): void {
    if (!this.#acknowledge || this.#lastRead <= this.#lastTold) return;
    this.#lastTold = this.#lastRead;
    this.#control("$/ack", { id: this.#lastRead });
  }

  #control(method: string, params: unknown): void {
    if (!this.#ended) this.#queue.pushJson(`{"jsonrpc":"2.0","method":"${method}","params":${JSON.stringify(params)}}`);
  }

  #giveUp(id: number, error: Error): void {
    const pending = this.#pending.get(id);
    if (!pending) return;
    this.#pending.delete(id);
    pending.release?.();
    this.#control("$/cancel", { id });
    pending.reject(error);
  }

  #expire(now: number): number {
    let next = Infinity;
    for (const [id, pending] of this.#pending) {
      if (pending.deadline <= now) {
        this.#giveUp(id, new RpcError("deadline_exceeded", `No answer to ${JSON.stringify(pending.method)} in time`));
      } else if (pending.deadline < next) next = pending.deadline;
    }
    return next;
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#stopPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Milliseconds until more may be read; 0 when the other side is within its rate. */
  #overdrawnMs(): number {
    const limit = this.#options.maxIncomingPerSecond;
    if (limit === undefined) return 0;
    const now = performance.now();
    const earned = Math.max(0, now - this.#windowStart) * limit / 1_000;
    this.#windowStart = now;
    this.#windowCount = Math.max(0, this.#windowCount - earned);
    return this.#windowCount > limit / 10 ? this.#windowCount * 1_000 / limit : 0;
  }
}

function paramsPart(params: unknown): string {
  return params === undefined ? "" : `,"params":${JSON.stringify(params) ?? "null"}`;
}
