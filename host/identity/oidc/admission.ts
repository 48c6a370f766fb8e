import type { OidcProviderSettings } from "../../config/mod.ts";
import type { Role } from "../../sdk/channel/protocol.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { Database } from "../../storage/ports.ts";
import type { Invitation } from "../invitations.ts";
import { handleFrom } from "../names.ts";
import { insertPerson, type NewPerson } from "../people.ts";
import { newId } from "../random_token.ts";
import { mappedRole } from "../groups/mapped_role.ts";
import type { Arrival } from "./provider.ts";

/** Identities of one person. */
const MAX_PER_USER = 20;

/** Inside a job: whose identity this is. */
export function identityOwner(db: Database, { issuer, subject }: Arrival): string | undefined {
  return db.get<{ user_id: string }>(
    "SELECT user_id FROM id_identities WHERE issuer = ? AND subject = ?",
    issuer,
    subject,
  )?.user_id;
}

/** Inside a job: from now on this identity signs this person in. `conflict` when it signs in another. */
export function connectIdentity(
  db: Database,
  arrival: Arrival,
  { userId, now }: { userId: string; now: number },
): void {
  const owner = identityOwner(db, arrival);
  if (owner === userId) return;
  if (owner !== undefined) {
    throw new RpcError("conflict", `${arrival.label} is connected with another account here`, {
      reason: "connected_elsewhere",
      hint: "Sign in with it and remove it there first, under Your account",
    });
  }
  const { count } = db.get<{ count: number }>("SELECT count(*) AS count FROM id_identities WHERE user_id = ?", userId)!;
  if (count >= MAX_PER_USER) {
    throw new RpcError("precondition_failed", `An account has at most ${MAX_PER_USER} connected sign-ins`, {
      reason: "too_many_identities",
    });
  }
  db.run(
    "INSERT INTO id_identities (id, issuer, subject, user_id, label, created_at, used_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
    newId("l"),
    arrival.issuer,
    arrival.subject,
    userId,
    arrival.label,
    now,
    now,
  );
}

/** Inside a job: lets somebody in whom nobody here knows yet, or says why not. Answers the account's id. */
export function admit(
  db: Database,
  { settings, arrival }: { settings: OidcProviderSettings; arrival: Arrival },
  now: number,
): string {
  const owners = arrival.email === undefined
    ? []
    : db.all<{ id: string }>("SELECT id FROM id_users WHERE lower(email) = ? LIMIT 2", arrival.email);
  if (owners.length === 1 && settings.linkByMail) {
    const userId = owners[0]!.id;
    connectIdentity(db, arrival, { userId, now });
    return userId;
  }
  if (owners.length > 0) {
    throw new RpcError(
      "forbidden",
      `An account here has your mail address, and it is not connected with ${settings.name}`,
      {
        reason: "not_connected",
        hint: `Sign in to it another way and connect ${settings.name} under Your account, or ask an owner for a link`,
      },
    );
  }
  if (!mayJoin(settings, arrival)) throw notInvited(settings, arrival);
  const role = mappedRole(settings, arrival.groups ?? []) ?? settings.defaultRole;
  // One who is kept out is refused a moment later, with all the rest of the job.
  return addPerson(db, arrival, { now, role: role === "none" ? "guest" : role });
}

function mayJoin({ signUp, domains, groups }: OidcProviderSettings, arrival: Arrival): boolean {
  if (signUp !== "allowed") return signUp === "everyone";
  const domain = arrival.email?.slice(arrival.email.lastIndexOf("@") + 1);
  return (domain !== undefined && domains.includes(domain)) ||
    groups.some((group) => arrival.groups?.includes(group));
}

function notInvited({ name, signUp, domains }: OidcProviderSettings, arrival: Arrival): RpcError {
  const unverified = signUp === "allowed" && domains.length > 0 && arrival.hasUnverifiedEmail;
  return new RpcError("forbidden", `${name} says that you are ${arrival.label}, and you have no account here`, {
    reason: "not_invited",
    hint: unverified
      ? `Your mail address is not verified at ${name}: verify it there, or ask an owner for an invitation link`
      : "Ask an owner of this server for an invitation link",
  });
}

/** Inside a job: a new account for somebody, with a handle that is free. */
export function addPerson(
  db: Database,
  arrival: Arrival,
  { now, role, invitation }: { now: number; role: Role; invitation?: Invitation },
): string {
  const drafted = draftPerson(db, arrival, { invitation });
  const id = insertPerson(db, { id: newId("u"), ...drafted, role, createdAt: now });
  connectIdentity(db, arrival, { userId: id, now });
  return id;
}

/** What a new account is called. `dormant`: the handle of an account that nobody can sign in to counts as free. */
export function draftPerson(
  db: Database,
  arrival: Arrival,
  { invitation, dormant = false }: { invitation?: Invitation; dormant?: boolean } = {},
): Pick<NewPerson, "handle" | "name" | "email"> {
  const handle = invitation?.handle ?? freeHandle(db, handleFrom(arrival.handle), dormant);
  const address = arrival.email ?? invitation?.email;
  const taken = address !== undefined && db.get("SELECT 1 FROM id_users WHERE lower(email) = lower(?)", address);
  return {
    handle,
    name: invitation?.name ?? arrival.name ?? handle,
    ...(address === undefined || taken ? {} : { email: address }),
  };
}

/** `ann`, or `ann-2` and so on when there is another. */
function freeHandle(db: Database, wanted: string, dormant: boolean): string {
  const taken = dormant
    ? "SELECT 1 FROM id_users WHERE handle = ? AND (password IS NOT NULL OR disabled = 1 " +
      "OR EXISTS (SELECT 1 FROM id_links WHERE user_id = id_users.id) " +
      "OR EXISTS (SELECT 1 FROM id_identities WHERE user_id = id_users.id))"
    : "SELECT 1 FROM id_users WHERE handle = ?";
  let handle = wanted;
  for (let number = 2; db.get(taken, handle); number++) {
    const tail = `-${number}`;
    handle = wanted.slice(0, 32 - tail.length) + tail;
  }
  return handle;
}
