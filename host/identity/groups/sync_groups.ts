import type { Database } from "../../storage/ports.ts";
import { newId } from "../random_token.ts";

/** Whose groups those are that a trusted proxy tells of. */
export const PROXY_ISSUER = "proxy";

/** The groups in which a provider sees somebody. */
export interface ProviderGroups {
  issuer: string;
  userId: string;
  names: readonly string[];
  /** Milliseconds since 1970. */
  now: number;
}

/** Inside a job: makes somebody a member of just these groups of a provider. A group of a provider without members is gone. */
export function syncGroups(db: Database, { issuer, userId, names, now }: ProviderGroups): void {
  const before = db.all<{ id: string; name: string }>(
    "SELECT id, name FROM id_groups JOIN id_group_members ON group_id = id WHERE user_id = ? AND issuer = ?",
    userId,
    issuer,
  );
  const wanted = new Set(names);
  for (const { id, name } of before) {
    if (wanted.delete(name)) continue;
    db.run("DELETE FROM id_group_members WHERE group_id = ? AND user_id = ?", id, userId);
    db.run(
      "DELETE FROM id_groups WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM id_group_members WHERE group_id = ?1)",
      id,
    );
  }
  for (const name of wanted) {
    const known = db.get<{ id: string }>("SELECT id FROM id_groups WHERE issuer = ? AND name = ?", issuer, name);
    const id = known?.id ?? newId("g");
    if (!known) {
      db.run("INSERT INTO id_groups (id, name, issuer, created_at) VALUES (?, ?, ?, ?)", id, name, issuer, now);
    }
    db.run("INSERT INTO id_group_members (group_id, user_id, added_at) VALUES (?, ?, ?)", id, userId, now);
  }
}
