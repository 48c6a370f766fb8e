import type { PluginDatabase } from "@bulkhead/plugin";
import type { AuthorKind } from "../domain/actor.ts";

/** A message that was reported, as it was then. */
export interface ReportedRow {
  id: string;
  workspace_id: string;
  /** Position at which it was first reported. */
  seq: number;
  message_id: string;
  channel_id: string;
  author_id: string;
  author_name: string;
  author_kind: AuthorKind;
  sent_at: string;
  text: string;
  /** JSON of the attached files. */
  files: string | null;
  state: "open" | "dismissed" | "deleted";
  note: string;
  resolved_by: string | null;
  resolved_name: string | null;
  resolved_at: string | null;
}

/** Who reported it, and why. */
export interface ReportRow {
  message_id: string;
  user_id: string;
  user_name: string;
  reported_id: string;
  reason: "spam" | "harassment" | "private_data" | "other";
  comment: string;
  /** What it said to this person; null: what the reported one keeps. */
  text: string | null;
  at: string;
}

const REPORTED = "id, workspace_id, seq, message_id, channel_id, author_id, author_name, author_kind, sent_at, text, " +
  "files, state, note, resolved_by, resolved_name, resolved_at";
const REPORT = "message_id, user_id, user_name, reported_id, reason, comment, text, at";

/** As many as a badge tells apart. */
const OPEN_CAP = 100;

export function insertReported(
  db: PluginDatabase,
  row: Omit<ReportedRow, "state" | "note" | "resolved_by" | "resolved_name" | "resolved_at">,
): void {
  db.run(
    "INSERT INTO reported (id, workspace_id, seq, message_id, channel_id, author_id, author_name, author_kind, sent_at, " +
      "text, files) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    row.id,
    row.workspace_id,
    row.seq,
    row.message_id,
    row.channel_id,
    row.author_id,
    row.author_name,
    row.author_kind,
    row.sent_at,
    row.text,
    row.files,
  );
}

export function insertReport(db: PluginDatabase, row: ReportRow): void {
  db.run(
    `INSERT INTO reports (${REPORT}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    row.message_id,
    row.user_id,
    row.user_name,
    row.reported_id,
    row.reason,
    row.comment,
    row.text,
    row.at,
  );
}

/** What somebody reported of a message. */
export function reportBy(db: PluginDatabase, messageId: string, userId: string): ReportRow | undefined {
  return db.get(`SELECT ${REPORT} FROM reports WHERE message_id = ? AND user_id = ?`, messageId, userId);
}

/** The one of a message that nobody has resolved. */
export function openReported(db: PluginDatabase, messageId: string): ReportedRow | undefined {
  return db.get(
    `SELECT ${REPORTED} FROM reported INDEXED BY reported_message WHERE message_id = ? AND state = 'open'`,
    messageId,
  );
}

export function reportedById(db: PluginDatabase, id: string): ReportedRow | undefined {
  return db.get(`SELECT ${REPORTED} FROM reported WHERE id = ?`, id);
}

export interface ReportedPage {
  workspaceId: string;
  filter: "open" | "resolved" | "all";
  /** Whose messages are left out: nobody moderates their own. */
  without: string;
  before: number;
  limit: number;
}

const FILTERS = {
  open: "INDEXED BY reported_open WHERE state = 'open' AND",
  resolved: "INDEXED BY reported_resolved WHERE state <> 'open' AND",
  all: "INDEXED BY reported_newest WHERE",
};

/** What was reported in a workspace, the newest first. */
export function reportedBefore(db: PluginDatabase, page: ReportedPage): ReportedRow[] {
  return db.all(
    `SELECT ${REPORTED} FROM reported ${FILTERS[page.filter]} workspace_id = ? AND seq < ? AND author_id <> ?
      ORDER BY seq DESC LIMIT ?`,
    page.workspaceId,
    page.before,
    page.without,
    page.limit,
  );
}

/** How many wait in a workspace, counted up to a hundred. */
export function countOpenReported(db: PluginDatabase, workspaceId: string, without: string): number {
  return db.get<{ n: number }>(
    `SELECT count(*) AS n FROM (SELECT 1 FROM reported INDEXED BY reported_open
      WHERE state = 'open' AND workspace_id = ? AND author_id <> ? LIMIT ${OPEN_CAP})`,
    workspaceId,
    without,
  )!.n;
}

/** The first reports of one, and how many there are. */
export function reportsOf(db: PluginDatabase, reportedId: string, limit: number) {
  return {
    reports: db.all<ReportRow>(
      `SELECT ${REPORT} FROM reports INDEXED BY reports_of WHERE reported_id = ? ORDER BY at LIMIT ?`,
      reportedId,
      limit,
    ),
    count: db.get<{ n: number }>(
      "SELECT count(*) AS n FROM reports INDEXED BY reports_of WHERE reported_id = ?",
      reportedId,
    )!.n,
  };
}

/** Resolves one. */
export function setResolved(
  db: PluginDatabase,
  id: string,
  change: { state: "dismissed" | "deleted"; note: string; by: { id: string; name: string }; at: string },
): void {
  db.run(
    "UPDATE reported SET state = ?, note = ?, resolved_by = ?, resolved_name = ?, resolved_at = ? WHERE id = ?",
    change.state,
    change.note,
    change.by.id,
    change.by.name,
    change.at,
    id,
  );
}

/** Those of messages from before a time, for the rules of how long messages are kept. */
export function agedReported(db: PluginDatabase, before: string, limit: number): string[] {
  return db.all<{ id: string }>(
    "SELECT id FROM reported INDEXED BY reported_age WHERE sent_at < ? ORDER BY sent_at LIMIT ?",
    before,
    limit,
  ).map((row) => row.id);
}

/** Some of those of a workspace. */
export function reportedOfWorkspace(db: PluginDatabase, workspaceId: string, limit: number): string[] {
  return db.all<{ id: string }>(
    "SELECT id FROM reported INDEXED BY reported_newest WHERE workspace_id = ? LIMIT ?",
    workspaceId,
    limit,
  ).map((row) => row.id);
}

export function removeReported(db: PluginDatabase, ids: string[]): void {
  for (const id of ids) {
    db.run("DELETE FROM reports WHERE reported_id = ?", id);
    db.run("DELETE FROM reported WHERE id = ?", id);
  }
}
