import { RpcError } from "../sdk/errors.ts";
import type { Database } from "../storage/ports.ts";
import { hasUsableOwner, type Ways } from "./ownership.ts";
import { insertPerson } from "./people.ts";
import { newId } from "./random_token.ts";

/** Inside a job: of two who claim at once the second finds the host claimed. */
export function requireUnclaimed(db: Database, ways: Ways): void {
  if (hasUsableOwner(db, ways)) throw new RpcError("conflict", "This host has an owner already", { hint: "Sign in" });
}

/** Inside a job: a new owner; or somebody of `--demo` who could never sign in becomes real. Answers the id. */
export function becomeOwner(
  db: Database,
  owner: { handle: string; name: string; password?: string; email?: string; createdAt: number },
): string {
  const dormant = db.get<{ id: string }>(
    "SELECT id FROM id_users WHERE handle = ? AND password IS NULL AND disabled = 0 " +
      "AND NOT EXISTS (SELECT 1 FROM id_links WHERE user_id = id_users.id) " +
      "AND NOT EXISTS (SELECT 1 FROM id_identities WHERE user_id = id_users.id)",
    owner.handle,
  );
  if (!dormant) return insertPerson(db, { ...owner, id: newId("u"), role: "owner" });
  db.run(
    "UPDATE id_users SET role = 'owner', name = ?, password = ?, email = coalesce(email, ?) WHERE id = ?",
    owner.name,
    owner.password ?? null,
    owner.email ?? null,
    dormant.id,
  );
  return dormant.id;
}
