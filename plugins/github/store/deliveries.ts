import type { PluginDatabase } from "@bulkhead/plugin";

/** Deliveries that are remembered. GitHub itself offers a redelivery for three days. */
const KEEP = 10_000;

export interface DeliveryRow {
  n: number;
  id: string;
  type: string;
  subject: string | null;
  received_at: string;
  redeliveries: number;
}

/** Remembers a delivery; false when it was here before, which is then counted. */
export function claim(
  db: PluginDatabase,
  delivery: { id: string; type: string; subject: string | undefined; receivedAt: string },
): boolean {
  const { changes, lastInsertRowid } = db.run(
    "INSERT INTO deliveries (id, type, subject, received_at) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
    delivery.id,
    delivery.type,
    delivery.subject ?? null,
    delivery.receivedAt,
  );
  if (changes === 0) {
    db.run("UPDATE deliveries SET redeliveries = redeliveries + 1 WHERE id = ?", delivery.id);
    return false;
  }
  db.run("DELETE FROM deliveries WHERE n <= ?", lastInsertRowid - KEEP);
  return true;
}

/** Newest first. */
export function listDeliveries(db: PluginDatabase, beforeN: number, limit: number): DeliveryRow[] {
  return db.all(
    "SELECT n, id, type, subject, received_at, redeliveries FROM deliveries WHERE n < ? ORDER BY n DESC LIMIT ?",
    beforeN,
    limit,
  );
}
