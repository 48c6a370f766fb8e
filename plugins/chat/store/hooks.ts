import type { PluginDatabase } from "@bulkhead/plugin";

export interface IncomingRow {
  id: string;
  name: string;
  channel_id: string;
  token_hash: string;
  last4: string;
  created_by: string;
  created_at: string;
}

export interface OutgoingRow {
  id: string;
  name: string;
  channel_id: string;
  /** JSON. */
  words: string;
  url: string;
  secret: string;
  created_by: string;
  created_at: string;
}

export interface DeliveryRow {
  id: string;
  hook_id: string;
  body: string;
  at: string;
  attempts: number;
  next_at: string | null;
  status: number | null;
  error: string | null;
}

const INCOMING = "id, name, channel_id, token_hash, last4, created_by, created_at";

export function incomingAfter(db: PluginDatabase, id: string, limit: number): IncomingRow[] {
  return db.all(`SELECT ${INCOMING} FROM incoming_hooks WHERE id > ? ORDER BY id LIMIT ?`, id, limit);
}

export function incomingById(db: PluginDatabase, id: string): IncomingRow | undefined {
  return db.get(`SELECT ${INCOMING} FROM incoming_hooks WHERE id = ?`, id);
}

export function incomingByToken(db: PluginDatabase, tokenHash: string): IncomingRow | undefined {
  return db.get(`SELECT ${INCOMING} FROM incoming_hooks WHERE token_hash = ?`, tokenHash);
}

export function insertIncoming(db: PluginDatabase, row: IncomingRow): void {
  db.run(
    `INSERT INTO incoming_hooks (${INCOMING}) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    row.id,
    row.name,
    row.channel_id,
    row.token_hash,
    row.last4,
    row.created_by,
    row.created_at,
  );
}

export function deleteIncoming(db: PluginDatabase, id: string): void {
  db.run("DELETE FROM incoming_hooks WHERE id = ?", id);
}

const OUTGOING = "id, name, channel_id, words, url, secret, created_by, created_at";

export function outgoingAfter(db: PluginDatabase, id: string, limit: number): OutgoingRow[] {
  return db.all(`SELECT ${OUTGOING} FROM outgoing_hooks WHERE id > ? ORDER BY id LIMIT ?`, id, limit);
}

export function outgoingById(db: PluginDatabase, id: string): OutgoingRow | undefined {
  return db.get(`SELECT ${OUTGOING} FROM outgoing_hooks WHERE id = ?`, id);
}

export function outgoingOf(db: PluginDatabase, channelId: string): OutgoingRow[] {
  return db.all(`SELECT ${OUTGOING} FROM outgoing_hooks WHERE channel_id = ?`, channelId);
}

export function insertOutgoing(db: PluginDatabase, row: OutgoingRow): void {
  db.run(
    `INSERT INTO outgoing_hooks (${OUTGOING}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    row.id,
    row.name,
    row.channel_id,
    row.words,
    row.url,
    row.secret,
    row.created_by,
    row.created_at,
  );
}

export function deleteOutgoing(db: PluginDatabase, id: string): void {
  db.run("DELETE FROM outgoing_deliveries WHERE hook_id = ?", id);
  db.run("DELETE FROM outgoing_hooks WHERE id = ?", id);
}

const DELIVERY = "id, hook_id, body, at, attempts, next_at, status, error";

/** Adds a delivery; of those of one hook the newest `keep` are remembered. */
export function insertDelivery(db: PluginDatabase, row: DeliveryRow, keep: number): void {
  db.run(
    `INSERT INTO outgoing_deliveries (${DELIVERY}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    row.id,
    row.hook_id,
    row.body,
    row.at,
    row.attempts,
    row.next_at,
    row.status,
    row.error,
  );
  db.run(
    "DELETE FROM outgoing_deliveries WHERE hook_id = ? AND next_at IS NULL AND id <= " +
      "(SELECT id FROM outgoing_deliveries WHERE hook_id = ? ORDER BY id DESC LIMIT 1 OFFSET ?)",
    row.hook_id,
    row.hook_id,
    keep,
  );
}

export function setDelivery(
  db: PluginDatabase,
  id: string,
  change: Pick<DeliveryRow, "attempts" | "next_at" | "status" | "error">,
): void {
  db.run(
    "UPDATE outgoing_deliveries SET attempts = ?, next_at = ?, status = ?, error = ? WHERE id = ?",
    change.attempts,
    change.next_at,
    change.status,
    change.error,
    id,
  );
}

export function dueDeliveries(db: PluginDatabase, now: string, limit: number): DeliveryRow[] {
  return db.all(
    `SELECT ${DELIVERY} FROM outgoing_deliveries INDEXED BY outgoing_deliveries_due
      WHERE next_at IS NOT NULL AND next_at <= ? ORDER BY next_at LIMIT ?`,
    now,
    limit,
  );
}

/** When the next delivery is due; undefined when none is. */
export function nextDelivery(db: PluginDatabase): string | undefined {
  return db.get<{ at: string }>(
    "SELECT next_at AS at FROM outgoing_deliveries INDEXED BY outgoing_deliveries_due WHERE next_at > '' " +
      "ORDER BY next_at LIMIT 1",
  )?.at;
}

export function deliveriesOf(
  db: PluginDatabase,
  hookId: string,
  page: { before: string; limit: number },
): DeliveryRow[] {
  return db.all(
    `SELECT ${DELIVERY} FROM outgoing_deliveries WHERE hook_id = ? AND id < ? ORDER BY id DESC LIMIT ?`,
    hookId,
    page.before,
    page.limit,
  );
}
