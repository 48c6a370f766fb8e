/** People: users, sessions, tokens, the ways of signing in, the audit log. */
import type { OidcProviderSettings } from "../config/mod.ts";
import type { Clock } from "../observe/ports.ts";

export { type Identity, type IdentityOptions, openIdentity } from "./open.ts";
export type * from "./ports.ts";

/** What is wrong with a sign-in provider, in words; undefined: it answers, and says what the settings say. */
export async function examineProvider(settings: OidcProviderSettings, clock: Clock): Promise<string | undefined> {
  return await (await import("./oidc/examine_provider.ts")).examineProvider(settings, clock);
}
