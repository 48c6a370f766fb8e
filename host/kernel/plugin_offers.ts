import type { Grants, MethodProvider } from "../rpc/ports.ts";
import type { MethodDescriptor } from "../sdk/channel/protocol.ts";
import { INSPECTED_MS, limitsOf } from "./limits.ts";
import { SleepingProvider } from "./life/sleeping_provider.ts";
import type { PluginManifest } from "../packages/ports.ts";
import { PluginProvider, type Running } from "./plugin_provider.ts";
import type { Offer } from "./routes.ts";

export interface PluginOffersOptions {
  manifest(): PluginManifest;
  grants: Grants;
  /** A debugger may hold it: its calls and its start may take as long as they like. */
  inspected(): boolean;
  /** Called with each new offer. */
  offer(offer: Offer): void;
}

/** What a plugin can be asked in each of its states. */
export class PluginOffers {
  readonly #options: PluginOffersOptions;
  /** One provider for each prefix and life. */
  readonly #providers = new WeakMap<Running, Map<string, MethodProvider>>();

  constructor(options: PluginOffersOptions) {
    this.#options = options;
  }

  nothing(hint: string): void {
    this.#options.offer({ state: "unavailable", hint });
  }

  running(running: Running): void {
    this.#options.offer({ state: "ready", provider: (prefix) => this.#into(running, prefix) });
  }

  /** A call starts it: `wake` resolves when it runs. */
  asleep(methods: MethodDescriptor[], wake: () => Promise<Running>): void {
    const { grants } = this.#options;
    const { callMs, startMs } = this.#patience();
    this.#options.offer({
      state: "ready",
      provider: (prefix) =>
        new SleepingProvider(prefix, {
          methods,
          callMs,
          startMs,
          grants,
          wake: async () => this.#into(await wake(), prefix),
        }),
    });
  }

  #into(running: Running, prefix: string): MethodProvider {
    const providers = this.#providers.get(running) ?? new Map<string, MethodProvider>();
    this.#providers.set(running, providers);
    const { id } = this.#options.manifest();
    const { callMs } = this.#patience();
    const provider = providers.get(prefix) ?? new PluginProvider(prefix, running, { plugin: id, callMs });
    providers.set(prefix, provider);
    return provider;
  }

  #patience(): { callMs: number; startMs: number } {
    if (this.#options.inspected()) return { callMs: INSPECTED_MS, startMs: INSPECTED_MS };
    return limitsOf(this.#options.manifest());
  }
}
