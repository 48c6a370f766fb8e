import {
  DEFAULT_MAX_FRAME_BYTES,
  type Frame,
  FrameType,
  HEADER_BYTES,
  MAGIC_0,
  MAGIC_1,
  ProtocolError,
} from "./frame.ts";

const NOTHING = new Uint8Array(0);

/**
 * Cuts chunks of bytes, split anywhere, into frames. A frame that lies whole in one chunk is handed on without a copy.
 * Throws {@linkcode ProtocolError} at the first byte that is wrong; a length above the maximum is refused from its header alone.
 */
export class FrameReader {
  /** Header, then as much of the payload as came; sized for the whole frame once its header is known. */
  #partial = NOTHING;
  #have = 0;

  constructor(readonly maxFrameBytes: number = DEFAULT_MAX_FRAME_BYTES) {}

  /** Calls `onFrame` for each frame that `chunk` completes. */
  push(chunk: Uint8Array, onFrame: (frame: Frame) => void): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#have > 0) {
        at = this.#continue(chunk, at, onFrame);
        continue;
      }
      const left = chunk.length - at;
      if (left < HEADER_BYTES) {
        checkMagic(chunk, at, left);
        return this.#keep(chunk, at, HEADER_BYTES);
      }
      const size = HEADER_BYTES + this.#readHeader(chunk, at);
      if (left < size) return this.#keep(chunk, at, size);
      onFrame(frameOf(chunk.subarray(at, at + size)));
      at += size;
    }
  }

  /** Bytes that came of a frame that is not complete. */
  get pendingBytes(): number {
    return this.#have;
  }

  #continue(chunk: Uint8Array, start: number, onFrame: (frame: Frame) => void): number {
    let at = start + this.#fill(chunk, start, this.#partial.length);
    if (this.#have < this.#partial.length) return at;
    if (this.#partial.length === HEADER_BYTES) {
      const header = this.#partial;
      const size = HEADER_BYTES + this.#readHeader(header, 0);
      if (size > HEADER_BYTES) {
        this.#partial = new Uint8Array(size);
        this.#partial.set(header);
        at += this.#fill(chunk, at, size);
        if (this.#have < size) return at;
      }
    }
    const frame = frameOf(this.#partial);
    this.#partial = NOTHING;
    this.#have = 0;
    onFrame(frame);
    return at;
  }

  #fill(chunk: Uint8Array, at: number, size: number): number {
    const count = Math.min(size - this.#have, chunk.length - at);
    this.#partial.set(chunk.subarray(at, at + count), this.#have);
    this.#have += count;
    return count;
  }

  #keep(chunk: Uint8Array, at: number, size: number): void {
    this.#partial = new Uint8Array(size);
    this.#have = 0;
    this.#fill(chunk, at, size);
  }

  #readHeader(bytes: Uint8Array, at: number): number {
    checkMagic(bytes, at, HEADER_BYTES);
    const type = bytes[at + 2]!;
    if (type !== FrameType.json && type !== FrameType.binary) {
      throw new ProtocolError(`Unknown frame type ${type}: expected 1 (JSON) or 2 (binary)`);
    }
    const length = bytes[at + 4]! * 0x1000000 + (bytes[at + 5]! << 16) + (bytes[at + 6]! << 8) + bytes[at + 7]!;
    if (length > this.maxFrameBytes) {
      throw new ProtocolError(`A frame of ${length} bytes was announced: at most ${this.maxFrameBytes} are taken`);
    }
    return length;
  }
}

function frameOf(bytes: Uint8Array): Frame {
  return { type: bytes[2] as FrameType, flags: bytes[3]!, payload: bytes.subarray(HEADER_BYTES) };
}

function checkMagic(bytes: Uint8Array, at: number, left: number): void {
  if (bytes[at] === MAGIC_0 && (left < 2 || bytes[at + 1] === MAGIC_1)) return;
  const seen = new TextDecoder().decode(bytes.subarray(at, at + 40));
  throw new ProtocolError(`Expected the start of a frame, found ${JSON.stringify(seen)}`);
}
