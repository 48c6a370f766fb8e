import { PRODUCT, VERSION } from "../../config/mod.ts";
import type { IdentityContext } from "../context.ts";
import type { RouteContext } from "./body.ts";
import { takeFailure } from "./failure_cookie.ts";
import { clearCookie, publicUser } from "./cookie.ts";

/** `GET /auth/state`: what the pages have to know before anything else. Open to everybody. */
export async function state(context: IdentityContext, c: RouteContext): Promise<Response> {
  const { mode, ways, people, claim, authenticator, providers } = context;
  const { credentials } = c.env;
  const answer: Record<string, unknown> = {
    name: PRODUCT,
    version: VERSION,
    mode,
    claimed: claim.claimed,
    local: ways.local,
  };
  if (mode === "dev") {
    answer.devUsers = people.list().filter((user) => !user.disabled)
      .map(({ handle, name, role }) => ({ handle, name, role }));
  }
  if (mode === "oidc") {
    answer.providers = providers.list().map(({ settings: { id, name, kind } }) => ({ id, name, kind }));
    const failure = await takeFailure(context, c);
    if (failure) answer.failure = failure;
  }
  const signedIn = credentials.cookie === undefined ? undefined : authenticator.session(credentials.cookie);
  if (signedIn) {
    answer.user = publicUser(signedIn.person);
    answer.csrf = signedIn.session.csrf;
    // Which of those that host.session.list names is this browser's.
    answer.sessionId = signedIn.session.id;
  } else {
    if (credentials.cookie !== undefined) clearCookie(context, c);
    const others = await authenticator.authenticate({ ...withoutCookie(credentials) }).catch(() => undefined);
    const person = others && people.byId(others.caller.id);
    if (person) answer.user = publicUser(person);
  }
  return c.json(answer);
}

/** A copy by name: the gateway works some of them out only when they are asked for. */
function withoutCookie(credentials: RouteContext["env"]["credentials"]): RouteContext["env"]["credentials"] {
  const { bearer, loopback, peerAddress, forwardedUser, forwardedEmail, forwardedGroups } = credentials;
  return { bearer, loopback, peerAddress, forwardedUser, forwardedEmail, forwardedGroups, mutating: false };
}
