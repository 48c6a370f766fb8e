import type { AuthMode } from "../config/mod.ts";
import { RpcError } from "../sdk/errors.ts";
import type { Database } from "../storage/ports.ts";
import type { People, Person } from "./people.ts";

/** How people can sign in as this host was started. */
export interface Ways {
  mode: AuthMode;
  /** With a password or passkey. */
  local: boolean;
  /** Issuers of the providers, in `oidc` mode. */
  issuers: readonly string[];
}

/** Can this person sign in at all? Users of `--demo` cannot until they are invited. */
export function canSignIn(person: Person, { mode, local, issuers }: Ways): boolean {
  if (person.user.disabled) return false;
  if (mode === "dev") return true;
  if (mode === "proxy") return person.subjects.length > 0;
  return (local && person.password !== undefined) ||
    person.identities.some(({ issuer }) => issuers.includes(issuer));
}

/** Is there an owner who can sign in? Until there is, the claim link is the way in. */
export function isClaimed(people: People, ways: Ways): boolean {
  return Array.from(people.persons()).some((person) => person.user.role === "owner" && canSignIn(person, ways));
}

/** The same as a condition on a row of id_users. */
function usable({ mode, local, issuers }: Ways): { sql: string; params: string[] } {
  if (mode === "dev") return { sql: "1", params: [] };
  if (mode === "proxy") {
    return { sql: "EXISTS (SELECT 1 FROM id_links WHERE provider = 'proxy' AND user_id = id_users.id)", params: [] };
  }
  return {
    sql: `(${local ? "password IS NOT NULL" : "0"} OR EXISTS (SELECT 1 FROM id_identities ` +
      "WHERE user_id = id_users.id AND issuer IN (SELECT value FROM json_each(?))))",
    params: [JSON.stringify(issuers)],
  };
}

/** Inside a job: is there an owner who can sign in, apart from `except`? Asks the database, since jobs run in order. */
export function hasUsableOwner(db: Database, ways: Ways, except = ""): boolean {
  const { sql, params } = usable(ways);
  return db.get(
    `SELECT 1 FROM id_users WHERE role = 'owner' AND disabled = 0 AND id <> ? AND ${sql} LIMIT 1`,
    except,
    ...params,
  ) !== undefined;
}

/** Inside a job, before somebody loses ownership: refuses when nobody else could look after the host. */
export function requireOtherOwner(db: Database, ways: Ways, id: string): void {
  const owner = db.get("SELECT 1 FROM id_users WHERE id = ? AND role = 'owner' AND disabled = 0", id);
  if (!owner || hasUsableOwner(db, ways, id)) return;
  throw new RpcError("precondition_failed", "This is the last owner who can sign in", {
    reason: "last_owner",
    hint: "Make somebody else an owner first",
  });
}
