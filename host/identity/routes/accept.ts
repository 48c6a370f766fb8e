import { z } from "zod";
import { RpcError } from "../../sdk/errors.ts";
import type { IdentityContext } from "../context.ts";
import type { Invitation } from "../invitations.ts";
import { DisplayName, Handle } from "../names.ts";
import { checkQuality } from "../password.ts";
import { insertPerson, type Person } from "../people.ts";
import { newId } from "../random_token.ts";
import { readBody, type RouteContext } from "./body.ts";
import { publicUser, startSession } from "./cookie.ts";
import { requireLocal } from "./require_local.ts";
import { auditSignIn } from "./audit_sign_in.ts";

const Token = z.string().min(1).max(200);
const Body = z.strictObject({
  token: Token,
  handle: Handle.optional(),
  name: DisplayName.optional(),
  password: z.string(),
});
/** Behind a proxy there is no password to set. */
const ProxyBody = z.object({ token: Token });

/** `POST /auth/invitation`: what a link is for, so that its page can say so. */
export async function invitation(context: IdentityContext, c: RouteContext): Promise<Response> {
  const { token } = await readBody(c, z.strictObject({ token: Token }));
  const found = lookUp(context, c, token);
  const person = found.userId === undefined ? undefined : context.people.byId(found.userId);
  const handle = person?.user.handle ?? found.handle;
  const name = person?.user.name ?? found.name;
  return c.json({
    kind: person ? "password" : "invitation",
    role: person?.user.role ?? found.role,
    ...(handle === undefined ? {} : { handle }),
    ...(name === undefined ? {} : { name }),
    expiresAt: new Date(found.expiresAt).toISOString(),
  });
}

/**
 * `POST /auth/accept`: uses a link. A new person chooses handle, name and password; somebody known sets a new password,
 * which ends all their sessions. In proxy mode the link connects the account with the one whom the proxy names.
 */
export async function accept(context: IdentityContext, c: RouteContext): Promise<Response> {
  if (context.mode === "proxy") return await acceptBehindProxy(context, c);
  requireLocal(context);
  const body = await readBody(c, Body);
  const found = lookUp(context, c, body.token);
  const { people, passwords } = context;
  const known = found.userId === undefined ? undefined : people.byId(found.userId);
  const handle = known?.user.handle ?? body.handle ?? found.handle;
  if (handle === undefined) throw new RpcError("invalid_params", "Choose a handle", { path: "/handle" });
  checkQuality(body.password, [handle, known?.user.name ?? body.name]);
  const password = await passwords.hash(body.password);
  const person = known
    ? await setPassword(context, { invitation: found, known, password })
    : await people.change((db) => {
      context.invitations.spend(db, found.id);
      const { email, role } = found;
      const name = body.name ?? found.name ?? handle;
      return insertPerson(db, { id: newId("u"), handle, name, email, role, password, createdAt: context.clock.now() });
    });
  auditSignIn(context, { method: "auth.accept", person });
  return c.json(await startSession(context, c, person));
}

async function setPassword(
  context: IdentityContext,
  { invitation, known, password }: { invitation: Invitation; known: Person; password: string },
): Promise<Person> {
  const { id, disabled } = known.user;
  if (disabled) throw new RpcError("forbidden", "This account is disabled", { hint: "Ask an owner" });
  const person = await context.people.change((db) => {
    context.invitations.spend(db, invitation.id);
    db.run("UPDATE id_users SET password = ? WHERE id = ?", password, id);
    return id;
  });
  for (const sessionId of await context.sessions.revokeAllOf(id)) context.revoked({ sessionId });
  return person;
}

async function acceptBehindProxy(context: IdentityContext, c: RouteContext): Promise<Response> {
  const { token } = await readBody(c, ProxyBody);
  const { forwardedUser, forwardedEmail } = c.env.credentials;
  if (forwardedUser === undefined) throw new RpcError("unauthenticated", "The proxy does not say who you are");
  const found = lookUp(context, c, token);
  const { people, proxy, invitations } = context;
  let person: Person;
  if (found.userId !== undefined) {
    person = await proxy.connect(found.userId, forwardedUser);
    await invitations.revoke(found.id);
  } else {
    const { caller } = await proxy.signIn({ user: forwardedUser, email: forwardedEmail });
    person = await people.change((db) => {
      invitations.spend(db, found.id);
      // An invitation never takes anything away from somebody who is here already.
      db.run("UPDATE id_users SET role = ? WHERE id = ? AND role IN ('guest', 'member')", found.role, caller.id);
      return caller.id;
    });
  }
  auditSignIn(context, { method: "auth.accept", person });
  return c.json({ user: publicUser(person) });
}

function lookUp(context: IdentityContext, c: RouteContext, token: string): Invitation {
  const attempt = context.throttle.begin("invitation", c.env.credentials.peerAddress);
  const found = context.invitations.find(token);
  attempt.succeeded();
  return found;
}
