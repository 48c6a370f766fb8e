import assert from "node:assert/strict";
import { openDatabase } from "../storage/mod.ts";
import { LogStore } from "./_log_store.ts";
import type { StoredLine } from "./_records.ts";

/** More than one table of words holds. */
const LINES = 260_000;
const WORDS = ["pool", "poolside", "retry", "Größe", "große"];

function lines(from: number, to: number): StoredLine[] {
  return Array.from({ length: to - from }, (_, at) => {
    const id = from + at;
    const message = `n${id} ${WORDS[id % 5]} ${WORDS[(id >> 3) % 5]}`;
    return { id, timeMs: 1_000 + id, level: "info", source: "host", message, fields: null };
  });
}

Deno.test("words of many lines are brought together once no more come, and the same is found as before", async () => {
  const dir = await Deno.makeTempDir();
  const path = `${dir}/logs.db`;
  let store = new LogStore(path);
  try {
    for (let id = 1; id <= LINES; id += 5_000) store.append(lines(id, id + 5_000));
    while (store.index(5_000));
    const texts = ["retry pool", "pool", "pools", "retry große", "grosse", "GRÖSSE gro", "n1234", "nowhere"];
    const found = () =>
      texts.flatMap((text) =>
        [{}, { before: 1_000 }, { after: 249_990 }].map((range) =>
          store.query({ text, limit: 20, ...range }).map(({ id }) => id)
        )
      );
    const before = found();
    assert.ok(before.slice(0, 12).every(({ length }) => length > 0));
    assert.ok(segments(path) > 10);
    let steps = 1;
    while (store.merge()) steps++;
    assert.ok(steps > 3, "in steps");
    assert.equal(segments(path), 1);
    assert.deepEqual(found(), before);
    store.close();
    store = new LogStore(path);
    assert.equal(store.merge(), false);
    assert.deepEqual(found(), before);
  } finally {
    store.close();
    await Deno.remove(dir, { recursive: true });
  }
});

/** Pieces in which the words of the first table lie. */
function segments(path: string): number {
  const db = openDatabase(path);
  try {
    return db.get<{ n: number }>("SELECT count(DISTINCT segid) AS n FROM log_words_0_idx")!.n;
  } finally {
    db.close();
  }
}
