import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { z } from "zod";
import { RpcError } from "../../sdk/errors.ts";
import type { IdentityContext } from "../context.ts";
import type { Arrival, Provider } from "../oidc/provider.ts";
import { settle } from "../oidc/settle.ts";
import { type BegunTrip, type Purpose, safePath, TRIP_COOKIES, TRIP_MS, tripCookie } from "../oidc/trips.ts";
import { auditSignIn } from "./audit_sign_in.ts";
import { readBody, type RouteContext } from "./body.ts";
import { beginSession, isSecure } from "./cookie.ts";
import { leaveFailure } from "./failure_cookie.ts";
import { signedIn } from "./signed_in.ts";

const Token = z.string().min(1).max(200);
const Body = z.strictObject({
  provider: z.string().max(40),
  /** Path of this host to go on to. */
  returnTo: z.string().max(2_000).optional(),
  /** Of the claim link. */
  claim: Token.optional(),
  /** Of an invitation link. */
  invitation: Token.optional(),
  /** Connects one more identity with the account that is signed in. */
  connect: z.literal(true).optional(),
  /** The provider is to ask who it is, also when somebody is signed in there: for another account than the last. */
  again: z.boolean().optional(),
});

/** Ways under way in one browser; older ones are given up. */
const MAX_TRIPS = 4;

/** `POST /auth/oidc/start`: where to send the browser. */
export async function startWithProvider(context: IdentityContext, c: RouteContext): Promise<Response> {
  const body = await readBody(c, Body);
  const provider = context.providers.require(body.provider);
  requirePublicAddress(context, c);
  const purpose = purposeOf(context, c, body);
  const { trips } = context.providers;
  const { trip, sealed } = await trips.begin({
    provider: provider.settings.id,
    redirectUri: redirectUriOf(context, provider),
    purpose,
    returnTo: purpose.kind === "connect" ? "/account" : safePath(body.returnTo),
  });
  const url = await provider.begin({ ...trip, again: body.again });
  keepTrip(context, c, { name: tripCookie(trip.state), sealed });
  return c.json({ url: url.href });
}

/**
 * `GET /auth/oidc/callback/<provider>`: the browser is back. It goes on to the cockpit, signed in, or to the sign-in page,
 * which says what went wrong.
 */
export async function finishWithProvider(context: IdentityContext, c: RouteContext): Promise<Response> {
  c.header("referrer-policy", "no-referrer");
  let trip: BegunTrip | undefined;
  let arrival: Arrival | undefined;
  try {
    const provider = context.providers.require(c.req.param("provider")!);
    const query = new URL(c.req.url).searchParams;
    const attempt = context.throttle.begin(`oidc ${provider.settings.id}`, c.env.credentials.peerAddress);
    trip = await takeTrip(context, c, { provider, state: query.get("state") ?? "" });
    arrival = await provider.finish(query, trip);
    // Whoever the provider vouches for guesses at nothing, let in or not.
    attempt.succeeded();
    if (trip.purpose.kind === "connect") requireSameUser(context, c, trip.purpose.userId);
    const { person, roleBefore } = await settle(context, {
      settings: provider.settings,
      arrival,
      purpose: trip.purpose,
    });
    if (trip.purpose.kind !== "connect") {
      const session = await beginSession(context, c, person);
      await context.providerSessions.add(session.id, arrival);
    }
    auditSignIn(context, { method: METHOD[trip.purpose.kind], person, how: `oidc ${provider.settings.id}` });
    if (roleBefore !== undefined) {
      const how = `${roleBefore} to ${person.user.role} by oidc ${provider.settings.id}`;
      auditSignIn(context, { method: "auth.role", person, how });
    }
    return c.redirect(trip.returnTo, 303);
  } catch (error) {
    const fault = shaped(context, error);
    const { kind } = trip?.purpose ?? { kind: "sign-in" };
    auditSignIn(context, { method: METHOD[kind], handle: arrival?.label, reason: fault.data.reason });
    await leaveFailure(context, c, fault);
    return c.redirect(kind === "connect" ? "/account" : "/sign-in", 303);
  }
}

/** `POST /auth/oidc/backchannel/<provider>`: the provider has signed somebody out (OpenID Connect Back-Channel Logout). */
export async function backChannelLogout(context: IdentityContext, c: RouteContext): Promise<Response> {
  const provider = context.providers.require(c.req.param("provider")!);
  const form = new URLSearchParams(await c.req.text());
  const token = form.get("logout_token");
  if (token === null) throw new RpcError("invalid_request", "The form has no logout_token");
  const { issuer } = provider.settings;
  const told = await provider.readLogoutToken(token);
  if (!context.providers.trips.once(`logout ${issuer} ${told.jti}`, told.expiresAt)) {
    throw new RpcError("forbidden", "This logout token was used already", { reason: "provider_answer" });
  }
  for (const sessionId of context.providerSessions.of(issuer, told)) {
    await context.sessions.revoke(sessionId);
    context.revoked({ sessionId });
  }
  return c.body(null, 200);
}

