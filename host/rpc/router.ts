import type { Logger, Span, Tracing } from "../observe/ports.ts";
import type { Caller, MethodDescriptor } from "../sdk/channel/protocol.ts";
import { Deadlines } from "./deadlines.ts";
import { compileMethods, DEFAULT_ROLES, type Method } from "./method.ts";
import { type DocumentedEvent, openrpcDocument } from "./openrpc.ts";
import type { AuditSink, CallMetrics, CallRequest, Grants, ProviderState, RateLimits, Router } from "./ports.ts";
import { shapeError } from "./shape_error.ts";
import { audit } from "./steps/audit.ts";
import { authorise, mayCall } from "./steps/authorise.ts";
import { Delivery } from "./steps/deliver.ts";
import { explainMissing } from "./steps/find.ts";
import { RateLimiter } from "./steps/rate_limit.ts";
import { validateParams } from "./steps/validate_params.ts";
import { newTraceparent, traceIdOf } from "./trace.ts";

/** What {@linkcode createRouter} is made of. */
export interface RouterOptions {
  grants: Grants;
  audit: AuditSink;
  metrics: CallMetrics;
  logger: Logger;
  /** Check results of the host's own methods too (tests and dev). Default false. */
  validateResults?: boolean;
  /** Rows of `schemas/rate_limits.json`; undefined = no limits. */
  rateLimits?: RateLimits;
  /** Tell callers text and stack of internal errors. Default false. */
  dev?: boolean;
  /** Takes secrets out of the words of errors. */
  redact?: (text: string) => string;
  /** Shown in OpenRPC documents. Default "0.0.0". */
  version?: string;
  /** Event types that OpenRPC documents list; of one plugin with `prefix`. Default none. */
  events?(prefix?: string): DocumentedEvent[];
  /** Milliseconds, for rate limits; default the monotonic clock. */
  now?: () => number;
  /** Told of each call, where somebody traces. */
  tracing?: Pick<Tracing, "start">;
}

/** The one call path: every call of every transport runs through {@linkcode Router.call}. */
export function createRouter(options: RouterOptions): Router {
  return new CallRouter(options);
}

interface AfterDelivery {
  /** Throws when the result does not fit. */
  done(delivery: Delivery, ends: Ends, result: unknown): void;
  /** Answers the error as it leaves the router. */
  failed(delivery: Delivery, ends: Ends, thrown: unknown): Error;
}

interface Ends {
  startedAt: number;
  span: Span | undefined;
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
  router: AfterDelivery;
}

/** A delivery that ends the router's promise; one object for each call instead of many closures. */
class RoutedDelivery extends Delivery {
  constructor(call: CallRequest, method: Method, readonly ends: Ends) {
    super(call, method);
  }

  override done(result: unknown): void {
    try {
      this.ends.router.done(this, this.ends, result);
    } catch (thrown) {
      return this.failed(thrown);
    }
    this.ends.resolve(result);
  }

  override failed(thrown: unknown): void {
    this.ends.reject(this.ends.router.failed(this, this.ends, thrown));
  }
}

class CallRouter implements Router {
  readonly #options: RouterOptions;
  readonly #limiter: RateLimiter | undefined;
  readonly #deadlines = new Deadlines();
  readonly #providers = new Map<string, ProviderState>();
  readonly #methods = new Map<string, Method>();
  readonly #listeners = new Set<() => void>();

  constructor(options: RouterOptions) {
    this.#options = options;
    if (options.rateLimits) this.#limiter = new RateLimiter(options.rateLimits);
  }

