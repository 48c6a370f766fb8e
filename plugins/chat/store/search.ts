import type { PluginDatabase } from "@bulkhead/plugin";
import { spaced, tagsOf } from "../domain/search_text.ts";
import type { Attachment } from "../domain/message.ts";
import type { MessageRow } from "./messages.ts";

/** A message as the index takes it in. */
export type Indexed = Pick<
  MessageRow,
  "seq" | "channel_id" | "author_id" | "text" | "thread_id" | "files" | "created_at"
>;

const COLUMNS = "seq, channel_id, author_id, text, thread_id, files, created_at";

/** Above every position, and so short that each rowid below takes six bytes. */
const NEWEST = 2 ** 40;

/** The row of both indexes for a position, and back: the newest message has the least, since an index is read forwards. */
function rowidOf(seq: number): number {
  return NEWEST - seq;
}

/** Up to which position messages can be found. */
export function indexedSeq(db: PluginDatabase): number {
  return db.get<{ indexed_seq: number }>("SELECT indexed_seq FROM search_state WHERE id = 1")!.indexed_seq;
}

/**
 * Takes messages that came since into the index, at most `limit`; answers how many. In one go they cost a third of what
 * they would one by one, which is why a message is not indexed as it is sent.
 */
export function indexNew(db: PluginDatabase, limit: number): number {
  const rows = db.all<Indexed & { deleted_at: string | null; streaming: 0 | 1 }>(
    `SELECT ${COLUMNS}, deleted_at, streaming FROM messages
      WHERE seq > (SELECT indexed_seq FROM search_state WHERE id = 1) ORDER BY seq LIMIT ?`,
    limit,
  );
  if (rows.length === 0) return 0;
  const days = new Map<string, { first: number; last: number }>();
  const known = new Map<string, number>();
  const keyOf = (key: string) => {
    const n = known.get(key) ?? searchKey(db, key);
    known.set(key, n);
    return n;
  };
  const places = new Map<string, string[]>();
  const tagsIn = (channelId: string) => {
    const tags = places.get(channelId) ?? furtherTags(db, channelId, keyOf);
    places.set(channelId, tags);
    return tags;
  };
  // In the order of their rowids: whatever comes before one that is there makes the index write what it has gathered.
  for (const row of rows.toReversed()) {
    // One that is still being written is put in when it is finished.
    if (row.deleted_at === null && row.streaming === 0) putWords(db, row, keyOf, tagsIn(row.channel_id));
  }
  for (const row of rows) {
    const day = row.created_at.slice(0, 10);
    const since = days.get(day);
    if (since) since.last = row.seq;
    else days.set(day, { first: row.seq, last: row.seq });
  }
  for (const [day, { first, last }] of days) {
    db.run(
      "INSERT INTO search_days (day, first_seq, last_seq) VALUES (?, ?, ?) ON CONFLICT (day) DO UPDATE SET " +
        "first_seq = min(first_seq, excluded.first_seq), last_seq = max(last_seq, excluded.last_seq)",
      day,
      first,
      last,
    );
  }
  db.run("UPDATE search_state SET indexed_seq = ? WHERE id = 1", rows.at(-1)!.seq);
  return rows.length;
}

/** The key of the tag that messages of all workspaces but the first have. */
export const FURTHER = "w:";

/** Puts a message into the index that is not in it: another one in its place would be found beside it. */
export function putWords(
  db: PluginDatabase,
  row: Indexed,
  keyOf: (key: string) => number = (key) => searchKey(db, key),
  further: string[] = furtherTags(db, row.channel_id, keyOf),
): void {
  const attached = row.files === null ? [] : JSON.parse(row.files) as Attachment[];
  const files = attached.filter((file) => file.deleted === undefined);
  const text = files.length === 0 ? row.text : `${row.text} ${files.map((file) => file.name).join(" ")}`;
  const channel = keyOf(`c:${row.channel_id}`), author = keyOf(`a:${row.author_id}`);
  const tags = [
    "m",
    ...further,
    `c${channel}`,
    `a${author}`,
    `c${channel}a${author}`,
    bucketTag(row.seq),
    ...tagsOf(row.text, { answer: row.thread_id !== null, files }),
  ].join(" ");
  const rowid = rowidOf(row.seq);
  db.run("INSERT INTO search_words (rowid, text, tags) VALUES (?, ?, ?)", rowid, spaced(text), tags);
  db.run("INSERT INTO search_parts (rowid, text) VALUES (?, ?)", rowid, text);
}

