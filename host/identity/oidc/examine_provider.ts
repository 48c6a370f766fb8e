import type { OidcProviderSettings } from "../../config/mod.ts";
import type { Clock, Logger } from "../../observe/ports.ts";
import { RpcError } from "../../sdk/errors.ts";
import { OidcProvider } from "./oidc_provider.ts";
import { askProvider } from "./provider_web.ts";

const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };

/**
 * Asks a provider what it says of itself and holds it against the settings, as a sign-in does. Answers what is wrong in
 * words, or undefined. Whether it knows the client only a sign-in tells.
 */
export async function examineProvider(settings: OidcProviderSettings, clock: Clock): Promise<string | undefined> {
  try {
    if (settings.kind === "github") {
      await askProvider(settings.issuer, { method: "HEAD", headers: {} });
      return undefined;
    }
    const provider = new OidcProvider({ settings, clock, logger: quiet, secret: () => "not sent" });
    await provider.begin({ state: "doctor", nonce: "doctor", verifier: "doctor", redirectUri: settings.issuer });
    return undefined;
  } catch (error) {
    const cause = error instanceof RpcError ? error.cause : undefined;
    const message = error instanceof Error ? error.message : String(error);
    return cause instanceof Error ? `${message} (${cause.message})` : message;
  }
}
