import type { RpcPort } from "../../sdk/ports.ts";
import type { ApiMethod, Schema } from "./document.ts";
import { Trial } from "./trial.ts";

/** More are not kept; the one that was used longest ago goes. */
const MAX_KEPT = 20;

export interface TrialOptions {
  rpc: RpcPort;
  components: Schema;
  /** Index of the example that it begins with. */
  example: number;
  params?: unknown;
}

/**
 * What somebody has typed to try methods. It stays while they look at others, and while a plugin is away for a moment: the
 * document is read anew whenever one changes.
 */
export class Trials {
  readonly #kept = new Map<string, Trial>();

  /** The one for this method as it is now: other params begin anew. */
  of(method: ApiMethod, { rpc, components, example, params }: TrialOptions): Trial {
    const key = JSON.stringify([method.name, example, method.paramsSchema]);
    const trial = this.#kept.get(key) ?? new Trial(method, rpc, components, params);
    this.#kept.delete(key);
    this.#kept.set(key, trial);
    if (this.#kept.size > MAX_KEPT) this.#kept.delete(this.#kept.keys().next().value!);
    return trial;
  }
}
