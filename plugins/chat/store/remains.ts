import type { PluginDatabase } from "@bulkhead/plugin";
import type { MentionRow } from "./mentions.ts";
import { type MessageRow, type ReactionRow, reactionsOf } from "./messages.ts";

/** What a deleted message was, beside its place. */
export interface Remains {
  message_id: string;
  deleted_by: string;
  /** Milliseconds since 1970. */
  until: number;
  what: {
    message: Pick<MessageRow, typeof FIELDS[number]>;
    reactions: ReactionRow[];
    versions: { version: number; text: string; at: string }[];
    mentions: MentionRow[];
    files: { channel_id: string; seq: number; file_id: string; owner_id: string; kind?: string }[];
    saved: { user_id: string; saved_at: string; done_at: string | null; seq: number }[];
  };
}

const FIELDS = ["text", "actions", "acted", "approval", "broadcast", "pinned_at", "pinned_by", "files"] as const;

/** Keeps what {@linkcode bury} is about to take from a message. */
export function keepRemains(db: PluginDatabase, message: MessageRow, by: string, until: number): void {
  const { id } = message;
  const what: Remains["what"] = {
    message: Object.fromEntries(FIELDS.map((field) => [field, message[field]])) as Remains["what"]["message"],
    reactions: reactionsOf(db, id),
    versions: db.all("SELECT version, text, at FROM message_versions WHERE message_id = ?", id),
    mentions: db.all(
      "SELECT user_id, channel_id, seq, thread_id, kind FROM mentions INDEXED BY mentions_message WHERE seq = ?",
      message.seq,
    ),
    files: db.all("SELECT channel_id, seq, file_id, owner_id, kind FROM message_files WHERE message_id = ?", id),
    saved: db.all("SELECT user_id, saved_at, done_at, seq FROM saved WHERE message_id = ?", id),
  };
  db.run(
    "INSERT INTO remains (message_id, deleted_by, until, what) VALUES (?, ?, ?, ?) ON CONFLICT (message_id) DO UPDATE " +
      "SET deleted_by = excluded.deleted_by, until = excluded.until, what = excluded.what",
    id,
    by,
    until,
    JSON.stringify(what),
  );
}

export function remainsOf(db: PluginDatabase, messageId: string): Remains | undefined {
  return parsed(db.get("SELECT message_id, deleted_by, until, what FROM remains WHERE message_id = ?", messageId));
}

/** Those that nobody can take back any more. */
export function expiredRemains(db: PluginDatabase, now: number, limit: number): Remains[] {
  return db.all<Row>(
    "SELECT message_id, deleted_by, until, what FROM remains WHERE until <= ? ORDER BY until LIMIT ?",
    now,
    limit,
  ).map((row) => parsed(row)!);
}

export function hasRemains(db: PluginDatabase): boolean {
  return db.get("SELECT 1 FROM remains WHERE until > 0 LIMIT 1") !== undefined;
}

export function dropRemains(db: PluginDatabase, messageId: string): void {
  db.run("DELETE FROM remains WHERE message_id = ?", messageId);
}

/** Puts everything back where it was. */
export function unbury(db: PluginDatabase, { message_id, what }: Remains): void {
  const { message } = what;
  db.run(
    "UPDATE messages SET deleted_at = NULL, text = ?, actions = ?, acted = ?, approval = ?, broadcast = ?, " +
      "pinned_at = ?, pinned_by = ?, files = ? WHERE id = ?",
    ...FIELDS.map((field) => message[field]),
    message_id,
  );
  for (const { n, emoji, user_id } of what.reactions) {
    db.run(
      "INSERT INTO reactions (message_id, n, emoji, user_id) VALUES (?, ?, ?, ?)",
      message_id,
      n,
      emoji,
      user_id,
    );
  }
  for (const { version, text, at } of what.versions) {
    db.run(
      "INSERT INTO message_versions (message_id, version, text, at) VALUES (?, ?, ?, ?)",
      message_id,
      version,
      text,
      at,
    );
  }
  for (const { user_id, channel_id, seq, thread_id, kind } of what.mentions) {
    db.run(
      "INSERT INTO mentions (user_id, channel_id, seq, thread_id, kind) VALUES (?, ?, ?, ?, ?)",
      user_id,
      channel_id,
      seq,
      thread_id,
      kind,
    );
  }
  for (const { channel_id, seq, file_id, owner_id, kind = "other" } of what.files) {
    db.run(
      "INSERT INTO message_files (channel_id, seq, file_id, message_id, owner_id, kind) VALUES (?, ?, ?, ?, ?, ?)",
      channel_id,
      seq,
      file_id,
      message_id,
      owner_id,
      kind,
    );
  }
  for (const { user_id, saved_at, done_at, seq } of what.saved) {
    db.run(
      "INSERT INTO saved (user_id, message_id, saved_at, done_at, seq) VALUES (?, ?, ?, ?, ?)",
      user_id,
      message_id,
      saved_at,
      done_at,
      seq,
    );
  }
}

type Row = Omit<Remains, "what"> & { what: string };

function parsed(row: Row | undefined): Remains | undefined {
  return row && { ...row, what: JSON.parse(row.what) };
}
