/**
 * Sending messages as the plugin does it, with everything that belongs to it (position, change, event in the outbox, search),
 * many in flight or one after the other and fsync on, beside bare SQLite that inserts the same texts with a full-text index, one
 * transaction each. And what a client starts with, for 200 channels.
 */
import { DatabaseSync } from "node:sqlite";
import { testPlugin } from "@bulkhead/testing";
import chat from "../../plugins/chat/plugin.ts";
import { randomFrom, wordOf, zipf } from "./chat/history.ts";
import { type BenchResult, median } from "./result.ts";

const MESSAGES = 3_000;
const IN_FLIGHT = 64;
/** So many of them are also sent one after the other. */
const SINGLY = 1_500;
const ROUNDS = 3;
const CHANNELS = 200;
const ANN = { caller: { id: "ann", name: "Ann" } }, BEN = { caller: { id: "ben", name: "Ben" } };

export async function run(): Promise<BenchResult[]> {
  const dir = await Deno.makeTempDir({ prefix: "bulkhead-bench-" });
  try {
    const random = randomFrom(3);
    const texts = Array.from(
      { length: MESSAGES },
      () => Array.from({ length: 6 + Math.floor(random() * 10) }, () => wordOf(zipf(random, 50_000))).join(" "),
    );
    const bare: number[] = [], sent: number[] = [], single: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      bare.push(bareRate(`${dir}/bare${round}.db`, texts));
      sent.push(await sendRate(texts));
      single.push(await sendRate(texts.slice(0, SINGLY), 1));
    }
    const snapshots = await snapshotTimes();
    return [{
      name: "message.send beside a bare SQLite insert with full text",
      value: Math.max(...sent) / Math.max(...bare),
      unit: "ratio",
      bar: 0.5,
      better: "higher",
      detail: `${Math.round(Math.max(...sent))} messages/s with ${IN_FLIGHT} in flight against ` +
        `${Math.round(Math.max(...bare))} inserts/s, each on disk (best of ${ROUNDS})`,
    }, {
      name: "message.send, one after the other, beside a bare SQLite insert with full text",
      value: Math.max(...single) / Math.max(...bare),
      unit: "ratio",
      bar: 0.5,
      better: "higher",
      detail: `${Math.round(Math.max(...single))} messages/s, each acknowledged before the next is sent, against ${
        Math.round(Math.max(...bare))
      } inserts/s, each on disk (best of ${ROUNDS})`,
    }, {
      name: `snapshot of ${CHANNELS} channels`,
      value: median(snapshots),
      unit: "ms",
      bar: 30,
      better: "lower",
      detail: `${snapshots.length} times, slowest ${
        Math.max(...snapshots).toFixed(1)
      } ms, unread messages in each channel`,
    }];
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

/** The least that somebody has to do who wants to find their messages again. */
function bareRate(path: string, texts: string[]): number {
  using db = new DatabaseSync(path);
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
  db.exec("CREATE TABLE m (id INTEGER PRIMARY KEY, channel INTEGER, author TEXT, text TEXT, at TEXT)");
  db.exec("CREATE INDEX m_channel ON m (channel, id)");
  db.exec("CREATE VIRTUAL TABLE f USING fts5(text, content = 'm', content_rowid = 'id', tokenize = 'unicode61')");
  db.exec("CREATE TRIGGER t AFTER INSERT ON m BEGIN INSERT INTO f (rowid, text) VALUES (new.id, new.text); END");
  const insert = db.prepare("INSERT INTO m (channel, author, text, at) VALUES (?, ?, ?, ?)");
  const begun = performance.now();
  for (const text of texts) insert.run(1, "ann", text, new Date().toISOString());
  return texts.length / (performance.now() - begun) * 1_000;
}

async function sendRate(texts: string[], inFlight = IN_FLIGHT): Promise<number> {
  await using plugin = await testPlugin(chat, { id: "chat" });
  await plugin.call("chat.snapshot", {}, BEN);
  const send = (text: string) => plugin.call("chat.message.send", { channel: "#general", text }, ANN);
  for (const text of texts.slice(0, 100)) await send(text);
  let next = 0;
  const begun = performance.now();
  await Promise.all(Array.from({ length: inFlight }, async () => {
    while (next < texts.length) await send(texts[next++]!);
  }));
  return texts.length / (performance.now() - begun) * 1_000;
}

async function snapshotTimes(): Promise<number[]> {
  await using plugin = await testPlugin(chat, { id: "chat" });
  for (let n = 0; n < CHANNELS; n++) {
    const { id } = await plugin.call("chat.channel.create", { name: `c${n}`, members: [] }, BEN);
    await plugin.call("chat.channel.join", { channel: id }, ANN);
    for (let m = 0; m < 20; m++) await plugin.call("chat.message.send", { channel: id, text: `message ${m}` }, BEN);
  }
  const times: number[] = [];
  for (let n = 0; n < 20; n++) {
    const begun = performance.now();
    await plugin.call("chat.snapshot", {}, ANN);
    times.push(performance.now() - begun);
  }
  return times;
}
