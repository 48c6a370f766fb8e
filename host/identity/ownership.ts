import type { AuthMode } from "../config/mod.ts";
import { RpcError } from "../sdk/errors.ts";
import type { Database } from "../storage/ports.ts";
import type { People, Person } from "./people.ts";

/** Can this person sign in at all under a mode? Users of `--demo` cannot until they are invited. */
export function canSignIn(person: Person, mode: AuthMode): boolean {
  if (person.user.disabled) return false;
  if (mode === "dev") return true;
  return mode === "proxy" ? person.subjects.length > 0 : person.password !== undefined;
}

/** Is there an owner who can sign in? Until there is, the claim link is the way in. */
export function isClaimed(people: People, mode: AuthMode): boolean {
  return Array.from(people.persons()).some((person) => person.user.role === "owner" && canSignIn(person, mode));
}

const USABLE: Record<AuthMode, string> = {
  dev: "1",
  local: "password IS NOT NULL",
  oidc: "password IS NOT NULL",
  proxy: "EXISTS (SELECT 1 FROM id_links WHERE provider = 'proxy' AND user_id = id_users.id)",
};

/** Inside a job: is there an owner who can sign in, apart from `except`? Asks the database, since jobs run in order. */
export function hasUsableOwner(db: Database, mode: AuthMode, except = ""): boolean {
  return db.get(
    `SELECT 1 FROM id_users WHERE role = 'owner' AND disabled = 0 AND id <> ? AND ${USABLE[mode]} LIMIT 1`,
    except,
  ) !== undefined;
}

/** Inside a job, before somebody loses ownership: refuses when nobody else could look after the host. */
export function requireOtherOwner(db: Database, mode: AuthMode, id: string): void {
  const owner = db.get("SELECT 1 FROM id_users WHERE id = ? AND role = 'owner' AND disabled = 0", id);
  if (!owner || hasUsableOwner(db, mode, id)) return;
  throw new RpcError("precondition_failed", "This is the last owner who can sign in", {
    reason: "last_owner",
    hint: "Make somebody else an owner first",
  });
}
