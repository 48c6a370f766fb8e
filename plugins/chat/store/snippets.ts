import type { PluginDatabase } from "@bulkhead/plugin";

export interface SnippetRow {
  id: string;
  user_id: string;
  name: string;
  text: string;
  updated_at: string;
}

const COLUMNS = "id, user_id, name, text, updated_at";

/** Somebody's snippets by name. */
export function snippetsOf(db: PluginDatabase, userId: string): SnippetRow[] {
  return db.all(`SELECT ${COLUMNS} FROM snippets WHERE user_id = ? ORDER BY name`, userId);
}

export function snippet(db: PluginDatabase, userId: string, id: string): SnippetRow | undefined {
  return db.get(`SELECT ${COLUMNS} FROM snippets WHERE id = ? AND user_id = ?`, id, userId);
}

export function snippetByName(db: PluginDatabase, userId: string, name: string): SnippetRow | undefined {
  return db.get(`SELECT ${COLUMNS} FROM snippets WHERE user_id = ? AND name = ?`, userId, name);
}

export function countSnippets(db: PluginDatabase, userId: string): number {
  return db.get<{ n: number }>("SELECT count(*) AS n FROM snippets WHERE user_id = ?", userId)!.n;
}

export function putSnippet(db: PluginDatabase, row: SnippetRow): void {
  db.run(
    `INSERT INTO snippets (${COLUMNS}) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id)
      DO UPDATE SET name = excluded.name, text = excluded.text, updated_at = excluded.updated_at`,
    row.id,
    row.user_id,
    row.name,
    row.text,
    row.updated_at,
  );
}

export function deleteSnippet(db: PluginDatabase, id: string): void {
  db.run("DELETE FROM snippets WHERE id = ?", id);
}
