import assert from "node:assert/strict";
import { ALICE, BOB, message } from "./_fixtures.ts";
import { EMPTY_LIST, type MessageList } from "./message_list.ts";
import { dayName, type Row, rowsOf } from "./rows.ts";
import type { Message } from "./wire.ts";

const dayOf = (iso: string) => iso.slice(0, 10);
const listOf = (...items: Message[]): MessageList => ({ ...EMPTY_LIST, items, hasMore: true });
const shape = (rows: Row[]) =>
  rows.map((row) =>
    row.kind === "message"
      ? `${row.message.seq}${row.compact ? " compact" : ""}`
      : row.kind === "pending"
      ? "pending"
      : row.kind
  );

Deno.test("messages of one author within five minutes stand together", () => {
  const rows = rowsOf(listOf(message(0), message(4), message(9), message(10, { author: ALICE })), { me: ALICE, dayOf });
  assert.deepEqual(shape(rows), ["day", "0", "4 compact", "9", "10"]);
});

Deno.test("each day has a line, also between messages of one author", () => {
  const late = message(1, { createdAt: "2026-01-01T23:59:00Z" });
  const early = message(2, { createdAt: "2026-01-02T00:01:00Z" });
  assert.deepEqual(shape(rowsOf(listOf(late, early), { me: ALICE, dayOf })), ["day", "1", "day", "2"]);
});

Deno.test("the line above what is new stands before the first unread of others and breaks a group", () => {
  const rows = rowsOf(listOf(message(1), message(2), message(3)), { me: ALICE, readSeq: 1, dayOf });
  assert.deepEqual(shape(rows), ["day", "1", "unread", "2", "3 compact"]);
});

Deno.test("one's own messages and deleted ones are never what is new", () => {
  const rows = rowsOf(listOf(message(2, { author: ALICE }), message(3, { deletedAt: "2026" })), {
    me: ALICE,
    readSeq: 1,
    dayOf,
  });
  assert.equal(rows.some((row) => row.kind === "unread"), false);
});

Deno.test("the beginning of the channel shows only when nothing older is left to read", () => {
  assert.equal(rowsOf({ ...EMPTY_LIST, hasMore: false }, { me: ALICE, dayOf })[0]!.kind, "start");
  assert.equal(rowsOf(listOf(message(1)), { me: ALICE, dayOf })[0]!.kind, "day");
});

Deno.test("a message keeps its key when the host confirms it, so that it is not drawn anew", () => {
  const pending = { clientId: "k", text: "hi", createdAt: "2026-01-01T12:05:00Z", state: "sending" as const };
  const before = rowsOf({ items: [], pending: [pending], hasMore: true }, { me: ALICE, dayOf });
  const after = rowsOf(listOf(message(5, { author: ALICE, clientId: "k" })), { me: ALICE, dayOf });
  assert.equal(before.at(-1)!.key, after.at(-1)!.key);
});

Deno.test("keys are unique over a whole channel", () => {
  const items = Array.from({ length: 300 }, (_, seq) => message(seq, { author: seq % 3 ? BOB : ALICE }));
  const keys = rowsOf(listOf(...items), { me: ALICE, readSeq: 40, dayOf }).map((row) => row.key);
  assert.equal(new Set(keys).size, keys.length);
});

Deno.test("days near are named, others dated", () => {
  const now = new Date(2026, 5, 15, 12).getTime();
  assert.equal(dayName(new Date(2026, 5, 15, 1).toISOString(), now), "Today");
  assert.equal(dayName(new Date(2026, 5, 14, 23).toISOString(), now), "Yesterday");
  assert.match(dayName(new Date(2025, 5, 14).toISOString(), now), /2025/);
});
