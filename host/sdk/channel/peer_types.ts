import type { Transport } from "./transport.ts";

/** A request of the other side while it is being served. */
export interface IncomingRequest {
  /** Its id on this channel: what calls out of the handler name as `parent`. */
  readonly id: number;
  /** Aborts when the other side takes the request back or the channel ends. Made at first use. */
  readonly signal: AbortSignal;
}

export interface PeerOptions {
  side: "host" | "compartment";
  transport: Transport;
  /** Serves requests of the other side. What it throws is sent as an error: RpcError as it is, all else as `internal`. */
  onRequest?: (method: string, params: unknown, request: IncomingRequest) => unknown;
  onNotification?: (method: string, params: unknown) => void;
  /** Told of every error that is not an RpcError, before it is wrapped. */
  onError?: (error: unknown, method: string) => void;
  /** Tell the other side that a request arrived when its reply takes longer than a turn. Default: only a compartment does. */
  acknowledge?: boolean;
  /** Default 16 MiB. */
  maxFrameBytes?: number;
  /** Waiting bytes above which requests are refused and notifications dropped. Default 8 MiB. */
  maxQueueBytes?: number;
  /** Requests of the other side that may be in work at once; more are refused with `rate_limited`. Default no limit. */
  maxServing?: number;
  /** Requests and notifications that are read per second; above it the other side has to wait. Default no limit. */
  maxIncomingPerSecond?: number;
}

export interface PeerRequestOptions {
  /** Milliseconds; 0 or missing = none. When it passes the request is cancelled and fails with `deadline_exceeded`. */
  timeoutMs?: number;
  signal?: AbortSignal;
  /** Told the id before anything is sent. */
  onId?: (id: number) => void;
}

/** How a channel ended: `error` is missing when one side simply closed it. */
export interface ChannelEnd {
  error?: Error;
}

/** What a channel counted. */
export interface PeerStats {
  sent: number;
  received: number;
  /** Notifications that were dropped because too much waited to be written. */
  dropped: number;
  /** Requests of ours, and of the other side, that a limit refused. */
  refused: number;
}
