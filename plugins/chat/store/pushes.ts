import type { PluginDatabase } from "@bulkhead/plugin";

/** A notification that waits to see whether somebody reads the message at the page. */
export interface WaitingPush {
  user_id: string;
  message_id: string;
  kind: string;
  /** Milliseconds since 1970. */
  created_at: number;
  due_at: number;
}

export function putWaitingPush(db: PluginDatabase, push: WaitingPush): void {
  db.run(
    "INSERT INTO waiting_pushes (user_id, message_id, kind, created_at, due_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
    push.user_id,
    push.message_id,
    push.kind,
    push.created_at,
    push.due_at,
  );
}

/** Takes out what is due until `now`, the oldest first. */
export function takeDuePushes(db: PluginDatabase, now: number, limit: number): WaitingPush[] {
  const due = db.all<WaitingPush>(
    "SELECT user_id, message_id, kind, created_at, due_at FROM waiting_pushes INDEXED BY waiting_pushes_due " +
      "WHERE due_at <= ? ORDER BY due_at LIMIT ?",
    now,
    limit,
  );
  for (const { user_id, message_id } of due) {
    db.run("DELETE FROM waiting_pushes WHERE user_id = ? AND message_id = ?", user_id, message_id);
  }
  return due;
}

/** When the next is due; undefined when none waits. */
export function nextPushDue(db: PluginDatabase): number | undefined {
  return db.get<{ due_at: number }>("SELECT due_at FROM waiting_pushes ORDER BY due_at LIMIT 1")?.due_at;
}
