import type { AuthMode } from "../config/mod.ts";
import type { Clock, Logger } from "../observe/ports.ts";
import type { ApiTokens } from "./api_tokens.ts";
import type { AuditLog } from "./audit/audit_log.ts";
import type { IdentityAuthenticator } from "./authenticator.ts";
import type { Claim } from "./claim.ts";
import type { Groups } from "./groups/groups.ts";
import type { Invitations } from "./invitations.ts";
import type { Passwords } from "./password.ts";
import type { Passkeys } from "./passkeys/passkeys.ts";
import type { ProviderSessions } from "./oidc/provider_sessions.ts";
import type { ProviderSignIn } from "./oidc/sign_in.ts";
import type { Ways } from "./ownership.ts";
import type { People } from "./people.ts";
import type { Revocation } from "./ports.ts";
import type { ProxySignIn } from "./proxy_sign_in.ts";
import type { Sessions } from "./sessions.ts";
import type { AttemptThrottle } from "./throttle.ts";

/** What the sign-in routes and the methods of this folder work with. */
export interface IdentityContext {
  mode: AuthMode;
  ways: Ways;
  clock: Clock;
  logger: Logger;
  people: People;
  groups: Groups;
  sessions: Sessions;
  tokens: ApiTokens;
  invitations: Invitations;
  claim: Claim;
  proxy: ProxySignIn;
  /** Signing in with a provider, in `oidc` mode; in others it has none. */
  providers: ProviderSignIn;
  providerSessions: ProviderSessions;
  passwords: Passwords;
  passkeys: Passkeys;
  throttle: AttemptThrottle;
  authenticator: IdentityAuthenticator;
  audit: AuditLog;
  /** Scheme, host and port by which people reach the host. */
  publicUrl(): string;
  /** Tells that the people or their groups are others now; `invitations`: the open ones are too. */
  changed(what?: { invitations: boolean }): void;
  /** Tells the gateway whose sockets to close. */
  revoked(revocation: Revocation): void;
}
