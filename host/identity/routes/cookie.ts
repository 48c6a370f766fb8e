import type { Session } from "../sessions.ts";
import type { IdentityContext } from "../context.ts";
import type { Person } from "../people.ts";
import type { RouteContext } from "./body.ts";

const COOKIE = "bulkhead_session";
/** The browser may keep the cookie as long as a session can live at all; the host decides when it ends. */
const MAX_AGE_S = 90 * 24 * 60 * 60;

/** What every way of signing in answers. */
export interface SignedIn {
  user: { id: string; handle: string; name: string; role: string };
  csrf: string;
}

/** Starts a new session for somebody and ends the one that the browser came with, whoever's it was. */
export async function startSession(context: IdentityContext, c: RouteContext, person: Person): Promise<SignedIn> {
  const session = await beginSession(context, c, person);
  return { user: publicUser(person), csrf: session.csrf };
}

/** The same, for a browser that goes on to another page. */
export async function beginSession(context: IdentityContext, c: RouteContext, person: Person): Promise<Session> {
  const { credentials } = c.env;
  const before = credentials.cookie === undefined ? undefined : context.sessions.find(credentials.cookie);
  const { token, session } = await context.sessions.create(
    person.user.id,
    credentials,
    c.req.header("user-agent") ?? "",
  );
  if (before) await endSession(context, before);
  setCookie(context, c, token, MAX_AGE_S);
  return session;
}

/** Ends a session and closes its sockets. */
export async function endSession(context: IdentityContext, session: Session): Promise<void> {
  await context.sessions.revoke(session.id);
  context.revoked({ sessionId: session.id });
}

export function clearCookie(context: IdentityContext, c: RouteContext): void {
  setCookie(context, c, "", 0);
}

export function publicUser({ user: { id, handle, name, role } }: Person): SignedIn["user"] {
  return { id, handle, name, role };
}

function setCookie(context: IdentityContext, c: RouteContext, value: string, maxAgeS: number): void {
  const secure = isSecure(context) ? "; Secure" : "";
  // Other cookies of the same answer stay.
  c.header("set-cookie", `${COOKIE}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeS}${secure}`, {
    append: true,
  });
}

/** Do people reach the host over TLS? */
export function isSecure(context: IdentityContext): boolean {
  return context.publicUrl().startsWith("https:");
}