/** Tags of the workspace of a channel; the first has none. */
function furtherTags(db: PluginDatabase, channelId: string, keyOf: (key: string) => number): string[] {
  const id = db.get<{ id: string }>(
    "SELECT w.id FROM channels c JOIN workspaces w ON w.id = c.workspace_id WHERE c.id = ? AND w.first = 0",
    channelId,
  )?.id;
  return id === undefined ? [] : [`w${keyOf(FURTHER)}`, `w${keyOf(`w:${id}`)}`];
}

export function dropWords(db: PluginDatabase, seq: number): void {
  const rowid = rowidOf(seq);
  db.run("DELETE FROM search_words WHERE rowid = ?", rowid);
  db.run("DELETE FROM search_parts WHERE rowid = ?", rowid);
}

/** The short number of a channel (`c:<id>`) or writer (`a:<id>`), made when there is none. */
export function searchKey(db: PluginDatabase, key: string): number {
  const known = knownSearchKey(db, key);
  if (known !== undefined) return known;
  return db.run("INSERT INTO search_keys (key) VALUES (?)", key).lastInsertRowid;
}

export function knownSearchKey(db: PluginDatabase, key: string): number | undefined {
  return db.get<{ n: number }>("SELECT n FROM search_keys WHERE key = ?", key)?.n;
}

/** Numbers of several channels, those that have none yet left out. */
export function channelKeys(db: PluginDatabase, channelIds: string[]): number[] {
  return db.all<{ n: number }>(
    "SELECT k.n FROM json_each(?) ids JOIN search_keys k ON k.key = 'c:' || ids.value",
    JSON.stringify(channelIds),
  ).map((row) => row.n);
}

/** Positions between which everything from one day up to and with another lies; `''` and `'~'` leave an end open. */
export function seqsOfDays(
  db: PluginDatabase,
  from: string,
  to: string,
): { first: number; last: number } | undefined {
  const { first, last } = db.get<{ first: number | null; last: number | null }>(
    "SELECT min(first_seq) AS first, max(last_seq) AS last FROM search_days WHERE day >= ? AND day <= ?",
    from,
    to,
  )!;
  return first === null || last === null ? undefined : { first, last };
}

/** A stretch of positions, both ends included. */
export interface SeqRange {
  first: number;
  last: number;
}

/** So many positions share a tag. */
const BUCKET = 16_384;

function bucketTag(seq: number): string {
  return `b${Math.floor(seq / BUCKET)}`;
}

/** So many stretches are asked for one by one before the rest is asked for at once. */
const MAX_BUCKETS = 4;

/**
 * Positions of what matches, the newest first. The index walks from the newest on even where all up to some position is
 * asked for, which takes long for a common word: so the stretches below this position are asked for by their tags, where a
 * common word has enough already, and a rare one is quick in any case.
 */
export function matchingWords(db: PluginDatabase, match: string, range: SeqRange, limit: number): number[] {
  let { last } = range;
  const found: number[] = [];
  if (last < indexedSeq(db)) {
    for (let n = 0; n < MAX_BUCKETS && found.length < limit && last >= range.first; n++) {
      const stretch = `(${match}) AND tags : ${bucketTag(last)}`;
      found.push(...matchingIn(db, stretch, { first: range.first, last }, limit - found.length));
      last = Math.floor(last / BUCKET) * BUCKET - 1;
    }
  }
  if (found.length === limit || last < range.first) return found;
  return [...found, ...matchingIn(db, match, { first: range.first, last }, limit - found.length)];
}

function matchingIn(db: PluginDatabase, match: string, range: SeqRange, limit: number): number[] {
  return db.all<{ rowid: number }>(
    "SELECT rowid FROM search_words WHERE search_words MATCH ? AND rowid >= ? AND rowid <= ? ORDER BY rowid LIMIT ?",
    match,
    rowidOf(range.last),
    rowidOf(range.first),
    limit,
  ).map(({ rowid }) => NEWEST - rowid);
}

/** The same for parts of words. */
export function matchingParts(db: PluginDatabase, match: string, range: SeqRange, limit: number): number[] {
  return db.all<{ rowid: number }>(
    "SELECT rowid FROM search_parts WHERE search_parts MATCH ? AND rowid >= ? AND rowid <= ? ORDER BY rowid LIMIT ?",
    match,
    rowidOf(range.last),
    rowidOf(range.first),
    limit,
  ).map(({ rowid }) => NEWEST - rowid);
}
