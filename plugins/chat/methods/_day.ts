import type { Context } from "@bulkhead/plugin";
import { type DayEntry, dayText } from "../domain/day_text.ts";
import type { Attachment } from "../domain/message.ts";
import { dayAnswers, type DayMessage, dayRoots, type DayRow, setDaySize } from "../store/days.ts";
import { fileNames } from "../store/files.ts";
import { reactionsOfAll } from "../store/messages.ts";

/** Answers that are read at once. */
const BATCH = 20;
/** A piece ends with the message that brings it here, in UTF-16 units. */
const PIECE = 128 * 1024;

/** Where a text goes on: after this answer of this root, or after the root itself with 0. */
interface Place {
  root: number;
  answer: number;
}

/** The text of a day after a cursor, up to about {@linkcode PIECE}; the pieces are the same whoever asks, and when. */
export function dayPiece(ctx: Context, row: DayRow, cursor?: string): { text: string; next?: string } {
  let place = placeOf(cursor);
  let text = "";
  while (text.length < PIECE) {
    if (place.answer > 0 || place.root > 0) {
      const root = rootAt(ctx, row, place.root);
      const answers = root ? dayAnswers(ctx.db, root.id, place.answer, BATCH) : [];
      for (const entry of entriesOf(ctx, answers)) {
        text += dayText(entry, row.day, true);
      }
      if (answers.length === BATCH) {
        place = { root: place.root, answer: answers.at(-1)!.seq };
        continue;
      }
    }
    const [root] = dayRoots(ctx.db, row, place.root, 1);
    if (!root) return { text };
    place = { root: root.seq, answer: 0 };
    // Of what is deleted something is shown only as long as there are answers to it.
    if (root.deleted_at !== null && dayAnswers(ctx.db, root.id, 0, 1).length === 0) continue;
    text += dayText(entriesOf(ctx, [root])[0]!, row.day, false);
  }
  return { text, next: `${place.root}.${place.answer}` };
}

/** Bytes of a day's text without its heading. Kept until something of the day changes. */
export async function daySize(ctx: Context, row: DayRow): Promise<number> {
  if (row.size_bytes !== null) return row.size_bytes;
  const encoder = new TextEncoder();
  let sizeBytes = 0;
  for (let cursor: string | undefined, more = true; more;) {
    const { text, next } = dayPiece(ctx, row, cursor);
    sizeBytes += encoder.encode(text).length;
    cursor = next;
    more = next !== undefined;
    // A long history must not hold up those who write just now.
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  ctx.db.transaction(() => setDaySize(ctx.db, row, sizeBytes));
  return sizeBytes;
}

function rootAt(ctx: Context, row: DayRow, seq: number): DayMessage | undefined {
  const [root] = dayRoots(ctx.db, row, seq - 1, 1);
  return root?.seq === seq ? root : undefined;
}

function entriesOf(ctx: Context, rows: DayMessage[]): DayEntry[] {
  const reactions = reactionsOfAll(ctx.db, rows.map(({ id }) => id));
  const files = new Map(rows.map((row) => {
    const attached = row.files === null ? [] : JSON.parse(row.files) as Attachment[];
    return [row.id, attached.filter((file) => file.deleted === undefined)];
  }));
  const names = fileNames(ctx.db, [...files.values()].flat().map(({ id }) => id));
  return rows.map((row) => {
    const counts = new Map<string, number>();
    const own = (reactions.get(row.id) ?? []).sort((a, b) => a.n - b.n);
    for (const { emoji } of own) counts.set(emoji, (counts.get(emoji) ?? 0) + 1);
    return {
      author: { name: row.author_name, kind: row.author_kind },
      text: row.text,
      createdAt: row.created_at,
      edited: row.edited_at !== null,
      deleted: row.deleted_at !== null,
      streaming: row.streaming === 1,
      reactions: [...counts].map(([emoji, count]) => ({ emoji, count })),
      files: files.get(row.id)!.map(({ id, name, sizeBytes }) => ({
        name,
        href: `files/${encodeURIComponent(names.get(id) ?? name)}`,
        sizeBytes,
      })),
    };
  });
}

function placeOf(cursor: string | undefined): Place {
  const [, root, answer] = /^(\d{1,16})\.(\d{1,16})$/.exec(cursor ?? "") ?? [];
  return { root: Number(root ?? 0), answer: Number(answer ?? 0) };
}
