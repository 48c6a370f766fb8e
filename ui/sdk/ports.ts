/** What the cockpit hands to the pages. The shell implements it; pages know only this. */

export interface CallOptions {
  signal?: AbortSignal;
  /** Default 30 seconds. */
  timeoutMs?: number;
  /** A call that is refused because there were too many fails at once, instead of waiting as long as the host says. */
  atOnce?: boolean;
}

/** Carries calls to the host. Rejects with RpcFailure only. */
export interface RpcPort {
  call<T>(method: string, params?: unknown, options?: CallOptions): Promise<T>;
}

/** An event of the log, as it reaches a page. */
export interface LiveEvent<T = unknown> {
  id: string;
  source: string;
  type: string;
  subject?: string;
  time: string;
  data: T;
  actor?: string;
  /** Position in the log. */
  seq: number;
}

export type LinkState = "connecting" | "online" | "offline";

/** The one live connection of the page. */
export interface LivePort {
  /**
   * Events of these types (patterns such as `chat.message.*`) and volatile messages of exactly these types.
   * Answers a function that ends it.
   */
  subscribe(types: readonly string[], listener: LiveListener): () => void;
  /** `connecting` before the first connection, `offline` while one is missing. */
  readonly state: LinkState;
  onState(listener: () => void): () => void;
}

export interface LiveListener {
  event?(event: LiveEvent): void;
  volatile?(type: string, data: unknown): void;
  /** Events may have been missed: read the state anew. Also called after each reconnection for volatile types. */
  resync?(): void;
}

/** A file that the host took; only its sender can read it until the plugin keeps it. */
export interface UploadedFile {
  id: string;
  name: string;
  /** Media type, as the browser knows it; the host finds it out again from the bytes. */
  type: string;
  sizeBytes: number;
}

export interface UploadOptions {
  /** Gives it up: what is on the host of it is removed. */
  signal?: AbortSignal;
  /** How much of it is on the host, from 0 to 1. */
  onProgress?(share: number): void;
  /** It waits for a connection, or until the host has room; it goes on by itself, which is told with undefined. */
  onWaiting?(why: "offline" | "busy" | undefined): void;
  /** It has an address: with that and the same file it can go on after a reload. */
  onBegun?(address: string): void;
  /** Such an address: it goes on from where it is. One that is gone begins anew. */
  from?: string;
}

/** Carries files to the host. Rejects with RpcFailure only. */
export interface FilesPort {
  /** Uploads a file for a plugin, whose methods take its id. A lost connection is waited for. */
  upload(plugin: string, file: File, options?: UploadOptions): Promise<UploadedFile>;
  /** Most bytes that a file for this plugin may have now. */
  maxBytes(plugin: string): Promise<number>;
}

/** Who is signed in. */
export interface Me {
  id: string;
  handle: string;
  name: string;
  role: "owner" | "admin" | "member" | "guest" | "agent";
}

export interface Cockpit {
  rpc: RpcPort;
  live: LivePort;
  files: FilesPort;
  me: Me;
}
