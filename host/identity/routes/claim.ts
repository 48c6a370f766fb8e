import { z } from "zod";
import { RpcError } from "../../sdk/errors.ts";
import type { IdentityContext } from "../context.ts";
import { becomeOwner, requireUnclaimed } from "../first_owner.ts";
import { DisplayName, Handle } from "../names.ts";
import { requireLocal } from "./require_local.ts";
import { checkQuality } from "../password.ts";
import type { Person } from "../people.ts";
import { readBody, type RouteContext } from "./body.ts";
import { publicUser, startSession } from "./cookie.ts";
import { auditSignIn } from "./audit_sign_in.ts";

const Token = z.string().min(1).max(200);
const Body = z.strictObject({ token: Token, handle: Handle, name: DisplayName.optional(), password: z.string() });
/** Behind a proxy the person is known already; what a page sends beside the token is not needed. */
const ProxyBody = z.object({ token: Token });

/** `POST /auth/claim`: the first owner, by the link that the start printed. The token is good for one person. */
export async function claim(context: IdentityContext, c: RouteContext): Promise<Response> {
  return context.mode === "proxy" ? await claimBehindProxy(context, c) : await claimWithPassword(context, c);
}

async function claimWithPassword(context: IdentityContext, c: RouteContext): Promise<Response> {
  requireLocal(context);
  const { people, passwords, throttle, clock } = context;
  const { token, handle, name = handle, password } = await readBody(c, Body);
  const attempt = throttle.begin("claim", c.env.credentials.peerAddress);
  context.claim.check(token);
  attempt.succeeded();
  checkQuality(password, [handle, name]);
  const stored = await passwords.hash(password);
  const person = await people.change((db) => {
    requireUnclaimed(db, context.ways);
    return becomeOwner(db, { handle, name, password: stored, createdAt: clock.now() });
  });
  context.claim.spend();
  auditSignIn(context, { method: "auth.claim", person });
  return c.json(await startSession(context, c, person));
}

async function claimBehindProxy(context: IdentityContext, c: RouteContext): Promise<Response> {
  const { people, authenticator } = context;
  const { token } = await readBody(c, ProxyBody);
  const found = await authenticator.authenticate(c.env.credentials);
  if (!found) throw new RpcError("unauthenticated", "The proxy does not say who you are");
  context.claim.check(token);
  const person: Person = await people.change((db) => {
    requireUnclaimed(db, context.ways);
    db.run("UPDATE id_users SET role = 'owner' WHERE id = ?", found.caller.id);
    return found.caller.id;
  });
  context.claim.spend();
  auditSignIn(context, { method: "auth.claim", person });
  return c.json({ user: publicUser(person) });
}
