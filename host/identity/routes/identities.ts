import { z } from "zod";
import { RpcError } from "../../sdk/errors.ts";
import type { IdentityContext } from "../context.ts";
import { syncGroups } from "../groups/sync_groups.ts";
import type { ProviderIdentity } from "../people.ts";
import { auditSignIn } from "./audit_sign_in.ts";
import { readBody, type RouteContext } from "./body.ts";
import { signedIn } from "./signed_in.ts";

const Removing = z.strictObject({ id: z.string().min(1).max(64) });

/** `GET /auth/identities`: the sign-ins that are connected with one's account. */
export function listIdentities(context: IdentityContext, c: RouteContext): Response {
  const { person } = signedIn(context, c);
  return c.json({ items: person.identities.map((one) => present(context, one)) });
}

/** `POST /auth/identities/remove`: it signs nobody in any more, and the sessions that it began end. The last way in stays. */
export async function removeIdentity(context: IdentityContext, c: RouteContext): Promise<Response> {
  const { person, session } = signedIn(context, c);
  const { id } = await readBody(c, Removing);
  const { user } = person;
  const removed = await context.people.change((db) => {
    const identity = db.get<{ issuer: string; subject: string }>(
      "SELECT issuer, subject FROM id_identities WHERE id = ? AND user_id = ?",
      id,
      user.id,
    );
    if (!identity) throw new RpcError("not_found", "No such sign-in is connected with your account", { path: "/id" });
    db.run("DELETE FROM id_identities WHERE id = ?", id);
    if (!db.get("SELECT 1 FROM id_identities WHERE user_id = ? AND issuer = ?", user.id, identity.issuer)) {
      syncGroups(db, { issuer: identity.issuer, userId: user.id, names: [], now: context.clock.now() });
    }
    const password = context.ways.local &&
      db.get("SELECT 1 FROM id_users WHERE id = ? AND password IS NOT NULL", user.id);
    const other = db.get(
      "SELECT 1 FROM id_identities WHERE user_id = ? AND issuer IN (SELECT value FROM json_each(?))",
      user.id,
      JSON.stringify(context.ways.issuers),
    );
    if (!password && !other) {
      throw new RpcError("precondition_failed", "This is the only way in that your account has", {
        reason: "last_way_in",
        hint: "Connect another one first",
      });
    }
    return user.id;
  });
  const gone = person.identities.find((one) => one.id === id)!;
  for (const sessionId of context.providerSessions.of(gone.issuer, gone)) {
    if (sessionId === session.id) continue;
    await context.sessions.revoke(sessionId);
    context.revoked({ sessionId });
  }
  auditSignIn(context, { method: "auth.disconnect", person: removed });
  return c.json({ ok: true });
}

function present({ providers }: IdentityContext, identity: ProviderIdentity) {
  const settings = providers.of(identity.issuer)?.settings;
  return {
    id: identity.id,
    // Undefined: it is not configured any more, and signs nobody in.
    ...(settings ? { provider: settings.id } : {}),
    name: settings?.name ?? identity.issuer,
    label: identity.label,
    createdAt: new Date(identity.createdAt).toISOString(),
    lastUsedAt: new Date(identity.usedAt).toISOString(),
  };
}
