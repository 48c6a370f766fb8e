import type { PluginDatabase, Role } from "@bulkhead/plugin";

export interface PersonRow {
  id: string;
  handle: string | null;
  name: string;
  role: Role;
}

/** A person with what they say of themselves. */
export interface PersonView extends PersonRow {
  /** JSON. */
  profile: string;
  status_emoji: string;
  status_text: string;
  status_until: string | null;
  presence: "auto" | "away" | "dnd";
  seen_at: number;
  rev: number;
}

const VIEW = "id, handle, name, role, profile, status_emoji, status_text, status_until, presence, seen_at, rev";

export function personById(db: PluginDatabase, id: string): PersonRow | undefined {
  return db.get("SELECT id, handle, name, role FROM people WHERE id = ?", id);
}

export function personView(db: PluginDatabase, id: string): PersonView | undefined {
  return db.get(`SELECT ${VIEW} FROM people WHERE id = ?`, id);
}

export function personViews(db: PluginDatabase, ids: string[]): PersonView[] {
  return db.all(`SELECT ${VIEW} FROM people WHERE id IN (SELECT value FROM json_each(?))`, JSON.stringify(ids));
}

/** By handle, in lower case. */
export function personByHandle(db: PluginDatabase, handle: string): PersonRow | undefined {
  return db.get("SELECT id, handle, name, role FROM people WHERE handle = ?", handle);
}

/**
 * People by name after one, whose name or handle holds `part`; with `of` only who shares a channel with that person, with
 * `within` only who is in that workspace.
 */
export function listPeople(
  db: PluginDatabase,
  page: { part: string; afterName: string; afterId: string; limit: number; of?: string; within?: string },
): PersonView[] {
  const shared = "AND EXISTS (SELECT 1 FROM members a JOIN members b ON b.channel_id = a.channel_id " +
    "AND b.user_id = people.id WHERE a.user_id = ?)";
  const inside = "AND EXISTS (SELECT 1 FROM workspace_members w WHERE w.workspace_id = ? AND w.user_id = people.id)";
  return db.all(
    `SELECT ${VIEW} FROM people INDEXED BY people_name WHERE (name, id) > (?, ?)
      AND (instr(lower(name), ?) > 0 OR instr(coalesce(handle, ''), ?) > 0) ${page.of === undefined ? "" : shared}
      ${page.within === undefined ? "" : inside}
      ORDER BY name, id LIMIT ?`,
    page.afterName,
    page.afterId,
    page.part,
    page.part,
    ...(page.of === undefined ? [] : [page.of]),
    ...(page.within === undefined ? [] : [page.within]),
    page.limit,
  );
}

export function countPeople(db: PluginDatabase): number {
  return db.get<{ n: number }>("SELECT count(*) AS n FROM people WHERE id > ''")!.n;
}

/** Adds or updates a person; a handle that is not known now stays what it was. True when something changed. */
export function putPerson(db: PluginDatabase, person: PersonRow): boolean {
  const before = personById(db, person.id);
  const handle = person.handle ?? before?.handle ?? null;
  if (before && before.handle === handle && before.name === person.name && before.role === person.role) return false;
  db.run(
    "INSERT INTO people (id, handle, name, role) VALUES (?, ?, ?, ?) " +
      "ON CONFLICT (id) DO UPDATE SET handle = excluded.handle, name = excluded.name, role = excluded.role",
    person.id,
    handle,
    person.name,
    person.role,
  );
  return true;
}

/** What somebody changed of how others see them. */
export type PersonChange = Partial<
  Pick<PersonView, "profile" | "status_emoji" | "status_text" | "status_until" | "presence" | "rev">
>;

export function setPerson(db: PluginDatabase, row: PersonView, change: PersonChange): void {
  const next = { ...row, ...change };
  db.run(
    "UPDATE people SET profile = ?, status_emoji = ?, status_text = ?, status_until = ?, presence = ?, rev = ? " +
      "WHERE id = ?",
    next.profile,
    next.status_emoji,
    next.status_text,
    next.status_until,
    next.presence,
    next.rev,
    row.id,
  );
}

export function setSeenAt(db: PluginDatabase, id: string, seenAt: number): void {
  db.run("UPDATE people SET seen_at = ? WHERE id = ?", seenAt, id);
}

/** Says whose presence somebody has on the screen, until a time. */
export function putPresenceViews(db: PluginDatabase, viewerId: string, userIds: string[], until: number): void {
  db.run("DELETE FROM presence_views WHERE viewer_id = ?", viewerId);
  for (const userId of userIds) {
    db.run(
      "INSERT INTO presence_views (viewer_id, user_id, until) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
      viewerId,
      userId,
      until,
    );
  }
}

export function presenceViewers(db: PluginDatabase, userId: string, now: number): string[] {
  return db.all<{ viewer_id: string }>(
    "SELECT viewer_id FROM presence_views WHERE user_id = ? AND until > ?",
    userId,
    now,
  ).map((row) => row.viewer_id);
}

/** Forgets who looked at whom before a time. */
export function prunePresenceViews(db: PluginDatabase, before: number): void {
  db.run("DELETE FROM presence_views WHERE until < ?", before);
}
