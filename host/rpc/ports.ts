import type { z } from "zod";
import type {
  Caller,
  Cause,
  McpOffer,
  MethodDescriptor,
  MethodError,
  MethodExample,
  Role,
} from "../sdk/channel/protocol.ts";

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
  /** The event that led to this call: what the handler publishes carries it on, so that loops are cut. */
  cause?: Cause;
  /**
   * Set when a page in a frame makes the call and the person who looks has not agreed to it: a method of high risk is
   * refused with the reason `confirmation_required`.
   */
  unconfirmed?: boolean;
  /** How it came in, for audit and metrics. */
  transport: "http" | "ws" | "unix" | "mcp" | "plugin" | "workflow" | "host";
  /** What the rate limit counts by; without it calls of people count by their id, all others are not limited. */
  rate?: { class: RateClass; key: string };
  /** Told how far it is, where the method reports that. Never rejects, and may be called after the answer. */
  onProgress?: (progress: CallProgress) => void;
  /** The WebSocket that the call came in on; `events.subscribe` needs one. Opaque to all but the gateway. */
  connection?: object;
}

/** How far a call is. */
export interface CallProgress {
  /** Grows with each report. */
  progress: number;
  /** What `progress` is at the end; undefined = not known. */
  total?: number;
  /** For people. */
  message?: string;
}

/** Who is limited how: a row of `schemas/rate_limits.json`. */
export type RateClass = "person" | "token" | "plugin" | "workflow";

/** Calls per minute and method. A class that is missing is not limited. */
export type RateLimits = Partial<Record<RateClass, RateRule>>;
export interface RateRule {
  perMinute: number;
  /** Exceptions by full method name. */
  methods?: Record<string, number>;
}

/** How full the bucket of one caller and method is. */
export interface RateLevel {
  class: RateClass;
  /** User, token, plugin or workflow. */
  caller: string;
  /** Empty for names of no method. */
  method: string;
  /** Calls that are allowed at once. */
  left: number;
  /** Calls a minute. */
  limit: number;
}

/** Where the router counts; `outcome` is `ok` or the reason of the error. */
export interface CallMetrics {
  record(method: string, outcome: string, durationMs: number): void;
}

/** Carries calls to one plugin's compartment, or to the host's own methods. */
export interface MethodProvider {
  /** First segment of its methods' names: plugin id, `host`, `events`, `rpc`, `workflow`. */
  readonly prefix: string;
  /** Milliseconds that a call may take; also the most that a caller may ask for. Default 30,000. */
  readonly callMs?: number;
  /** The same for one method; undefined when nothing else counts for it. */
  callMsOf?(method: string): number | undefined;
  methods(): MethodDescriptor[];
  /**
   * Full validation of params by the provider itself (the host's own methods: zod). Answers what is delivered,
   * throws RpcError `invalid_params`. Without it the router checks type, required, enum and sizes by the schema.
   */
  checkParams?(descriptor: MethodDescriptor, params: unknown): unknown;
  /** Is this method nothing but a way to another one, which is written down itself? */
  relays?(descriptor: MethodDescriptor): boolean;
  /** Throws when a result does not fit; called in tests and dev only. */
  checkResult?(descriptor: MethodDescriptor, result: unknown): void;
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
  /** Those of the params that say what it was about. */
  target?: Record<string, string | number>;
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
  /** Called when a prefix became known, changed its state or was forgotten. Answers a function that unregisters. */
  onChange(listener: () => void): () => void;
  /** How near callers are to their limits: the emptiest buckets first, at most `most`; and what was refused so far. */
  rates(most: number): { levels: RateLevel[]; refusals: Iterable<{ class: RateClass; method: string; count: number }> };
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
  /** What else callers should know; Markdown. */
  description?: string;
  /** As of a plugin's method; default true. */
  mcp?: boolean | McpOffer;
  /** Calls as somebody would make them; every method has at least one. */
  examples?: MethodExample<z.input<P>, z.input<R>>[];
  /** What it may be refused with beside what every method may. */
  errors?: MethodError[];
  /** It only carries another call or a sign of life: nothing of its own goes into the audit log. */
  relays?: boolean;
  /** Milliseconds that a call may take, where that is more than usual. */
  callMs?: number;
  /** Params are validated before, the result after (in tests and dev). */
  handler(params: z.output<P>, call: CallRequest): z.input<R> | Promise<z.input<R>>;
}

/** Types one host method; each part of the host exports a record of them, by full name. */
export function hostMethod<P extends z.ZodType, R extends z.ZodType>(method: HostMethod<P, R>): HostMethod {
  return method as unknown as HostMethod;
}

export type HostMethods = Record<string, HostMethod>;
