import type { OidcSettings } from "../../config/mod.ts";
import { RpcError } from "../../sdk/errors.ts";
import { GithubProvider } from "./github_provider.ts";
import { OidcProvider, type ProviderOptions } from "./oidc_provider.ts";
import type { Provider } from "./provider.ts";
import { Trips } from "./trips.ts";

export interface ProviderSignInOptions extends Omit<ProviderOptions, "settings"> {
  settings: OidcSettings;
}

/** The providers with which people can sign in, and the ways to them that are under way. */
export class ProviderSignIn {
  readonly trips: Trips;
  readonly #providers: Map<string, Provider>;

  constructor({ settings, ...options }: ProviderSignInOptions) {
    this.trips = new Trips(options.clock);
    this.#providers = new Map(settings.providers.map((one) => [
      one.id,
      one.kind === "github"
        ? new GithubProvider({ ...options, settings: one })
        : new OidcProvider({ ...options, settings: one }),
    ]));
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
