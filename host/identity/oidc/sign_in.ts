import type { Clock } from "../../observe/ports.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { Provider } from "./provider.ts";
import { Trips } from "./trips.ts";

/** The providers with which people can sign in, and the ways to them that are under way. */
export class ProviderSignIn {
  readonly trips: Trips;
  readonly #providers: Map<string, Provider>;

  /** In the order in which they are offered. */
  constructor(providers: readonly Provider[], clock: Clock) {
    this.trips = new Trips(clock);
    this.#providers = new Map(providers.map((one) => [one.settings.id, one]));
  }

  /** In the order of the configuration. */
  list(): Provider[] {
    return [...this.#providers.values()];
  }

  /** The provider of an issuer, if it is still configured. */
  of(issuer: string): Provider | undefined {
    return this.list().find(({ settings }) => settings.issuer === issuer);
  }

  /** Throws `not_found`. */
  require(id: string): Provider {
    const provider = this.#providers.get(id);
    if (provider) return provider;
    throw new RpcError("not_found", `There is no sign-in provider ${JSON.stringify(id.slice(0, 40))} here`, {
      reason: "provider",
      path: "/provider",
      hint: "GET /auth/state names those there are",
    });
  }
}
