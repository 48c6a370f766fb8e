import type { OutgoingStream } from "../sdk/channel/byte_streams.ts";
import type { Caller } from "../sdk/channel/protocol.ts";
import type { PluginManifest } from "../../schemas/generated/manifest.ts";

/** The running plugin that asks a kernel service for something; made by the host of the channel it came on. */
export interface ServiceClient {
  readonly id: string;
  readonly bundled: boolean;
  /** What it holds now. */
  permissions(): NonNullable<PluginManifest["permissions"]>;
  limits(): { storageMb: number; memoryMb: number };
  /**
   * Tells that it used a permission, or was refused for want of one; shown to owners. `done` is what it did: a command
   * with its arguments, an access, a path.
   */
  permissionUsed(kind: string, done: string | readonly string[], options?: { denied?: boolean }): void;
  /** Streams of bytes beside the messages of its channel. */
  openStream(): OutgoingStream;
  acceptStream(id: number): ReadableStream<Uint8Array>;
  /** Resolves when its compartment has ended: whatever it holds is given back then. */
  readonly ended: Promise<unknown>;
}

/** One request to a service. */
export interface ServiceRequest {
  client: ServiceClient;
  params: unknown;
  /** For whom the plugin works at this moment; undefined when it works for itself. */
  caller?: Caller;
  signal: AbortSignal;
}

/** Methods of the channel by which a compartment reaches kernel services: `file.get`, `process.start`, `schedule.set` … */
export type ServiceMethods = Record<string, (request: ServiceRequest) => Promise<unknown> | unknown>;
