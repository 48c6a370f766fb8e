import { DatabaseSync } from "node:sqlite";
import type { PluginDatabase, SqlValue } from "@bulkhead/plugin";
import { testPlugin } from "@bulkhead/testing";
import chat from "../../../plugins/chat/plugin.ts";
import { indexNew } from "../../../plugins/chat/store/search.ts";

/** How large the chat is in which one searches. */
export interface HistorySize {
  messages: number;
  channels: number;
  people: number;
  /** Different words; how often each comes follows Zipf's law. */
  words: number;
}

/** The same numbers each time. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The n-th word, the commonest first. */
export function wordOf(n: number): string {
  const letters = "etaoinshrdlucmfwypvbgkqjxz";
  let word = "";
  for (let left = n + 30; left > 0; left = Math.floor(left / letters.length)) word += letters[left % letters.length];
  return word;
}

/** A word's number by Zipf's law. */
export function zipf(random: () => number, words: number): number {
  return Math.min(words - 1, Math.floor(Math.exp(random() * Math.log(words))) - 1);
}

/**
 * Fills a data folder with a chat: public and private channels, and a history as long as asked for, indexed by the plugin's own
 * code. The searcher `ann` is in a fifth of the private channels. Answers how fast the index took it in.
 */
export async function makeHistory(dataDir: string, size: HistorySize): Promise<{ indexedPerSecond: number }> {
  const channels: string[] = [];
  {
    await using plugin = await testPlugin(chat, { id: "chat", dataDir });
    const as = (id: string) => ({ caller: { id, name: id } });
    await plugin.call("chat.snapshot", {}, as("ann"));
    for (let n = 0; n < size.channels; n++) {
      const made = await plugin.call("chat.channel.create", { name: `c${n}`, private: n % 2 === 1 }, as("bea"));
      channels.push(made.id);
      if (n % 10 === 1) {
        await plugin.call("chat.channel.add_members", { channel: made.id, members: ["ann"] }, as("bea"));
      }
    }
    await plugin.relayed();
    await plugin.stop();
  }
  using db = new DatabaseSync(`${dataDir}/data.db`);
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -64000");
  fill(db, channels, size);
  const begun = performance.now();
  const plugin = plain(db);
  for (let taken = 1; taken > 0;) {
    db.exec("BEGIN");
    taken = indexNew(plugin, 5_000);
    db.exec("COMMIT");
  }
  const seconds = (performance.now() - begun) / 1_000;
  db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  return { indexedPerSecond: size.messages / seconds };
}

function fill(db: DatabaseSync, channels: string[], { messages, people, words }: HistorySize): void {
  const random = randomFrom(7);
  const first = (db.prepare("SELECT seq FROM workspaces").get() as { seq: number }).seq + 1;
  const insert = db.prepare(
    "INSERT INTO messages (id, channel_id, seq, rev, text, author_id, author_name, author_kind, created_at) " +
      "VALUES (?, ?, ?, ?, ?, ?, ?, 'human', ?)",
  );
  const end = Date.now();
  db.exec("BEGIN");
  for (let n = 0; n < messages; n++) {
    const text: string[] = [];
    for (let left = 6 + Math.floor(random() * 10); left > 0; left--) text.push(wordOf(zipf(random, words)));
    const author = `person${Math.floor(random() * people)}`;
    // Three years, evenly.
    const at = new Date(end - (messages - n) * (3 * 365 * 86_400_000 / messages)).toISOString();
    const channel = channels[Math.floor(random() * channels.length)]!;
    const id = `message_${n.toString(16).padStart(32, "0")}`;
    insert.run(id, channel, first + n, first + n, text.join(" "), author, author, at);
  }
  db.prepare("UPDATE workspaces SET seq = ?, changes_from = ?").run(first + messages, first + messages);
  db.prepare(
    "UPDATE channels SET last_seq = coalesce((SELECT max(seq) FROM messages m WHERE m.channel_id = channels.id), last_seq)",
  ).run();
  db.exec("COMMIT");
}

/** What the plugin's queries want of a database, without the host's transactions. */
function plain(db: DatabaseSync): PluginDatabase {
  const statements = new Map<string, ReturnType<DatabaseSync["prepare"]>>();
  const prepared = (sql: string) => {
    const known = statements.get(sql);
    if (known) return known;
    const made = db.prepare(sql);
    statements.set(sql, made);
    return made;
  };
  return {
    all: <T>(sql: string, ...params: SqlValue[]) => prepared(sql).all(...params) as T[],
    get: <T>(sql: string, ...params: SqlValue[]) => prepared(sql).get(...params) as T | undefined,
    run: (sql: string, ...params: SqlValue[]) => {
      const { changes, lastInsertRowid } = prepared(sql).run(...params);
      return { changes: Number(changes), lastInsertRowid: Number(lastInsertRowid) };
    },
    exec: (sql: string) => db.exec(sql),
  } as unknown as PluginDatabase;
}
