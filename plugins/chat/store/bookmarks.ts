import type { PluginDatabase } from "@bulkhead/plugin";

export interface BookmarkRow {
  id: string;
  channel_id: string;
  title: string;
  url: string;
  emoji: string | null;
  place: number;
  created_by: string;
}

const COLUMNS = "id, channel_id, title, url, emoji, place, created_by";

export function bookmarksOf(db: PluginDatabase, channelId: string): BookmarkRow[] {
  return db.all(`SELECT ${COLUMNS} FROM bookmarks WHERE channel_id = ? ORDER BY place, id`, channelId);
}

export function bookmarkById(db: PluginDatabase, id: string): BookmarkRow | undefined {
  return db.get(`SELECT ${COLUMNS} FROM bookmarks WHERE id = ?`, id);
}

export function putBookmark(db: PluginDatabase, row: BookmarkRow): void {
  db.run(
    `INSERT INTO bookmarks (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id)
      DO UPDATE SET title = excluded.title, url = excluded.url, emoji = excluded.emoji, place = excluded.place`,
    row.id,
    row.channel_id,
    row.title,
    row.url,
    row.emoji,
    row.place,
    row.created_by,
  );
}

export function deleteBookmark(db: PluginDatabase, id: string): void {
  db.run("DELETE FROM bookmarks WHERE id = ?", id);
}

export function placeBookmark(db: PluginDatabase, id: string, place: number): void {
  db.run("UPDATE bookmarks SET place = ? WHERE id = ?", place, id);
}
