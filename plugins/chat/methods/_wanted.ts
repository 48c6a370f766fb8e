import type { Preferences } from "../domain/personal.ts";
import type { NotificationKind } from "../domain/push_words.ts";
import type { MemberRow } from "../store/members.ts";

/** Whether somebody wants to hear of what concerns them in this way: their choices for the channel and for all of chat. */
export function wanted(kind: NotificationKind, row: MemberRow, preferences: Preferences): boolean {
  if (kind === "person" || kind === "group") return row.notify !== "none";
  if (row.muted) return false;
  if (kind === "thread") return preferences.threads && row.notify !== "none";
  const level = row.notify ?? preferences.notify;
  if (level === "none") return false;
  return kind !== "message" || level === "all";
}
