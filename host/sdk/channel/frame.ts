/**
 * Frames of the channel: 8 bytes of header, then the payload.
 *
 * | bytes | meaning |
 * | --- | --- |
 * | 0–1 | magic 0xB7 0x4B |
 * | 2 | type: 1 JSON (one JSON-RPC message or an array of them), 2 binary chunk of a stream |
 * | 3 | flags: bit 0 last chunk, bit 1 the stream failed (payload is the reason as text) |
 * | 4–7 | length of the payload, unsigned, big endian |
 *
 * The payload of a binary frame begins with the stream's id (4 bytes, big endian).
 */

export const HEADER_BYTES = 8;
export const STREAM_ID_BYTES = 4;
export const MAGIC_0 = 0xb7;
export const MAGIC_1 = 0x4b;

export const FrameType = { json: 1, binary: 2 } as const;
export type FrameType = (typeof FrameType)[keyof typeof FrameType];

export const FrameFlag = { last: 1, failed: 2 } as const;

/** Frames above this size end the channel unless the peer is told otherwise. */
export const DEFAULT_MAX_FRAME_BYTES = 16 * 1024 * 1024;

/** One whole frame. `payload` is only valid until the next chunk is read: copy what you keep. */
export interface Frame {
  type: FrameType;
  flags: number;
  payload: Uint8Array;
}

/** The stream of frames cannot be trusted any more; the channel ends with it. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
}

/** Writes the 8 header bytes into `target` at `offset`. */
export function writeHeader(
  target: Uint8Array,
  offset: number,
  frame: { type: FrameType; flags: number; length: number },
) {
  target[offset] = MAGIC_0;
  target[offset + 1] = MAGIC_1;
  target[offset + 2] = frame.type;
  target[offset + 3] = frame.flags;
  target[offset + 4] = frame.length >>> 24;
  target[offset + 5] = frame.length >>> 16;
  target[offset + 6] = frame.length >>> 8;
  target[offset + 7] = frame.length;
}

/** One frame as bytes. */
export function encodeFrame(type: FrameType, flags: number, payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + payload.length);
  writeHeader(bytes, 0, { type, flags, length: payload.length });
  bytes.set(payload, HEADER_BYTES);
  return bytes;
}

/** A chunk of a binary stream as one frame. */
export function encodeStreamFrame(streamId: number, flags: number, chunk: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + STREAM_ID_BYTES + chunk.length);
  writeHeader(bytes, 0, { type: FrameType.binary, flags, length: STREAM_ID_BYTES + chunk.length });
  new DataView(bytes.buffer).setUint32(HEADER_BYTES, streamId);
  bytes.set(chunk, HEADER_BYTES + STREAM_ID_BYTES);
  return bytes;
}
