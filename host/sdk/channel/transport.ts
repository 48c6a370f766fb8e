/** Two directions of bytes, as a peer uses them. */
export interface Transport {
  /** The next bytes, or null at the end. The peer is done with a chunk when it asks for the next. */
  read(): Promise<Uint8Array | null>;
  /** Writes all bytes. A synchronous one answers nothing; the buffer is the caller's again once it returned or resolved. */
  write(bytes: Uint8Array): Promise<void> | void;
  /** Ends both directions; a read that waits may resolve with null or reject. */
  close(): void;
}

/** A transport over a pair of web streams. The host's own way to a compartment is `host/sandbox/compartment_transport.ts`. */
export function streamTransport(
  readable: ReadableStream<Uint8Array>,
  writable: WritableStream<Uint8Array>,
): Transport {
  const reader = readable.getReader();
  const writer = writable.getWriter();
  return {
    async read() {
      const { value, done } = await reader.read();
      return done ? null : value;
    },
    write: (bytes) => writer.write(bytes),
    close() {
      reader.cancel().catch(ignore);
      writer.close().catch(ignore);
    },
  };
}

/** What of `Deno.stdin` and `Deno.stdout` a compartment needs. */
export interface StandardStreams {
  read(buffer: Uint8Array): Promise<number | null>;
  writeSync(bytes: Uint8Array): number;
}

/**
 * A compartment's side, over stdin (in whose place the boot file puts a socket) and stdout. Writes are synchronous: the host always reads, and a compartment that
 * writes faster than the host takes it waits here instead of filling memory.
 */
export function stdioTransport(streams: StandardStreams): Transport {
  const buffer = new Uint8Array(256 * 1024);
  let open = true;
  return {
    async read() {
      if (!open) return null;
      const count = await streams.read(buffer);
      return count === null ? null : buffer.subarray(0, count);
    },
    write(bytes) {
      for (let at = 0; at < bytes.length;) at += streams.writeSync(bytes.subarray(at));
    },
    close() {
      open = false;
    },
  };
}

/** Two transports that are connected to each other in memory, for tests and benchmarks. */
export function transportPair(): [Transport, Transport] {
  const forth = new TransformStream<Uint8Array, Uint8Array>({ transform: (chunk, c) => c.enqueue(chunk.slice()) });
  const back = new TransformStream<Uint8Array, Uint8Array>({ transform: (chunk, c) => c.enqueue(chunk.slice()) });
  return [streamTransport(back.readable, forth.writable), streamTransport(forth.readable, back.writable)];
}

function ignore(): void {}