  call(call: CallRequest): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const startedAt = performance.now();
      const method = this.#methods.get(call.method);
      const span = this.#options.tracing && startSpan(this.#options.tracing, call, method);
      call.traceparent = span?.traceparent ?? call.traceparent ?? newTraceparent();
      try {
        this.#admit(call, method, this.#options.now?.() ?? startedAt);
      } catch (thrown) {
        return reject(this.#failed(thrown, call, method, { startedAt, span }));
      }
      new RoutedDelivery(call, method, { startedAt, span, resolve, reject, router: this.#after })
        .start(this.#deadlines, startedAt);
    });
  }

  /** Throws when the call may not be made. What it costs of the caller's limits is taken when that is known. */
  #admit(call: CallRequest, method: Method | undefined, now: number): asserts method is Method {
    const limiter = this.#limiter;
    if (method) limiter?.check(call, method.name, now);
    try {
      if (!method) throw explainMissing(call.method, this.#providers, () => this.visible(call.caller));
      authorise(call, method, this.#options.grants);
      call.params = validateParams(call.params, method);
    } catch (thrown) {
      limiter?.refuse(call, now);
      throw thrown;
    }
    limiter?.commit(call, method.name, now);
  }

  /** What comes after delivery. */
  readonly #after: AfterDelivery = {
    done: ({ call, method }, { startedAt, span }, result) => {
      if (this.#options.validateResults) method.provider.checkResult?.(method.descriptor, result);
      audit(this.#options.audit, call, method, call.traceparent!);
      this.#options.metrics.record(method.name, "ok", performance.now() - startedAt);
      span?.end();
    },
    failed: ({ call, method }, ends, thrown) => this.#failed(thrown, call, method, ends),
  };

  #failed(
    thrown: unknown,
    call: CallRequest,
    method: Method | undefined,
    { startedAt, span }: Pick<Ends, "startedAt" | "span">,
  ): Error {
    const { logger, metrics, dev = false, redact } = this.#options;
    const traceId = traceIdOf(call.traceparent!);
    const error = shapeError(thrown, { method: call.method.slice(0, 200), traceId, dev, logger, redact });
    audit(this.#options.audit, call, method, call.traceparent!, error);
    metrics.record(method?.name ?? "unknown", error.kind, performance.now() - startedAt);
    span?.end(error);
    return error;
  }

  setProvider(prefix: string, state: ProviderState | undefined): void {
    for (const [name, method] of this.#methods) if (method.prefix === prefix) this.#methods.delete(name);
    if (state) this.#providers.set(prefix, state);
    else this.#providers.delete(prefix);
    if (state?.state === "ready") {
      for (const method of compileMethods(state.provider)) this.#methods.set(method.name, method);
    }
    for (const listener of this.#listeners) listener();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  visible(caller: Caller): MethodDescriptor[] {
    const descriptors: MethodDescriptor[] = [];
    for (const method of this.#methods.values()) if (mayCall(caller, method)) descriptors.push(method.descriptor);
    return descriptors.sort((a, b) => a.name < b.name ? -1 : 1);
  }

  rates(most: number): ReturnType<Router["rates"]> {
    const now = this.#options.now?.() ?? performance.now();
    return { levels: this.#limiter?.levels(now, most) ?? [], refusals: this.#limiter?.refusals() ?? [] };
  }

  /** Guests are told of no types: they may not ask for them either. */
  #events(caller: Caller, prefix?: string): DocumentedEvent[] {
    if (caller.kind !== "system" && !DEFAULT_ROLES.includes(caller.role)) return [];
    return this.#options.events?.(prefix) ?? [];
  }

  openrpc(caller: Caller, prefix?: string): Record<string, unknown> {
    const methods = this.visible(caller);
    return openrpcDocument(
      prefix === undefined ? methods : methods.filter((method) => method.name.startsWith(`${prefix}.`)),
      { version: this.#options.version ?? "0.0.0", prefix, events: this.#events(caller, prefix) },
    );
  }
}

/** A call as a span; a method that there is not is told without what the caller made up. */
function startSpan(tracing: Pick<Tracing, "start">, call: CallRequest, method: Method | undefined): Span {
  return tracing.start(method?.name ?? "unknown method", {
    parent: call.traceparent,
    kind: "server",
    attributes: {
      "rpc.system": "jsonrpc",
      "rpc.method": method?.name ?? "",
      "bulkhead.caller": `${call.caller.kind}:${call.caller.id}`,
      "bulkhead.transport": call.transport,
      ...(call.through ? { "bulkhead.through": call.through } : {}),
    },
  });
}
