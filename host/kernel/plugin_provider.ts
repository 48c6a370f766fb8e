import type { CallRequest, MethodProvider } from "../rpc/ports.ts";
import { type Compartment, CompartmentError } from "../sandbox/ports.ts";
import type { CallParams, MethodDescriptor } from "../sdk/channel/protocol.ts";
import { RpcError } from "../sdk/errors.ts";
import type { Servings } from "./serving.ts";

/** A compartment that is up, with what belongs to that one life. */
export interface Running {
  compartment: Compartment;
  servings: Servings;
  /** Milliseconds since 1970. */
  readyAt: number;
}

/** Carries calls of one prefix into one running compartment. */
export class PluginProvider implements MethodProvider {
  readonly callMs: number;
  readonly #methods: MethodDescriptor[];
  readonly #plugin: string;

  constructor(
    readonly prefix: string,
    private readonly running: Running,
    options: { plugin: string; callMs: number },
  ) {
    this.callMs = options.callMs;
    this.#plugin = options.plugin;
    this.#methods = running.compartment.description.methods.filter((method) => method.name.startsWith(`${prefix}.`));
  }

  methods(): MethodDescriptor[] {
    return this.#methods;
  }

  async deliver(call: CallRequest): Promise<unknown> {
    const timeoutMs = call.timeoutMs ?? this.callMs;
    const params: CallParams = { method: call.method, params: call.params, caller: call.caller, timeoutMs };
    if (call.key !== undefined) params.key = call.key;
    if (call.traceparent !== undefined) params.traceparent = call.traceparent;
    if (call.cause !== undefined) params.cause = call.cause;
    const { compartment, servings } = this.running;
    let id = -1;
    try {
      return await compartment.request("call", params, {
        timeoutMs,
        signal: call.signal,
        onId: (given) => {
          id = given;
          const { caller, cause, traceparent, onProgress } = call;
          servings.begin(given, { caller, cause, traceparent, onProgress });
        },
      });
    } catch (error) {
      throw error instanceof CompartmentError ? wentAway(this.#plugin, error) : error;
    } finally {
      servings.end(id);
    }
  }
}

/** What a caller is told when the compartment ended under the call. */
export function wentAway(plugin: string, error: CompartmentError): RpcError {
  return new RpcError("plugin_unavailable", `"${plugin}" ended before it answered`, {
    hint: `${error.end.reason}: it starts again by itself unless it was stopped`,
    retryAfterMs: 1_000,
    cause: error,
  });
}
