import type { IdentityContext } from "../context.ts";
import { checkCsrf } from "../authenticator.ts";
import type { RouteContext } from "./body.ts";
import { clearCookie, endSession } from "./cookie.ts";
import { providerLogout } from "../oidc/provider_sessions.ts";
import { auditSignIn } from "./audit_sign_in.ts";

/**
 * `POST /auth/logout`: ends the session. Without one there is nothing to do, and that is fine. `redirect` is where the
 * browser ends the provider's session too.
 */
export async function logout(context: IdentityContext, c: RouteContext): Promise<Response> {
  const { cookie, csrf } = c.env.credentials;
  const found = cookie === undefined ? undefined : context.authenticator.session(cookie);
  let redirect: string | undefined;
  if (found) {
    checkCsrf(found.session, csrf);
    redirect = await providerLogout(context, found.session.id);
    await endSession(context, found.session);
    auditSignIn(context, { method: "auth.logout", person: found.person });
  }
  clearCookie(context, c);
  return c.json({ ok: true, ...(redirect === undefined ? {} : { redirect }) });
}
