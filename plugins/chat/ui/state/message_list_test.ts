import assert from "node:assert/strict";
import fc from "fast-check";
import { ALICE, message } from "./_fixtures.ts";
import {
  EMPTY_LIST,
  type MessageList,
  withChangedMessage,
  withDelta,
  withMessage,
  withNewerPage,
  withNewestPage,
  withOlderPage,
  withReaction,
} from "./message_list.ts";

const seqs = (list: MessageList) => list.items.map((item) => item.seq);
const listOf = (...numbers: number[]): MessageList => ({ ...EMPTY_LIST, items: numbers.map((seq) => message(seq)) });

Deno.test("messages stand by position, each once, in whatever order they come", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 60 }), (arrivals) => {
      const list = arrivals.reduce((known, seq) => withMessage(known, message(seq)), EMPTY_LIST);
      assert.deepEqual(seqs(list), [...new Set(arrivals)].sort((left, right) => left - right));
    }),
  );
});

Deno.test("what was sent from here gives way to what the host made of it, whichever way that comes", () => {
  const sending = {
    ...EMPTY_LIST,
    pending: [{ clientId: "k", text: "hi", createdAt: "2026", state: "sending" as const }],
  };
  const live = withMessage(sending, message(5, { author: ALICE, clientId: "k" }));
  assert.deepEqual([seqs(live), live.pending.length], [[5], 0]);
  const answered = withMessage(live, message(5, { author: ALICE, clientId: "k" }));
  assert.deepEqual(seqs(answered), [5]);
  const reloaded = withNewestPage(sending, { items: [message(5, { clientId: "k" })], hasMore: false });
  assert.equal(reloaded.pending.length, 0);
});

Deno.test("a page that joins what is known keeps it, one that does not takes its place", () => {
  const known = { ...listOf(1, 2, 3), hasMore: false };
  assert.deepEqual(seqs(withNewestPage(known, { items: [message(3), message(4)], hasMore: true })), [1, 2, 3, 4]);
  const apart = withNewestPage(known, { items: [message(8), message(9)], hasMore: true });
  assert.deepEqual(seqs(apart), [8, 9]);
  assert.equal(apart.hasMore, true);
});

Deno.test("a newest page takes away what the host no longer has in that stretch", () => {
  assert.deepEqual(seqs(withNewestPage(listOf(1, 2, 3, 4), { items: [message(2), message(4)], hasMore: true })), [
    1,
    2,
    4,
  ]);
});

Deno.test("older pages go in front, without doubles", () => {
  const list = withOlderPage({ ...listOf(5, 6), hasMore: true }, {
    items: [message(3), message(4), message(5)],
    hasMore: false,
  });
  assert.deepEqual(seqs(list), [3, 4, 5, 6]);
  assert.equal(list.hasMore, false);
});

Deno.test("a message from before the known stretch waits for its page", () => {
  assert.deepEqual(seqs(withMessage({ ...listOf(5, 6), hasMore: true }, message(2))), [5, 6]);
  assert.deepEqual(seqs(withMessage({ ...listOf(5, 6), hasMore: false }, message(2))), [2, 5, 6]);
});

Deno.test("an edit changes only what is known, and the late answer to a send does not undo it", () => {
  const edited = message(5, { text: "new", editedAt: "2026-01-02T00:00:00Z" });
  assert.deepEqual(withChangedMessage(listOf(1), edited).items.length, 1);
  const list = withChangedMessage(listOf(5), edited);
  assert.equal(list.items[0]!.text, "new");
  assert.equal(withMessage(list, message(5)).items[0]!.text, "new");
});

Deno.test("a deleted message does not come back by a late edit", () => {
  const gone = withChangedMessage(listOf(5), message(5, { text: "", deletedAt: "2026-01-02T00:00:00Z" }));
  assert.equal(
    withChangedMessage(gone, message(5, { text: "late", editedAt: "2026-01-03T00:00:00Z" })).items[0]!.text,
    "",
  );
});

Deno.test("reactions count each person once, and go with the last of them", () => {
  const on = (list: MessageList, user: string, added = true) =>
    withReaction(list, { messageId: "m5", channelId: "c1", emoji: "👍", user }, added);
  let list = on(on(on(listOf(5), "a"), "a"), "b");
  assert.deepEqual(list.items[0]!.reactions, [{ emoji: "👍", users: ["a", "b"] }]);
  list = on(on(list, "a", false), "b", false);
  assert.deepEqual(list.items[0]!.reactions, []);
});

Deno.test("away from the channel's end what comes live waits for its page, and the last page joins it", () => {
  const away: MessageList = { ...listOf(3, 4), hasMore: true, hasNewer: true };
  assert.deepEqual(seqs(withMessage(away, message(9))), [3, 4]);
  assert.deepEqual(seqs(withMessage(away, message(4, { editedAt: "2026" }))), [3, 4]);
  const joined = withNewerPage(away, { items: [message(5), message(9)], hasMore: false });
  assert.deepEqual([seqs(joined), joined.hasNewer], [[3, 4, 5, 9], false]);
  assert.deepEqual(seqs(withMessage(joined, message(10))), [3, 4, 5, 9, 10]);
});

Deno.test("what changed is told by its position, whatever order it comes in", () => {
  const list = withMessage(EMPTY_LIST, message(1, { rev: 7, text: "newest" }));
  assert.equal(withMessage(list, message(1, { rev: 5, text: "older" })).items[0]!.text, "newest");
  const reacted = withReaction(list, { messageId: "m1", channelId: "c1", emoji: "👍", user: "u", rev: 9 }, true);
  assert.equal(withMessage(reacted, message(1, { rev: 8, text: "newest" })).items[0]!.reactions.length, 1);
});

Deno.test("a message grows piece by piece; a piece twice is once, and a missed one is seen", () => {
  const list = withMessage(EMPTY_LIST, message(1, { text: "Hel" }));
  const piece = (at: number, text: string) => ({ messageId: "m1", channelId: "c1", at, text });
  const grown = withDelta(list, piece(3, "lo"))!;
  assert.equal(grown.items[0]!.text, "Hello");
  assert.equal(withDelta(grown, piece(3, "lo"))!.items[0]!.text, "Hello");
  assert.equal(withDelta(grown, piece(9, "!")), undefined);
});
