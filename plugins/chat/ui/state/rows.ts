import type { MessageList, PendingMessage } from "./message_list.ts";
import type { Author, Message } from "./wire.ts";
import { locale, t } from "../i18n/language.ts";

/** Messages of one author within this time stand together. */
const GROUP_MS = 5 * 60_000;

/** One line of the channel as it is drawn. */
export type Row =
  | { kind: "start"; key: string }
  | { kind: "day"; key: string; at: string }
  | { kind: "unread"; key: string }
  | { kind: "message"; key: string; message: Message; compact: boolean }
  | { kind: "pending"; key: string; pending: PendingMessage; author: Author; compact: boolean };

export interface RowOptions {
  /** Who looks. */
  me: Author;
  /** Position up to which this person had read when they came; undefined draws no line. */
  readSeq?: number;
  /** Day of a time, such as `2026-11-21`, by the person's own time zone. */
  dayOf?(iso: string): string;
}

/** Lays messages out: days, the line above what is new, and what stands together. */
export function rowsOf(list: MessageList, options: RowOptions): Row[] {
  const { me, readSeq, dayOf = localDay } = options;
  const rows: Row[] = [];
  if (!list.hasMore) rows.push({ kind: "start", key: "start" });
  let day = "";
  let before: { author: Author; at: number } | undefined;
  // Of what was not read yet it is not known where the new begins.
  let lined = readSeq === undefined || (list.hasMore && (list.items[0]?.seq ?? 0) > readSeq);

  const open = (author: Author, iso: string): boolean => {
    const next = dayOf(iso);
    if (next !== day) {
      day = next;
      before = undefined;
      rows.push({ kind: "day", key: `day ${next}`, at: iso });
    }
    const at = Date.parse(iso);
    const compact = before !== undefined && before.author.id === author.id && at - before.at < GROUP_MS;
    before = { author, at };
    return compact;
  };

  for (const message of list.items) {
    let compact = open(message.author, message.createdAt);
    if (!lined && message.seq > readSeq! && message.author.id !== me.id && !message.deletedAt) {
      lined = true;
      compact = false;
      rows.push({ kind: "unread", key: "unread" });
    }
    // The sent form keeps the key of the pending one, so that it is not drawn anew.
    rows.push({ kind: "message", key: message.clientId ?? message.id, message, compact });
  }
  for (const pending of list.pending) {
    rows.push({ kind: "pending", key: pending.clientId, pending, author: me, compact: open(me, pending.createdAt) });
  }
  return rows;
}

function localDay(iso: string): string {
  const date = new Date(iso);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

/** "Today", "Yesterday", or the day in words. */
export function dayName(iso: string, now: number): string {
  const date = new Date(iso);
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  if (localDay(iso) === localDay(new Date(now).toISOString())) return t("Today");
  if (localDay(iso) === localDay(yesterday.toISOString())) return t("Yesterday");
  const sameYear = date.getFullYear() === new Date(now).getFullYear();
  return date.toLocaleDateString(locale(), {
    weekday: "long",
    day: "numeric",
    month: "long",
    ...(sameYear ? {} : { year: "numeric" }),
  });
}