const METHOD: Record<Purpose["kind"], string> = {
  "sign-in": "auth.login",
  claim: "auth.claim",
  invitation: "auth.accept",
  connect: "auth.connect",
};

/** Exactly what has to be written down at the provider. */
function redirectUriOf(context: IdentityContext, { settings }: Provider): string {
  return `${context.publicUrl()}/auth/oidc/callback/${settings.id}`;
}

/** The cookie of the way back belongs to one name: begun under another, it would be missing there. */
function requirePublicAddress(context: IdentityContext, c: RouteContext): void {
  const origin = c.req.header("origin");
  const { origin: expected } = new URL(context.publicUrl());
  if (origin === undefined || origin === expected) return;
  throw new RpcError("precondition_failed", `Signing in with a provider works at ${expected} only`, {
    reason: "wrong_address",
    hint: `Open ${expected}, or start the host with --public-url and the address that people open`,
  });
}

/** What the browser wants there. Tokens of links are looked at before anybody is sent away for nothing. */
function purposeOf(
  context: IdentityContext,
  c: RouteContext,
  { claim, invitation, connect }: z.output<typeof Body>,
): Purpose {
  if ([claim, invitation, connect].filter((one) => one !== undefined).length > 1) {
    throw new RpcError("invalid_params", "Give one of claim, invitation and connect, not several");
  }
  const { peerAddress } = c.env.credentials;
  if (claim !== undefined) {
    const attempt = context.throttle.begin("claim", peerAddress);
    context.claim.check(claim);
    attempt.succeeded();
    return { kind: "claim", token: claim };
  }
  if (invitation !== undefined) {
    const attempt = context.throttle.begin("invitation", peerAddress);
    context.invitations.find(invitation);
    attempt.succeeded();
    return { kind: "invitation", token: invitation };
  }
  if (connect) return { kind: "connect", userId: signedIn(context, c).person.user.id };
  return { kind: "sign-in" };
}

function keepTrip(context: IdentityContext, c: RouteContext, { name, sealed }: { name: string; sealed: string }): void {
  const older = Object.keys(getCookie(c)).filter((one) => TRIP_COOKIES.test(one));
  for (const one of older.slice(0, Math.max(0, older.length - MAX_TRIPS + 1))) dropCookie(c, one);
  const secure = isSecure(context);
  // With the prefix no other host of the same domain can plant one.
  setCookie(c, secure ? `__Host-${name}` : name, sealed, {
    path: "/",
    httpOnly: true,
    sameSite: "Lax",
    maxAge: TRIP_MS / 1_000,
    secure,
  });
}

async function takeTrip(
  context: IdentityContext,
  c: RouteContext,
  { provider, state }: { provider: Provider; state: string },
): Promise<BegunTrip> {
  const name = `${isSecure(context) ? "__Host-" : ""}${tripCookie(state)}`;
  const trip = await context.providers.trips.take(state, getCookie(c, name));
  dropCookie(c, name);
  if (trip && trip.provider === provider.settings.id) return trip;
  throw new RpcError(
    "forbidden",
    "This sign-in was not begun in this browser, was answered already, or took too long",
    {
      reason: "unknown_trip",
      hint: "Start again from the sign-in page",
    },
  );
}

function dropCookie(c: RouteContext, name: string): void {
  deleteCookie(c, name, { path: "/", ...(name.startsWith("__Host-") ? { secure: true } : {}) });
}

/** Whoever began to connect an identity is still the one who is signed in. */
function requireSameUser(context: IdentityContext, c: RouteContext, userId: string): void {
  const { cookie } = c.env.credentials;
  const found = cookie === undefined ? undefined : context.authenticator.session(cookie);
  if (found?.person.user.id === userId) return;
  throw new RpcError("forbidden", "You are not signed in any more as the one who began to connect it", {
    reason: "unknown_trip",
    hint: "Sign in and start again under Your account",
  });
}

function shaped(context: IdentityContext, error: unknown): RpcError {
  if (error instanceof RpcError && error.kind !== "internal") return error;
  const traceId = crypto.randomUUID().replaceAll("-", "");
  context.logger.error("A sign-in with a provider failed", {
    traceId,
    error: error instanceof Error ? error.stack ?? error.message : String(error),
  });
  return new RpcError("internal", `Something went wrong in the host (trace ${traceId})`, { traceId });
}
