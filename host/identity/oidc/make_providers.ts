import type { OidcProviderSettings } from "../../config/mod.ts";
import { GithubProvider } from "./github_provider.ts";
import { OidcProvider, type ProviderOptions } from "./oidc_provider.ts";
import type { Provider } from "./provider.ts";

/** The providers of the settings. One whose secret is not set yet is told of, and works once it is. */
export function makeProviders(
  all: readonly OidcProviderSettings[],
  options: Omit<ProviderOptions, "settings">,
): Provider[] {
  for (const { name, clientSecret } of all) {
    if (clientSecret === undefined || options.secret(clientSecret) !== undefined) continue;
    options.logger.warn(
      `Nobody can sign in with ${name} until its secret is set: bulkhead secret set ${clientSecret}, ` +
        `or the variable BULKHEAD_SECRET_${clientSecret}`,
    );
  }
  return all.map((settings) =>
    settings.kind === "github"
      ? new GithubProvider({ ...options, settings })
      : new OidcProvider({ ...options, settings })
  );
}
