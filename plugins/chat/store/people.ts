import type { PluginDatabase, Role } from "@bulkhead/plugin";

export interface PersonRow {
  id: string;
  handle: string | null;
  name: string;
  role: Role;
}

export function personById(db: PluginDatabase, id: string): PersonRow | undefined {
  return db.get("SELECT id, handle, name, role FROM people WHERE id = ?", id);
}

/** By handle, in lower case. */
export function personByHandle(db: PluginDatabase, handle: string): PersonRow | undefined {
  return db.get("SELECT id, handle, name, role FROM people WHERE handle = ?", handle);
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
