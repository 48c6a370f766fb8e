import type { InitResult, MethodDescriptor } from "../../sdk/channel/protocol.ts";
import type { FoundPlugin } from "../discovery.ts";
import type { Activation } from "./activation.ts";

/** What is known of a plugin while it sleeps: what its last run said of itself, else what its documents say. */
export class Knowledge {
  readonly #plugin: FoundPlugin;
  #learned: InitResult | undefined;

  constructor(plugin: FoundPlugin) {
    this.#plugin = plugin;
  }

  /** undefined when nothing is known yet: then it has to run once. */
  get methods(): MethodDescriptor[] | undefined {
    return this.#learned?.methods ?? this.#plugin.documented;
  }

  /** Types whose events its cursor keeps for it. */
  listens(activation: Activation): string[] {
    if (this.#learned) return [...new Set([...this.#learned.listens, ...activation.onEvent])];
    return [...new Set([...Object.keys(this.#plugin.manifest.events?.listens ?? {}), ...activation.onEvent])];
  }

  /** What runs counts. Answers how its document differs from it, in words, the first time that this is seen. */
  learn(description: InitResult): string | undefined {
    const before = this.#learned === undefined ? this.#plugin.documented : undefined;
    this.#learned = description;
    return before && differences(before, description.methods);
  }
}

function differences(documented: MethodDescriptor[], running: MethodDescriptor[]): string | undefined {
  const names = (methods: MethodDescriptor[]) => new Map(methods.map((method) => [method.name, method]));
  const [told, real] = [names(documented), names(running)];
  const missing = [...real.keys()].filter((name) => !told.has(name));
  const gone = [...told.keys()].filter((name) => !real.has(name));
  const other = [...real.values()].filter((method) =>
    told.has(method.name) && rights(told.get(method.name)!) !== rights(method)
  );
  const parts = [
    missing.length > 0 ? `does not name ${missing.join(", ")}` : "",
    gone.length > 0 ? `names ${gone.join(", ")}, which it does not have` : "",
    other.length > 0 ? `gives other rights for ${other.map(({ name }) => name).join(", ")}` : "",
  ].filter((part) => part !== "");
  return parts.length === 0 ? undefined : parts.join("; ");
}

/** Who may call a method, with the defaults filled in. */
function rights({ roles = ["owner", "admin", "member"], risk = "low", readOnly = false }: MethodDescriptor): string {
  return JSON.stringify([[...roles].sort(), risk, readOnly]);
}
