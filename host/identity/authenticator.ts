import type { AuthMode } from "../config/mod.ts";
import type { Caller } from "../sdk/channel/protocol.ts";
import { RpcError } from "../sdk/errors.ts";
import type { ApiTokens } from "./api_tokens.ts";
import type { Authenticated, Authenticator, Credentials } from "./ports.ts";
import type { People, Person } from "./people.ts";
import type { ProxySignIn } from "./proxy_sign_in.ts";
import { sameSecret } from "./random_token.ts";
import { weaker } from "./roles.ts";
import type { Session, Sessions } from "./sessions.ts";

export interface AuthenticatorOptions {
  mode: AuthMode;
  people: People;
  sessions: Sessions;
  tokens: ApiTokens;
  proxy: ProxySignIn;
}

/**
 * Says who asks. A bearer token counts in every mode; then the header, in the two modes that believe it; then the
 * session cookie (not in proxy mode, where the proxy alone decides who is there).
 */
export class IdentityAuthenticator implements Authenticator {
  readonly #options: AuthenticatorOptions;

  constructor(options: AuthenticatorOptions) {
    this.#options = options;
  }

  // deno-lint-ignore require-await -- what is thrown must reject
  async authenticate(credentials: Credentials): Promise<Authenticated | undefined> {
    const { mode, proxy } = this.#options;
    if (credentials.bearer !== undefined) return this.#byToken(credentials.bearer);
    if (mode === "proxy") {
      const { forwardedUser: user, forwardedEmail: email, forwardedGroups: groups } = credentials;
      if (user === undefined) return undefined;
      const forwarded = { user, email, groups };
      return proxy.known(forwarded) ?? proxy.signIn(forwarded);
    }
    if (mode === "dev" && credentials.forwardedUser !== undefined && credentials.loopback) {
      return this.#byDevHeader(credentials.forwardedUser);
    }
    return credentials.cookie === undefined ? undefined : this.#bySession(credentials.cookie, credentials);
  }

  #byToken(bearer: string): Authenticated {
    const { tokens, people } = this.#options;
    const token = tokens.find(bearer);
    const person = token && people.byId(token.userId);
    if (!token || !person || person.user.disabled) {
      throw new RpcError("unauthenticated", "The API token is unknown, has expired or was revoked", {
        hint: "Make a new one with host.token.create",
      });
    }
    const role = weaker(token.role, person.user.role);
    const { scope } = token;
    const isWhole = role === person.caller.role && !scope;
    const less = role === person.caller.role ? {} : { accountRole: person.caller.role };
    const caller: Caller = isWhole ? person.caller : { ...person.caller, role, ...less, ...(scope ? { scope } : {}) };
    return { caller, tokenId: token.id };
  }

  #byDevHeader(handle: string): Authenticated {
    const person = this.#options.people.byHandle(handle.trim().toLowerCase());
    if (!person || person.user.disabled) {
      throw new RpcError("unauthenticated", "X-Forwarded-User names nobody who is here", {
        hint: "In dev mode there are alice, bob, carol and dave",
      });
    }
    return { caller: person.caller };
  }

  #bySession(cookie: string, credentials: Credentials): Authenticated {
    const found = this.session(cookie);
    if (!found) {
      throw new RpcError("unauthenticated", "The session has ended", { hint: "Sign in again" });
    }
    if (credentials.mutating) checkCsrf(found.session, credentials.csrf);
    return { caller: found.person.caller, sessionId: found.session.id };
  }

  /** The live session of a cookie and whose it is. */
  session(cookie: string): { session: Session; person: Person } | undefined {
    const { sessions, people, mode } = this.#options;
    if (mode === "proxy") return undefined;
    const session = sessions.find(cookie);
    const person = session && people.byId(session.userId);
    return session && person && !person.user.disabled ? { session, person } : undefined;
  }
}

/** A page of another site can make a browser send the cookie, but it can neither read nor guess this. */
export function checkCsrf(session: Session, given: string | undefined): void {
  if (given !== undefined && sameSecret(given, session.csrf)) return;
  throw new RpcError("forbidden", "The header X-CSRF-Token is missing or wrong", {
    reason: "csrf",
    hint: 'Send the "csrf" of GET /auth/state with every request that is not a GET',
  });
}
