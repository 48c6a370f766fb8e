import assert from "node:assert/strict";
import { ALICE, BOB, channel, message } from "./_fixtures.ts";
import { channelSlug, findChannel, sortChannels, withArrived, withRead } from "./channel_list.ts";

Deno.test("a message of somebody else is unread, one's own is not, and none counts twice", () => {
  const once = withArrived([channel({ lastSeq: 4 })], message(5), ALICE.id);
  assert.deepEqual([once[0]!.unread, once[0]!.lastSeq], [1, 5]);
  assert.equal(withArrived(once, message(5), ALICE.id)[0]!.unread, 1);
  assert.equal(withArrived(once, message(6, { author: ALICE }), ALICE.id)[0]!.unread, 1);
  assert.equal(withArrived([channel({ joined: false })], message(5), ALICE.id)[0]!.unread, 0);
});

Deno.test("who has read to the end has nothing unread; in between the host must count", () => {
  const channels = [channel({ lastSeq: 9, unread: 4, lastReadSeq: 5 })];
  assert.equal(withRead(channels, { channelId: "c1", userId: ALICE.id, lastReadSeq: 9 })![0]!.unread, 0);
  assert.equal(withRead(channels, { channelId: "c1", userId: ALICE.id, lastReadSeq: 7 }), undefined);
});

Deno.test("a marker never goes back", () => {
  const channels = [channel({ lastSeq: 9, lastReadSeq: 9 })];
  assert.equal(withRead(channels, { channelId: "c1", userId: BOB.id, lastReadSeq: 3 })![0]!.lastReadSeq, 9);
});

Deno.test("joined channels come first, by name", () => {
  const names = sortChannels([channel({ name: "z" }), channel({ name: "a", joined: false }), channel({ name: "b" })])
    .map((each) => each.name);
  assert.deepEqual(names, ["b", "z", "a"]);
});

Deno.test("an address names a channel by name while the name is its alone", () => {
  const one = channel({ id: "c1", name: "ops" });
  const two = channel({ id: "c2", name: "ops" });
  assert.equal(channelSlug([one], one), "ops");
  assert.equal(channelSlug([one, two], two), "c2");
  assert.equal(findChannel([one, two], "c2"), two);
});
