import type { PluginDatabase } from "@bulkhead/plugin";

export interface DraftRow {
  user_id: string;
  channel_id: string;
  /** '' outside of threads. */
  thread_id: string;
  text: string;
  rev: number;
  updated_at: string;
}

export interface SectionRow {
  id: string;
  workspace_id: string;
  user_id: string;
  name: string;
  emoji: string | null;
  place: number;
  collapsed: 0 | 1;
}

export interface ReminderRow {
  id: string;
  user_id: string;
  message_id: string | null;
  text: string;
  at: string;
  fired_at: string | null;
}

export interface ScheduledRow {
  id: string;
  user_id: string;
  /** JSON of who sends. */
  actor: string;
  channel_id: string;
  thread_id: string | null;
  text: string;
  send_at: string;
  error: string | null;
}

/** What hangs on a channel belongs to the channel's workspace. */
const IN_WORKSPACE = "(SELECT c.workspace_id FROM channels c WHERE c.id = channel_id) = ?";

const DRAFT = "user_id, channel_id, thread_id, text, rev, updated_at";

export function draft(db: PluginDatabase, userId: string, channelId: string, threadId: string): DraftRow | undefined {
  return db.get(
    `SELECT ${DRAFT} FROM drafts WHERE user_id = ? AND channel_id = ? AND thread_id = ?`,
    userId,
    channelId,
    threadId,
  );
}

/** Drafts in a workspace that hold something. Those that were emptied stay as rows, so that devices hear of it. */
export function drafts(db: PluginDatabase, workspaceId: string, userId: string): DraftRow[] {
  return db.all(
    `SELECT ${DRAFT} FROM drafts WHERE user_id = ? AND text <> '' AND ${IN_WORKSPACE} ORDER BY rev DESC`,
    userId,
    workspaceId,
  );
}

export function putDraft(db: PluginDatabase, row: DraftRow): void {
  db.run(
    `INSERT INTO drafts (${DRAFT}) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (user_id, channel_id, thread_id)
      DO UPDATE SET text = excluded.text, rev = excluded.rev, updated_at = excluded.updated_at`,
    row.user_id,
    row.channel_id,
    row.thread_id,
    row.text,
    row.rev,
    row.updated_at,
  );
}

const SECTION = "id, workspace_id, user_id, name, emoji, place, collapsed";

export function sections(db: PluginDatabase, workspaceId: string, userId: string): SectionRow[] {
  return db.all(
    `SELECT ${SECTION} FROM sections WHERE user_id = ? AND workspace_id = ? ORDER BY place, id`,
    userId,
    workspaceId,
  );
}

export function section(db: PluginDatabase, userId: string, id: string): SectionRow | undefined {
  return db.get(`SELECT ${SECTION} FROM sections WHERE id = ? AND user_id = ?`, id, userId);
}

export function putSection(db: PluginDatabase, row: SectionRow): void {
  db.run(
    `INSERT INTO sections (${SECTION}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id)
      DO UPDATE SET name = excluded.name, emoji = excluded.emoji, place = excluded.place, collapsed = excluded.collapsed`,
    row.id,
    row.workspace_id,
    row.user_id,
    row.name,
    row.emoji,
    row.place,
    row.collapsed,
  );
}

export function deleteSection(db: PluginDatabase, id: string): void {
  db.run("DELETE FROM sections WHERE id = ?", id);
}

export function preferencesOf(db: PluginDatabase, userId: string): string {
  return db.get<{ value: string }>("SELECT value FROM preferences WHERE user_id = ?", userId)?.value ?? "{}";
}

export function putPreferences(db: PluginDatabase, userId: string, value: string, notify: string): void {
  db.run(
    "INSERT INTO preferences (user_id, value, notify) VALUES (?, ?, ?) " +
      "ON CONFLICT (user_id) DO UPDATE SET value = excluded.value, notify = excluded.notify",
    userId,
    value,
    notify,
  );
}

export interface SavedRow {
  message_id: string;
  saved_at: string;
  done_at: string | null;
  seq: number;
}

export function saved(db: PluginDatabase, userId: string, messageId: string): SavedRow | undefined {
  return db.get(
    "SELECT message_id, saved_at, done_at, seq FROM saved WHERE user_id = ? AND message_id = ?",
    userId,
    messageId,
  );
}

export function putSaved(db: PluginDatabase, userId: string, row: SavedRow): void {
  db.run(
    "INSERT INTO saved (user_id, message_id, saved_at, done_at, seq) VALUES (?, ?, ?, ?, ?) " +
      "ON CONFLICT (user_id, message_id) DO UPDATE SET done_at = excluded.done_at, seq = excluded.seq",
    userId,
    row.message_id,
    row.saved_at,
    row.done_at,
    row.seq,
  );
}

