import { z } from "zod";
import { RpcError } from "../../sdk/errors.ts";
import type { IdentityContext } from "../context.ts";
import { HandleToFind } from "../names.ts";
import { readBody, type RouteContext } from "./body.ts";
import { startSession } from "./cookie.ts";
import { requireLocal } from "./require_local.ts";
import { auditSignIn } from "./audit_sign_in.ts";

const Body = z.strictObject({ handle: HandleToFind, password: z.string().min(1).max(256) });

/**
 * `POST /auth/login`: handle and password. Somebody who is not there, who has no password and who gave a wrong one get the
 * same answer after the same work.
 */
export async function login(context: IdentityContext, c: RouteContext): Promise<Response> {
  const { people, passwords, throttle } = context;
  requireLocal(context);
  const { handle, password } = await readBody(c, Body);
  const person = people.byHandle(handle);
  const attempt = throttle.begin(handle, c.env.credentials.peerAddress);
  if (!await passwords.verify(password, person?.password) || !person) {
    auditSignIn(context, { method: "auth.login", handle, reason: "wrong handle or password" });
    throw new RpcError("unauthenticated", "Handle or password is wrong", { reason: "wrong_password" });
  }
  attempt.succeeded();
  // Only the one who knows the password learns this.
  if (person.user.disabled) {
    auditSignIn(context, { method: "auth.login", handle, reason: "disabled" });
    throw new RpcError("forbidden", "This account is disabled", { hint: "Ask an owner" });
  }
  if (person.password && passwords.isOutdated(person.password)) await rehash(context, person.user.id, password);
  auditSignIn(context, { method: "auth.login", person });
  return c.json(await startSession(context, c, person));
}

async function rehash({ people, passwords }: IdentityContext, id: string, password: string): Promise<void> {
  const stored = await passwords.hash(password);
  await people.change((db) => {
    db.run("UPDATE id_users SET password = ? WHERE id = ?", stored, id);
    return id;
  });
}
