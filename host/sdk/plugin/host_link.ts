import type { OutgoingStream } from "../channel/byte_streams.ts";

/** The compartment's end of the channel, as the SDK uses it: `Peer` in a compartment, the test harness in a test. */
export interface HostLink {
  /** Rejects with RpcError. */
  request<T>(method: string, params: unknown, options?: { timeoutMs?: number; signal?: AbortSignal }): Promise<T>;
  notify(method: string, params: unknown): void;
  /** Streams of bytes beside the messages: give the id to the other side in a request. */
  openStream(): OutgoingStream;
  acceptStream(id: number): ReadableStream<Uint8Array>;
}
