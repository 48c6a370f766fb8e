import { encodeStreamFrame, FrameFlag, HEADER_BYTES, ProtocolError, STREAM_ID_BYTES } from "./frame.ts";

/** What the streams need of their channel. */
export interface StreamChannel {
  sendFrame(frame: Uint8Array): void;
  notify(method: "$/credit" | "$/stop", params: unknown): void;
}

export interface ByteStreamOptions {
  /** The host opens even ids, a compartment odd ones, so that they never meet. */
  side: "host" | "compartment";
  maxFrameBytes: number;
  /** Bytes that may be under way before the reader took any. Default 256 KiB; both sides must agree. */
  windowBytes?: number;
  /** Streams that may be open at once in each direction. Default 64. */
  maxStreams?: number;
}

/** A stream that was opened here: give `id` to the other side in a message, write to `writable`. */
export interface OutgoingStream {
  id: number;
  writable: WritableStream<Uint8Array>;
}

interface Sender {
  credit: number;
  waiting?: () => void;
  stopped?: Error;
}

interface Receiver {
  /** Bytes that the other side may still send. */
  allowed: number;
  chunks: Uint8Array[];
  done: boolean;
  failure?: Error;
  accepted: boolean;
  wake?: () => void;
}

const DEFAULT_WINDOW_BYTES = 256 * 1024;

/**
 * Streams of bytes beside the messages of a channel. The sender may be at most a window ahead of what the reader has
 * taken; each piece that is taken gives credit back. More than was allowed is a protocol error.
 */
export class ByteStreams {
  readonly #channel: StreamChannel;
  readonly #window: number;
  readonly #maxStreams: number;
  readonly #maxChunk: number;
  readonly #parity: number;
  #nextId: number;
  #senders = new Map<number, Sender>();
  #receivers = new Map<number, Receiver>();
  /** Streams that our reader gave up and that the sender has not ended yet: what still comes is let fall. */
  #stopped = new Set<number>();

  constructor(channel: StreamChannel, options: ByteStreamOptions) {
    this.#channel = channel;
    this.#window = options.windowBytes ?? DEFAULT_WINDOW_BYTES;
    this.#maxStreams = options.maxStreams ?? 64;
    this.#maxChunk = Math.min(64 * 1024, options.maxFrameBytes - HEADER_BYTES - STREAM_ID_BYTES);
    this.#parity = options.side === "host" ? 0 : 1;
    this.#nextId = 2 + this.#parity;
  }