export function removeSaved(db: PluginDatabase, userId: string, messageId: string): boolean {
  return db.run("DELETE FROM saved WHERE user_id = ? AND message_id = ?", userId, messageId).changes === 1;
}

/** Saved messages of a workspace before a position, the newest first: those to do, or those done. */
export function savedBefore(
  db: PluginDatabase,
  userId: string,
  page: { workspaceId: string; done: boolean; before: number; limit: number },
): SavedRow[] {
  return db.all(
    `SELECT message_id, saved_at, done_at, seq FROM saved INDEXED BY saved_newest WHERE user_id = ? AND seq < ?
      AND done_at IS ${page.done ? "NOT " : ""}NULL AND (SELECT c.workspace_id FROM messages s
        JOIN channels c ON c.id = s.channel_id WHERE s.id = message_id) = ? ORDER BY seq DESC LIMIT ?`,
    userId,
    page.before,
    page.workspaceId,
    page.limit,
  );
}

const REMINDER = "id, user_id, message_id, text, at, fired_at";

export function putReminder(db: PluginDatabase, row: ReminderRow): void {
  db.run(
    `INSERT INTO reminders (${REMINDER}) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id)
      DO UPDATE SET at = excluded.at, text = excluded.text, fired_at = excluded.fired_at`,
    row.id,
    row.user_id,
    row.message_id,
    row.text,
    row.at,
    row.fired_at,
  );
}

export function reminder(db: PluginDatabase, userId: string, id: string): ReminderRow | undefined {
  return db.get(`SELECT ${REMINDER} FROM reminders WHERE id = ? AND user_id = ?`, id, userId);
}

/** Somebody's reminders by time, those that came included. */
export function reminders(db: PluginDatabase, userId: string, limit: number): ReminderRow[] {
  return db.all(`SELECT ${REMINDER} FROM reminders WHERE user_id = ? ORDER BY at DESC LIMIT ?`, userId, limit);
}

export function deleteReminder(db: PluginDatabase, id: string): void {
  db.run("DELETE FROM reminders WHERE id = ?", id);
}

/** Reminders that are due, the oldest first. */
export function dueReminders(db: PluginDatabase, now: string, limit: number): ReminderRow[] {
  return db.all(
    `SELECT ${REMINDER} FROM reminders INDEXED BY reminders_due WHERE fired_at IS NULL AND at <= ? ORDER BY at LIMIT ?`,
    now,
    limit,
  );
}

const SCHEDULED = "id, user_id, actor, channel_id, thread_id, text, send_at, error";

export function putScheduled(db: PluginDatabase, row: ScheduledRow): void {
  db.run(
    `INSERT INTO scheduled (${SCHEDULED}) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id)
      DO UPDATE SET text = excluded.text, send_at = excluded.send_at, error = excluded.error`,
    row.id,
    row.user_id,
    row.actor,
    row.channel_id,
    row.thread_id,
    row.text,
    row.send_at,
    row.error,
  );
}

export function scheduled(db: PluginDatabase, userId: string, id: string): ScheduledRow | undefined {
  return db.get(`SELECT ${SCHEDULED} FROM scheduled WHERE id = ? AND user_id = ?`, id, userId);
}

/** What somebody has written to be sent later in a workspace. */
export function scheduledOf(db: PluginDatabase, workspaceId: string, userId: string, limit: number): ScheduledRow[] {
  return db.all(
    `SELECT ${SCHEDULED} FROM scheduled WHERE user_id = ? AND ${IN_WORKSPACE} ORDER BY send_at LIMIT ?`,
    userId,
    workspaceId,
    limit,
  );
}

export function deleteScheduled(db: PluginDatabase, id: string): void {
  db.run("DELETE FROM scheduled WHERE id = ?", id);
}

export function dueScheduled(db: PluginDatabase, now: string, limit: number): ScheduledRow[] {
  return db.all(
    `SELECT ${SCHEDULED} FROM scheduled INDEXED BY scheduled_due WHERE error IS NULL AND send_at <= ?
      ORDER BY send_at LIMIT ?`,
    now,
    limit,
  );
}

/** When the next reminder or message is due; undefined when there is none. */
export function nextDue(db: PluginDatabase): string | undefined {
  const reminder = db.get<{ at: string }>(
    "SELECT at FROM reminders INDEXED BY reminders_due WHERE fired_at IS NULL AND at > '' ORDER BY at LIMIT 1",
  )?.at;
  const message = db.get<{ at: string }>(
    "SELECT send_at AS at FROM scheduled INDEXED BY scheduled_due WHERE error IS NULL AND send_at > '' ORDER BY send_at LIMIT 1",
  )?.at;
  if (reminder === undefined || message === undefined) return reminder ?? message;
  return reminder < message ? reminder : message;
}
