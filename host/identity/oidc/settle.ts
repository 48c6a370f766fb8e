import type { OidcProviderSettings } from "../../config/mod.ts";
import type { Role } from "../../sdk/channel/protocol.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { Database } from "../../storage/ports.ts";
import type { IdentityContext } from "../context.ts";
import { becomeOwner, requireUnclaimed } from "../first_owner.ts";
import { syncGroups } from "../groups/sync_groups.ts";
import type { Invitation } from "../invitations.ts";
import type { Person } from "../people.ts";
import { addPerson, admit, connectIdentity, draftPerson, identityOwner } from "./admission.ts";
import { applyRole } from "../groups/mapped_role.ts";
import type { Arrival } from "./provider.ts";
import type { Purpose } from "./trips.ts";

/** Somebody whom a provider names, and what they came for. */
export interface Arriving {
  settings: OidcProviderSettings;
  arrival: Arrival;
  purpose: Purpose;
}

/**
 * Finds or makes the account of somebody whom a provider names, and brings role and groups up to what it says. Throws
 * RpcError with a reason that says why they do not come in. `roleBefore` is set when the role changed.
 */
export async function settle(
  context: IdentityContext,
  arriving: Arriving,
): Promise<{ person: Person; roleBefore?: Role }> {
  const { arrival, purpose, settings } = arriving;
  const before = context.people.byIdentity(arrival.issuer, arrival.subject);
  try {
    const person = await settled(context, arriving);
    if (before && before.user.id === person.user.id && before.user.role !== person.user.role) {
      // Sockets hold the caller they were opened with.
      context.revoked({ userId: person.user.id });
      return { person, roleBefore: before.user.role };
    }
    return { person };
  } catch (error) {
    // Whoever may not come in any more is not in elsewhere either.
    if (before && purpose.kind === "sign-in" && error instanceof RpcError && error.data.reason === "no_role") {
      for (const sessionId of await context.sessions.revokeAllOf(before.user.id)) context.revoked({ sessionId });
      context.logger.info(`"${before.user.handle}" is in no group of ${settings.name} that may come in`);
    }
    throw error;
  }
}

function settled(context: IdentityContext, arriving: Arriving): Promise<Person> {
  const { people, invitations, clock } = context;
  const { arrival, purpose } = arriving;
  const now = clock.now();
  switch (purpose.kind) {
    case "sign-in":
      return people.change((db) => {
        const id = identityOwner(db, arrival) ?? admit(db, arriving, now);
        return signedIn(db, context, { ...arriving, id });
      });
    case "claim":
      context.claim.check(purpose.token);
      return people.change((db) => {
        requireUnclaimed(db, context.ways);
        const id = claimed(db, arrival, now);
        requireEnabled(db, id);
        syncGroupsOf(db, arrival, { id, now });
        return id;
      }).then((person) => {
        context.claim.spend();
        return person;
      });
    case "invitation": {
      const invitation = invitations.find(purpose.token);
      return people.change((db) => {
        const id = invited(db, { arrival, invitation, now });
        invitations.spend(db, invitation.id);
        return signedIn(db, context, { ...arriving, id });
      });
    }
    case "connect":
      return people.change((db) => {
        connectIdentity(db, arrival, { userId: purpose.userId, now });
        requireEnabled(db, purpose.userId);
        return purpose.userId;
      });
  }
}

/** The first owner: whoever holds the claim link and is known to the provider. */
function claimed(db: Database, arrival: Arrival, now: number): string {
  const known = identityOwner(db, arrival);
  if (known !== undefined) {
    db.run("UPDATE id_users SET role = 'owner' WHERE id = ?", known);
    return known;
  }
  const id = becomeOwner(db, { ...draftPerson(db, arrival, { dormant: true }), createdAt: now });
  connectIdentity(db, arrival, { userId: id, now });
  return id;
}

function invited(
  db: Database,
  { arrival, invitation, now }: { arrival: Arrival; invitation: Invitation; now: number },
): string {
  const known = identityOwner(db, arrival);
  if (invitation.userId !== undefined) {
    if (known !== undefined && known !== invitation.userId) {
      throw new RpcError("conflict", `${arrival.label} is connected with another account here`, {
        reason: "connected_elsewhere",
        hint: "Remove it there first, under Your account, or sign in at the provider as somebody else",
      });
    }
    connectIdentity(db, arrival, { userId: invitation.userId, now });
    return invitation.userId;
  }
  if (known === undefined) return addPerson(db, arrival, { now, role: invitation.role, invitation });
  // An invitation never takes anything away from somebody who is here already.
  db.run("UPDATE id_users SET role = ? WHERE id = ? AND role IN ('guest', 'member')", invitation.role, known);
  return known;
}

/** Inside the job of a sign-in, once the account is known: what each sign-in brings. */
function signedIn(
  db: Database,
  context: IdentityContext,
  { arrival, settings, id }: Arriving & { id: string },
): string {
  const now = context.clock.now();
  requireEnabled(db, id);
  db.run(
    "UPDATE id_identities SET used_at = ?, label = ? WHERE issuer = ? AND subject = ?",
    now,
    arrival.label,
    arrival.issuer,
    arrival.subject,
  );
  if (arrival.email !== undefined) {
    db.run(
      "UPDATE id_users SET email = ?1 WHERE id = ?2 AND email IS NULL " +
        "AND NOT EXISTS (SELECT 1 FROM id_users WHERE lower(email) = ?1)",
      arrival.email,
      id,
    );
  }
  if (arrival.groups === undefined) {
    context.logger.warn(
      `${settings.name} could not tell the groups of ${arrival.label}: role and groups stay as they are`,
    );
    return id;
  }
  applyRole(db, context, { mapping: settings, from: settings.name, groups: arrival.groups, id });
  syncGroupsOf(db, arrival, { id, now });
  return id;
}

function syncGroupsOf(db: Database, arrival: Arrival, { id, now }: { id: string; now: number }): void {
  if (arrival.groups === undefined) return;
  syncGroups(db, { issuer: arrival.issuer, userId: id, names: arrival.groups, now });
}

function requireEnabled(db: Database, id: string): void {
  if (db.get("SELECT 1 FROM id_users WHERE id = ? AND disabled = 0", id)) return;
  throw new RpcError("forbidden", "This account is disabled", { reason: "disabled", hint: "Ask an owner" });
}
