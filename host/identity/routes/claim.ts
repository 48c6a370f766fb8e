import { z } from "zod";
import { RpcError } from "../../sdk/errors.ts";
import type { Database } from "../../storage/ports.ts";
import type { IdentityContext } from "../context.ts";
import { DisplayName, Handle } from "../names.ts";
import { hasUsableOwner } from "../ownership.ts";
import { checkQuality } from "../password.ts";
import { insertPerson, type Person } from "../people.ts";
import { newId } from "../random_token.ts";
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
  const { people, passwords, throttle, clock } = context;
  const { token, handle, name = handle, password } = await readBody(c, Body);
  const attempt = throttle.begin("claim", c.env.credentials.peerAddress);
  context.claim.check(token);
  attempt.succeeded();
  checkQuality(password, [handle, name]);
  const stored = await passwords.hash(password);
  const person = await people.change((db) => {
    requireUnclaimed(db, context);
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
    requireUnclaimed(db, context);
    db.run("UPDATE id_users SET role = 'owner' WHERE id = ?", found.caller.id);
    return found.caller.id;
  });
  context.claim.spend();
  auditSignIn(context, { method: "auth.claim", person });
  return c.json({ user: publicUser(person) });
}

/** Of two who claim at once the second finds the host claimed. */
function requireUnclaimed(db: Database, { mode }: IdentityContext): void {
  if (hasUsableOwner(db, mode)) throw new RpcError("conflict", "This host has an owner already", { hint: "Sign in" });
}

/** A new owner; or somebody of `--demo` who could never sign in becomes real. */
function becomeOwner(
  db: Database,
  owner: { handle: string; name: string; password: string; createdAt: number },
): string {
  const dormant = db.get<{ id: string }>(
    "SELECT id FROM id_users WHERE handle = ? AND password IS NULL AND disabled = 0 " +
      "AND NOT EXISTS (SELECT 1 FROM id_links WHERE user_id = id_users.id)",
    owner.handle,
  );
  if (!dormant) return insertPerson(db, { ...owner, id: newId("u"), role: "owner" });
  db.run(
    "UPDATE id_users SET role = 'owner', name = ?, password = ? WHERE id = ?",
    owner.name,
    owner.password,
    dormant.id,
  );
  return dormant.id;
}
