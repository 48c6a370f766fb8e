import type { PluginDatabase } from "@bulkhead/plugin";

/** What this person's call under this client id was and answered. */
export function clientCall(
  db: PluginDatabase,
  userId: string,
  clientId: string,
): { method: string; result: string } | undefined {
  return db.get("SELECT method, result FROM client_calls WHERE user_id = ? AND client_id = ?", userId, clientId);
}

export function keepClientCall(
  db: PluginDatabase,
  call: { userId: string; clientId: string; method: string; result: string; at: number },
): void {
  db.run(
    "INSERT INTO client_calls (user_id, client_id, method, result, at) VALUES (?, ?, ?, ?, ?)",
    call.userId,
    call.clientId,
    call.method,
    call.result,
    call.at,
  );
}

/** Forgets answers that were given before a time; milliseconds since 1970. */
export function pruneClientCalls(db: PluginDatabase, before: number): void {
  db.run("DELETE FROM client_calls WHERE at < ?", before);
}
