import type { IdentityContext } from "../context.ts";
import { checkCsrf } from "../authenticator.ts";
import type { RouteContext } from "./body.ts";
import { clearCookie, endSession } from "./cookie.ts";
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

/** Where the browser ends the provider's session too; undefined where there is none, or it cannot be found out now. */
async function providerLogout(
  { providers, providerSessions, publicUrl, logger }: IdentityContext,
  sessionId: string,
): Promise<string | undefined> {
  const begun = providerSessions.get(sessionId);
  const provider = begun && providers.of(begun.issuer);
  if (!begun || !provider) return undefined;
  try {
    const url = await provider.logoutUrl({ idToken: begun.idToken, returnTo: `${publicUrl()}/sign-in` });
    return url?.href;
  } catch (error) {
    // Signing out here must not depend on it.
    logger.warn(`Nobody could be signed out at ${provider.settings.name}`, { error: String(error) });
    return undefined;
  }
}
