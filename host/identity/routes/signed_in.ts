import { RpcError } from "../../sdk/errors.ts";
import { checkCsrf } from "../authenticator.ts";
import type { IdentityContext } from "../context.ts";
import type { Person } from "../people.ts";
import type { Session } from "../sessions.ts";
import type { RouteContext } from "./body.ts";

/** Who is signed in in this browser. A token is not enough for what these routes do. */
export function signedIn(context: IdentityContext, c: RouteContext): { session: Session; person: Person } {
  const { cookie, csrf, mutating } = c.env.credentials;
  const found = cookie === undefined ? undefined : context.authenticator.session(cookie);
  if (!found) throw new RpcError("unauthenticated", "Nobody is signed in");
  if (mutating) checkCsrf(found.session, csrf);
  return found;
}