  /** Opens a stream to the other side. */
  open(): OutgoingStream {
    if (this.#senders.size >= this.#maxStreams) {
      throw new Error(`At most ${this.#maxStreams} streams may be open at once`);
    }
    const id = this.#nextId;
    this.#nextId += 2;
    const sender: Sender = { credit: this.#window };
    this.#senders.set(id, sender);
    const writable = new WritableStream<Uint8Array>({
      write: (chunk) => this.#send(id, sender, chunk),
      close: () => this.#finish(id, FrameFlag.last, ""),
      abort: (reason) => this.#finish(id, FrameFlag.failed, messageOf(reason)),
    });
    return { id, writable };
  }

  /** The stream that the other side opened and named. Each can be accepted once. */
  accept(id: number): ReadableStream<Uint8Array> {
    const receiver = this.#receiverOf(id);
    if (receiver.accepted) throw new Error(`Stream ${id} is being read already`);
    receiver.accepted = true;
    return new ReadableStream<Uint8Array>({
      pull: (controller) => this.#pull(id, receiver, controller),
      cancel: (reason) => {
        this.#receivers.delete(id);
        if (receiver.done) return;
        this.#stopped.add(id);
        this.#channel.notify("$/stop", { stream: id, message: messageOf(reason) });
      },
    }, { highWaterMark: 0 });
  }

  /** Takes the payload of a binary frame. Throws {@linkcode ProtocolError}. */
  onFrame(flags: number, payload: Uint8Array): void {
    if (payload.length < STREAM_ID_BYTES) throw new ProtocolError("A binary frame without a stream id");
    const id = new DataView(payload.buffer, payload.byteOffset).getUint32(0);
    if (this.#stopped.has(id)) {
      if (flags & (FrameFlag.last | FrameFlag.failed)) this.#stopped.delete(id);
      return;
    }
    const receiver = this.#receiverOf(id);
    const chunk = payload.slice(STREAM_ID_BYTES);
    if (receiver.done) throw new ProtocolError(`Stream ${id} went on after its end`);
    if (flags & FrameFlag.failed) {
      receiver.failure = new Error(new TextDecoder().decode(chunk) || "The sender gave the stream up");
      receiver.done = true;
    } else {
      receiver.allowed -= chunk.length;
      if (receiver.allowed < 0) throw new ProtocolError(`Stream ${id} sent more than it had credit for`);
      if (chunk.length > 0) receiver.chunks.push(chunk);
      receiver.done = (flags & FrameFlag.last) !== 0;
    }
    receiver.wake?.();
  }

  /** `$/credit` of the other side. */
  onCredit(id: number, bytes: number): void {
    const sender = this.#senders.get(id);
    if (!sender) return;
    sender.credit = Math.min(this.#window, sender.credit + bytes);
    sender.waiting?.();
  }

  /** `$/stop`: the other side reads no more of a stream of ours. */
  onStop(id: number, message: string): void {
    const sender = this.#senders.get(id);
    if (!sender) return;
    sender.stopped = new ReaderStopped(message);
    this.#finish(id, FrameFlag.failed, "");
    sender.waiting?.();
  }

  /** The channel ended: every stream fails with `reason`. */
  close(reason: Error): void {
    for (const sender of this.#senders.values()) {
      sender.stopped = reason;
      sender.waiting?.();
    }
    for (const receiver of this.#receivers.values()) {
      if (receiver.done) continue;
      receiver.failure = reason;
      receiver.done = true;
      receiver.wake?.();
    }
    this.#senders.clear();
  }

  #receiverOf(id: number): Receiver {
    const known = this.#receivers.get(id);
    if (known) return known;
    if (id % 2 === this.#parity) throw new ProtocolError(`Stream ${id} was not opened by the other side`);
    if (this.#receivers.size >= this.#maxStreams) {
      throw new ProtocolError(`More than ${this.#maxStreams} streams are open at once`);
    }
    const receiver: Receiver = { allowed: this.#window, chunks: [], done: false, accepted: false };
    this.#receivers.set(id, receiver);
    return receiver;
  }

  async #pull(id: number, receiver: Receiver, controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    while (receiver.chunks.length === 0 && !receiver.done) {
      await new Promise<void>((resolve) => receiver.wake = resolve);
    }
    receiver.wake = undefined;
    const chunk = receiver.chunks.shift();
    if (chunk) {
      controller.enqueue(chunk);
      receiver.allowed += chunk.length;
      if (!receiver.done) this.#channel.notify("$/credit", { stream: id, bytes: chunk.length });
      return;
    }
    this.#receivers.delete(id);
    if (receiver.failure) controller.error(receiver.failure);
    else controller.close();
  }

  async #send(id: number, sender: Sender, chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length;) {
      while (sender.credit === 0 && !sender.stopped) {
        await new Promise<void>((resolve) => sender.waiting = resolve);
      }
      if (sender.stopped) throw sender.stopped;
      const size = Math.min(chunk.length - at, sender.credit, this.#maxChunk);
      sender.credit -= size;
      this.#channel.sendFrame(encodeStreamFrame(id, 0, chunk.subarray(at, at + size)));
      at += size;
    }
  }

  #finish(id: number, flags: number, text: string): void {
    if (!this.#senders.delete(id)) return;
    this.#channel.sendFrame(encodeStreamFrame(id, flags, new TextEncoder().encode(text.slice(0, 1_000))));
  }
}

/** The other side reads no more of what is sent to it. */
export class ReaderStopped extends Error {
  override readonly name = "ReaderStopped";
  constructor(why: string) {
    super(`The reader stopped: ${why}`);
  }
}

function messageOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : reason === undefined ? "no longer wanted" : String(reason);
}
