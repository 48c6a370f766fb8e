import assert from "node:assert/strict";
import { channel } from "./_fixtures.ts";
import { channelSlug, findChannel, messageLink, sortChannels, titleOf } from "./channel_list.ts";

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

Deno.test("a conversation of people is named by its id, and no channel is taken for it", () => {
  const direct = channel({ id: "d1", kind: "dm", name: "ops" });
  const items = [channel({ id: "c2", name: "ops" }), direct];
  assert.equal(channelSlug(items, direct), "d1");
  assert.equal(channelSlug(items, items[0]!), "ops");
  assert.equal(findChannel(items, "ops")!.id, "c2");
  assert.deepEqual(items.map(titleOf), ["#ops", "ops"]);
});

Deno.test("the link to an answer leads into its thread, unless the channel shows it", () => {
  const items = [channel()];
  const link = (more: { threadId?: string; inChannel?: boolean }) =>
    messageLink(items, items[0]!, { id: "m2", ...more });
  assert.equal(link({}), "/app/chat/general#m2");
  assert.equal(link({ threadId: "m1" }), "/app/chat/general/thread/m1#m2");
  assert.equal(link({ threadId: "m1", inChannel: true }), "/app/chat/general#m2");
});
