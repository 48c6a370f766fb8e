/** What the cockpit hands to the pages. The shell implements it; pages know only this. */
import type { Store } from "./store.ts";

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

/** A browser in which this person is told while no page is open. */
export interface PushDevice {
  id: string;
  name: string;
  endpoint: string;
  /** ISO 8601. */
  createdAt: string;
  lastSentAt?: string;
  /** Why the last one did not get there. */
  error?: string;
}

/** Whether this browser is one of them. `insecure`: the page came over plain http, where no browser offers it. */
export interface PushView {
  state: "unknown" | "unsupported" | "insecure" | "denied" | "off" | "on";
  /** All of the person's devices, newest first. */
  devices: PushDevice[];
  /** Id of this browser's. */
  here?: string;
}

/** A notification that a page shows itself. */
export interface PageNotice {
  plugin: string;
  title: string;
  body?: string;
  /** Path in the cockpit that a click opens. */
  url: string;
  /** As in `ctx.push.send`: the push of the same takes its place. */
  tag: string;
  group?: string;
  order?: number;
}

/** Notifications of this browser. Its promises reject with RpcFailure only. */
export interface PushPort {
  readonly view: Store<PushView>;
  /** Reads the devices, and what this browser can. */
  load(): Promise<void>;
  /** Asks for the permission where that is needed, and makes this browser one of the devices. */
  turnOn(): Promise<void>;
  turnOff(id: string): Promise<void>;
  /** Sends one for a try. */
  try(id: string, text: { title: string; body: string }): Promise<void>;
  /** Shows one now, if that is allowed. */
  show(notice: PageNotice): Promise<void>;
  /** Closes what is shown of a plugin and was seen at a page, by group and order. */
  close(plugin: string, wasSeen: (group: string, order: number) => boolean): Promise<void>;
  /** To be called before this person signs out: it is on again when they are back. */
  leave(): Promise<void>;
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
  push: PushPort;
  me: Me;
}
