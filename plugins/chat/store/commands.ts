import type { PluginDatabase } from "@bulkhead/plugin";

export interface CommandRow {
  name: string;
  owner_id: string;
  owner_name: string;
  description: string;
  usage: string;
  url: string | null;
  token: string | null;
  created_at: string;
}

export interface InvocationRow {
  id: string;
  command: string;
  owner_id: string;
  user_id: string;
  channel_id: string;
  thread_id: string | null;
  answers: number;
  at: number;
}

const COLUMNS = "name, owner_id, owner_name, description, usage, url, token, created_at";

/** Commands whose name begins with a text, by name. */
export function commandsWith(db: PluginDatabase, prefix: string, limit: number): CommandRow[] {
  return db.all(
    `SELECT ${COLUMNS} FROM commands WHERE name >= ? AND name < ? ORDER BY name LIMIT ?`,
    prefix,
    `${prefix}\u{10ffff}`,
    limit,
  );
}

export function commandByName(db: PluginDatabase, name: string): CommandRow | undefined {
  return db.get(`SELECT ${COLUMNS} FROM commands WHERE name = ?`, name);
}

export function putCommand(db: PluginDatabase, row: CommandRow): void {
  db.run(
    `INSERT INTO commands (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name)
      DO UPDATE SET description = excluded.description, usage = excluded.usage, url = excluded.url, token = excluded.token`,
    row.name,
    row.owner_id,
    row.owner_name,
    row.description,
    row.usage,
    row.url,
    row.token,
    row.created_at,
  );
}

export function deleteCommand(db: PluginDatabase, name: string): void {
  db.run("DELETE FROM commands WHERE name = ?", name);
}

/** Writes an invocation down and forgets those from before a time. */
export function insertInvocation(db: PluginDatabase, row: InvocationRow, forgetBefore: number): void {
  db.run("DELETE FROM invocations WHERE at < ?", forgetBefore);
  db.run(
    "INSERT INTO invocations (id, command, owner_id, user_id, channel_id, thread_id, answers, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    row.id,
    row.command,
    row.owner_id,
    row.user_id,
    row.channel_id,
    row.thread_id,
    row.answers,
    row.at,
  );
}

export function invocation(db: PluginDatabase, id: string): InvocationRow | undefined {
  return db.get(
    "SELECT id, command, owner_id, user_id, channel_id, thread_id, answers, at FROM invocations WHERE id = ?",
    id,
  );
}

export function countAnswer(db: PluginDatabase, id: string): void {
  db.run("UPDATE invocations SET answers = answers + 1 WHERE id = ?", id);
}
