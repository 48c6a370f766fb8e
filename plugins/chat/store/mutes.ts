import type { PluginDatabase } from "@bulkhead/plugin";

/** Somebody who is muted by a person. */
export interface MuteRow {
  muted_id: string;
  at: string;
  /** Null when nothing is known of them. */
  name: string | null;
}

/** False when they were muted. */
export function putMute(db: PluginDatabase, userId: string, mutedId: string, at: string): boolean {
  return db.run(
    "INSERT INTO mutes (user_id, muted_id, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
    userId,
    mutedId,
    at,
  ).changes === 1;
}

/** False when they were not muted. */
export function removeMute(db: PluginDatabase, userId: string, mutedId: string): boolean {
  return db.run("DELETE FROM mutes WHERE user_id = ? AND muted_id = ?", userId, mutedId).changes === 1;
}

/** Whom this person has muted, by id. */
export function mutesOf(db: PluginDatabase, userId: string): MuteRow[] {
  return db.all(
    "SELECT u.muted_id, u.at, p.name FROM mutes u LEFT JOIN people p ON p.id = u.muted_id WHERE u.user_id = ? ORDER BY u.muted_id",
    userId,
  );
}

export function hasMuted(db: PluginDatabase, userId: string, mutedId: string): boolean {
  return db.get("SELECT 1 FROM mutes WHERE user_id = ? AND muted_id = ?", userId, mutedId) !== undefined;
}

/** Who has muted this person. */
export function mutersOf(db: PluginDatabase, mutedId: string): Set<string> {
  const rows = db.all<{ user_id: string }>(
    "SELECT user_id FROM mutes INDEXED BY mutes_muted WHERE muted_id = ?",
    mutedId,
  );
  return new Set(rows.map((row) => row.user_id));
}

/** Of a row `n` of mentions whose author the person has muted. Who mutes nobody pays one look for it. */
export const MENTION_IS_MUTED = (user: string) =>
  `EXISTS (SELECT 1 FROM mutes u CROSS JOIN messages a ON a.seq = n.seq AND a.author_id = u.muted_id WHERE u.user_id = ${user})`;

/** The same of a message `n`. */
export const MESSAGE_IS_MUTED = (user: string) =>
  `EXISTS (SELECT 1 FROM mutes u WHERE u.user_id = ${user} AND u.muted_id = n.author_id)`;
