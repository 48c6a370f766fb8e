import type { z } from "zod";
import type { Caller, MethodDescriptor, Role } from "../sdk/channel/protocol.ts";

/** One call on its way through the pipeline. `caller` comes from the channel. */
export interface CallRequest {
  method: string;
  params: unknown;
  caller: Caller;
  /**
   * Set when a compartment makes the call: its own grant must allow the method as well as the caller's role.
   * `plugin:<id>` or `workflow:<name>`.
   */
  through?: string;
  /** Idempotency key, already unique over all callers. */
  key?: string;
  /** Milliseconds; default is the provider's callMs. */
  timeoutMs?: number;
  signal?: AbortSignal;
  traceparent?: string;
  /** How it came in, for audit and metrics. */
  transport: "http" | "ws" | "unix" | "mcp" | "plugin" | "workflow" | "host";
}

/** Carries calls to one plugin's compartment, or to the host's own methods. */
export interface MethodProvider {
  /** First segment of its methods' names: plugin id, `host`, `events`, `rpc`, `workflow`. */
  readonly prefix: string;
  methods(): MethodDescriptor[];
  deliver(call: CallRequest, descriptor: MethodDescriptor): Promise<unknown>;
}

/** What the router asks about a prefix: the kernel keeps it current. */
export type ProviderState =
  | { state: "ready"; provider: MethodProvider }
  /** Known but not callable now; `hint` says why in words. */
  | { state: "unavailable"; hint: string };

/** Does a compartment hold the grant to call a method, or to publish or subscribe a type? */
export interface Grants {
  mayCall(through: string, method: string, descriptor: MethodDescriptor): boolean;
}

export interface AuditSink {
  /** Denials, changes and admins' reads; allowed reads are only counted. */
  record(entry: AuditEntry): void;
}
export interface AuditEntry {
  caller: Caller;
  through?: string;
  method: string;
  outcome: "allowed" | "denied" | "failed";
  reason?: string;
  traceId: string;
}

/** The one call path. */
export interface Router {
  /** Runs the whole pipeline; rejects with RpcError only. */
  call(request: CallRequest): Promise<unknown>;
  /** Makes a prefix known, changes its state, or (undefined) forgets it. */
  setProvider(prefix: string, state: ProviderState | undefined): void;
  /** Every method that this caller may call, sorted by name. */
  visible(caller: Caller): MethodDescriptor[];
  /** The merged OpenRPC document for a caller, or of one prefix. */
  openrpc(caller: Caller, prefix?: string): Record<string, unknown>;
}

/** A method of the host itself (`host.plugin.list`, `events.subscribe` …): zod in, zod out, like a plugin's. */
export interface HostMethod<P extends z.ZodType = z.ZodType, R extends z.ZodType = z.ZodType> {
  summary: string;
  params: P;
  result: R;
  /** Default owner, admin, member. */
  roles?: Role[];
  risk?: "low" | "high";
  readOnly?: boolean;
  /** Params are validated before, the result after (in tests and dev). */
  handler(params: z.output<P>, call: CallRequest): z.input<R> | Promise<z.input<R>>;
}

/** Types one host method; each part of the host exports a record of them, by full name. */
export function hostMethod<P extends z.ZodType, R extends z.ZodType>(method: HostMethod<P, R>): HostMethod {
  return method as unknown as HostMethod;
}

export type HostMethods = Record<string, HostMethod>;
