import type { PluginDatabase } from "@bulkhead/plugin";

/** How many reacted with each emoji, in the order in which the emoji first came up. */
export function reactionCounts(db: PluginDatabase, messageId: string): { emoji: string; count: number }[] {
  return db.all(
    "SELECT emoji, count(*) AS count FROM reactions WHERE message_id = ? GROUP BY emoji ORDER BY min(n)",
    messageId,
  );
}

/** Ids of those who reacted with an emoji, by id, after one. */
export function reactorsAfter(
  db: PluginDatabase,
  messageId: string,
  page: { emoji: string; after: string; limit: number },
): string[] {
  return db.all<{ user_id: string }>(
    "SELECT user_id FROM reactions WHERE message_id = ? AND emoji = ? AND user_id > ? ORDER BY user_id LIMIT ?",
    messageId,
    page.emoji,
    page.after,
    page.limit,
  ).map((row) => row.user_id);
}
