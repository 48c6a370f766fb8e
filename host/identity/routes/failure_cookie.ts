import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { RpcError } from "../../sdk/errors.ts";
import type { IdentityContext } from "../context.ts";
import type { RouteContext } from "./body.ts";
import { isSecure } from "./cookie.ts";

const COOKIE = "bulkhead_failure";
const MAX_AGE_S = 120;

/** Why a way to a provider and back did not work, for the page on which it ends. */
export interface SignInFailure {
  message: string;
  reason: string;
  hint?: string;
}

/**
 * Lets the page that comes next say what went wrong. It travels in a sealed cookie and not in the address: nobody can
 * make a link to this host that shows words of their own.
 */
export async function leaveFailure(context: IdentityContext, c: RouteContext, error: RpcError): Promise<void> {
  const { message, data: { reason, hint } } = error;
  const failure: SignInFailure = {
    message: message.slice(0, 500),
    reason,
    ...(hint === undefined ? {} : { hint: hint.slice(0, 500) }),
  };
  const sealed = await context.providers.trips.seal({ failure });
  const secure = isSecure(context);
  setCookie(c, COOKIE, sealed, { path: "/", httpOnly: true, sameSite: "Lax", maxAge: MAX_AGE_S, secure });
}

/** What went wrong last in this browser; told once. */
export async function takeFailure(context: IdentityContext, c: RouteContext): Promise<SignInFailure | undefined> {
  const sealed = getCookie(c, COOKIE);
  if (sealed === undefined) return undefined;
  deleteCookie(c, COOKIE, { path: "/" });
  return (await context.providers.trips.open<{ failure?: SignInFailure }>(sealed))?.failure;
}
