import { z } from "zod";
import { RpcError } from "../../sdk/errors.ts";
import type { IdentityContext } from "../context.ts";
import { checkQuality } from "../password.ts";
import { readBody, type RouteContext } from "./body.ts";
import { auditSignIn } from "./audit_sign_in.ts";
import { signedIn } from "./signed_in.ts";

const Body = z.strictObject({ current: z.string().min(1).max(256), password: z.string() });

/** `POST /auth/password`: somebody who is signed in changes the password; all their other sessions end. */
export async function changePassword(context: IdentityContext, c: RouteContext): Promise<Response> {
  const { people, passwords, sessions, throttle } = context;
  const found = signedIn(context, c);
  const { current, password } = await readBody(c, Body);
  const { user, password: stored } = found.person;
  const attempt = throttle.begin(user.handle, c.env.credentials.peerAddress);
  if (!await passwords.verify(current, stored)) {
    auditSignIn(context, { method: "auth.password", handle: user.handle, reason: "wrong password" });
    throw new RpcError("forbidden", "The current password is wrong", { reason: "wrong_password", path: "/current" });
  }
  attempt.succeeded();
  checkQuality(password, [user.handle, user.name]);
  const hashed = await passwords.hash(password);
  const person = await people.change((db) => {
    db.run("UPDATE id_users SET password = ? WHERE id = ?", hashed, user.id);
    return user.id;
  });
  for (const sessionId of await sessions.revokeAllOf(user.id, found.session.id)) context.revoked({ sessionId });
  auditSignIn(context, { method: "auth.password", person });
  return c.json({ ok: true });
}
