import { RpcError } from "../errors.ts";
import type { Secrets } from "./context.ts";

/** `ctx.secrets`: what the host delivered, replaced whole when it changes. */
export class PluginSecrets implements Secrets {
  #values: Record<string, string>;
  readonly #missed: (name: string) => void;

  /** `missed` is told of names that were asked for and are not there. */
  constructor(values: Record<string, string>, missed: (name: string) => void = () => {}) {
    this.#values = { ...values };
    this.#missed = missed;
  }

  get(name: string): string | undefined {
    if (Object.hasOwn(this.#values, name)) return this.#values[name];
    this.#missed(name);
    return undefined;
  }

  require(name: string): string {
    const value = this.get(name);
    if (value !== undefined && value !== "") return value;
    throw new RpcError("precondition_failed", `The secret "${name}" is not set`, {
      reason: "secret_missing",
      hint: `Set it with host.secret.set {"name": "${name}", "value": …} or the environment variable ` +
        `BULKHEAD_SECRET_${name}; plugin.json must list it under permissions.secrets`,
    });
  }

  replace(values: Record<string, string>): void {
    this.#values = { ...values };
  }
}
