import { type CallRequest, type Grants, type MethodProvider, secondLook } from "../../rpc/mod.ts";
import type { MethodDescriptor } from "../../sdk/channel/protocol.ts";
import { RpcError } from "../../sdk/errors.ts";

export interface SleepingProviderOptions {
  /** What is known of its methods. */
  methods: MethodDescriptor[];
  /** Milliseconds for a call once it runs. */
  callMs: number;
  /** Milliseconds that its start may take. */
  startMs: number;
  grants: Grants;
  /** Resolves to what answers under this prefix when it runs; rejects with RpcError when it does not come up. */
  wake(): Promise<MethodProvider>;
}

/**
 * Stands for a sleeping plugin under one prefix: a call that its document lets in starts it, and is judged once more by
 * what the running plugin says of itself before it is delivered.
 */
export class SleepingProvider implements MethodProvider {
  readonly callMs: number;
  readonly #options: SleepingProviderOptions;
  #look: { provider: MethodProvider; judge: (call: CallRequest) => void } | undefined;

  constructor(readonly prefix: string, options: SleepingProviderOptions) {
    this.#options = options;
    this.callMs = options.callMs + options.startMs;
  }

  methods(): MethodDescriptor[] {
    return this.#options.methods.filter((method) => method.name.startsWith(`${this.prefix}.`));
  }

  async deliver(call: CallRequest, descriptor: MethodDescriptor): Promise<unknown> {
    const { callMs, grants } = this.#options;
    const startedAt = performance.now();
    const provider = await this.#options.wake();
    // Whoever waited for it was told so by the router; then it must not be done in secret.
    const leftMs = (call.timeoutMs ?? this.callMs) - (performance.now() - startedAt);
    if (call.signal?.aborted) throw new RpcError("cancelled", `The call of "${call.method}" was taken back`);
    if (leftMs <= 0) {
      throw new RpcError("deadline_exceeded", `"${call.method}" was not called: its plugin took too long to start`);
    }
    if (this.#look?.provider !== provider) this.#look = { provider, judge: secondLook(provider, grants) };
    this.#look.judge(call);
    call.timeoutMs = Math.max(1, Math.min(callMs, leftMs));
    return await provider.deliver(call, descriptor);
  }
}
