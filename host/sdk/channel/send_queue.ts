import { setImmediate } from "node:timers";
import { DEFAULT_MAX_FRAME_BYTES, FrameType, HEADER_BYTES, ProtocolError, writeHeader } from "./frame.ts";
import { RpcError } from "../errors.ts";
import type { Transport } from "./transport.ts";

export interface SendQueueOptions {
  maxFrameBytes?: number;
  /** Above this many waiting bytes new requests and notifications are turned away. Default 8 MiB. */
  maxQueueBytes?: number;
  /** Called once when writing fails or the other side reads nothing at all. */
  onFailure: (error: Error) => void;
  /**
   * After this many milliseconds without a write the first message leaves at the end of its step of the program, and others
   * of its turn behind it. Default never: all of a turn leaves at once.
   */
  idleMs?: number;
  /** Called right before queued messages are cut into frames: the place for an acknowledgement. */
  beforeFlush?: () => void;
}

/** Messages are joined into frames of about this many characters. */
const BATCH_CHARS = 128 * 1024;
/** A queue of this many times the soft limit ends the channel: replies may pass the soft limit, but not without end. */
const HARD_FACTOR = 4;

const encoder = new TextEncoder();

/**
 * Collects what one turn of the event loop sends and writes it at once; at most one write is under way. The turn ends
 * with the immediates, so that requests of many HTTP connections that were ready together share one write: under 32
 * connections that halves what a call costs the compartment.
 */
export class SendQueue {
  readonly #transport: Transport;
  readonly #options: SendQueueOptions;
  readonly #maxFrameBytes: number;
  readonly #maxQueueBytes: number;
  readonly #batchChars: number;
  /** JSON texts, or frames that are bytes already. */
  #items: (string | Uint8Array)[] = [];
  #queued = 0;
  #writing = 0;
  #busy = false;
  #scheduled = false;
  #lastFlush = -Infinity;
  #closed = false;
  #buffer = new Uint8Array(64 * 1024);
  #idle: (() => void)[] = [];

  constructor(transport: Transport, options: SendQueueOptions) {
    this.#transport = transport;
    this.#options = options;
    this.#maxFrameBytes = options.maxFrameBytes ?? DEFAULT_MAX_FRAME_BYTES;
    this.#batchChars = Math.min(BATCH_CHARS, this.#maxFrameBytes / 4);
    this.#maxQueueBytes = options.maxQueueBytes ?? 8 * 1024 * 1024;
  }

  /** Bytes (characters, of JSON) that are queued or being written. */
  get waitingBytes(): number {
    return this.#queued + this.#writing;
  }

  /** True when requests are to be refused and notifications dropped. */
  get full(): boolean {
    return this.waitingBytes > this.#maxQueueBytes;
  }

  /** Queues one JSON text. Throws RpcError `too_large` when it fits no frame. */
  pushJson(json: string): void {
    if (json.length * 3 > this.#maxFrameBytes) this.#checkSize(json);
    this.#push(json, json.length);
  }

  /** Queues one whole frame. */
  pushFrame(frame: Uint8Array): void {
    this.#push(frame, frame.length);
  }

  /** Makes sure that a flush comes in this turn, even with nothing queued yet. */
  schedule(): void {
    if (this.#scheduled || this.#busy || this.#closed) return;
    this.#scheduled = true;
    const { idleMs } = this.#options;
    if (idleMs !== undefined && performance.now() - this.#lastFlush > idleMs) queueMicrotask(this.#flush);
    else setImmediate(this.#flush);
  }

  /** Resolves when everything queued has been written (at once when the queue is closed). */
  drained(): Promise<void> {
    if (this.#closed || (this.waitingBytes === 0 && !this.#busy && !this.#scheduled)) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  close(): void {
    this.#closed = true;
    this.#items = [];
    this.#queued = 0;
    this.#settleIdle();
  }

  #push(item: string | Uint8Array, size: number): void {
    if (this.#closed) return;
    this.#items.push(item);
    this.#queued += size;
    if (this.waitingBytes > this.#maxQueueBytes * HARD_FACTOR) {
      return this.#fail(new ProtocolError(`The other side does not read: ${this.waitingBytes} bytes wait for it`));
    }
    this.schedule();
  }

  #checkSize(json: string): void {
    const bytes = json.length > this.#maxFrameBytes ? json.length : encoder.encode(json).length;
    if (bytes <= this.#maxFrameBytes) return;
    throw new RpcError("too_large", `A message of ${bytes} bytes does not fit a frame of ${this.#maxFrameBytes}`, {
      hint: "Send large content as a stream or in parts",
    });
  }

  #flush = (): void => {
    this.#scheduled = false;
    if (this.#closed || this.#busy) return;
    if (this.#options.idleMs !== undefined) this.#lastFlush = performance.now();
    this.#options.beforeFlush?.();
    if (this.#items.length === 0) return this.#settleIdle();
    const bytes = this.#takeBytes();
    try {
      const written = this.#transport.write(bytes);
      if (written === undefined) return this.#written();
      this.#busy = true;
      written.then(this.#written, this.#failed);
    } catch (error) {
      this.#failed(error);
    }
  };

  #written = (): void => {
    this.#busy = false;
    this.#writing = 0;
    if (this.#items.length > 0) this.#flush();
    else this.#settleIdle();
  };

  #failed = (error: unknown): void => this.#fail(error instanceof Error ? error : new Error(String(error)));

  #fail(error: Error): void {
    if (this.#closed) return;
    this.close();
    this.#options.onFailure(error);
  }

  #settleIdle(): void {
    const waiting = this.#idle;
    this.#idle = [];
    for (const resolve of waiting) resolve();
  }

  /** All that is queued as frames, one behind the other. */
  #takeBytes(): Uint8Array {
    const items = this.#items;
    this.#writing = this.#queued;
    this.#items = [];
    this.#queued = 0;
    let at = 0;
    for (let from = 0; from < items.length;) {
      const item = items[from]!;
      if (typeof item !== "string") {
        this.#reserve(at, item.length);
        this.#buffer.set(item, at);
        at += item.length;
        from++;
        continue;
      }
      const to = endOfBatch(items, from, this.#batchChars);
      const text = to - from === 1 ? item : `[${items.slice(from, to).join(",")}]`;
      this.#reserve(at, HEADER_BYTES + text.length * 3);
      const { written } = encoder.encodeInto(text, this.#buffer.subarray(at + HEADER_BYTES));
      writeHeader(this.#buffer, at, { type: FrameType.json, flags: 0, length: written });
      at += HEADER_BYTES + written;
      from = to;
    }
    const bytes = this.#buffer.subarray(0, at);
    if (this.#buffer.length > 4 * 1024 * 1024) this.#buffer = new Uint8Array(64 * 1024);
    return bytes;
  }

  #reserve(used: number, more: number): void {
    if (used + more <= this.#buffer.length) return;
    const grown = new Uint8Array(Math.max(used + more, this.#buffer.length * 2));
    grown.set(this.#buffer.subarray(0, used));
    this.#buffer = grown;
  }
}

function endOfBatch(items: (string | Uint8Array)[], from: number, limit: number): number {
  let chars = 0;
  let to = from;
  while (to < items.length) {
    const item = items[to]!;
    if (typeof item !== "string") break;
    chars += item.length;
    if (to > from && chars > limit) break;
    to++;
  }
  return to;
}
