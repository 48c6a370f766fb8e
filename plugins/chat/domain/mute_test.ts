import assert from "node:assert/strict";
import { arrival } from "./mute.ts";

Deno.test("of a muted author nothing calls; a direct message is not even unread, one in a channel is", () => {
  const all = [false, true].flatMap((direct) =>
    [false, true].flatMap((called) => [false, true].map((muted) => ({ direct, called, muted })))
  );
  const table = all.map(({ direct, called, muted }) => {
    const { unread, mention, notifies } = arrival({ direct, called, muted });
    return [direct, called, muted, unread, mention, notifies].map(Number).join("");
  });
  // direct, called, muted: unread, mention, notifies
  assert.deepEqual(table, ["000101", "001100", "010111", "011100", "100111", "101000", "110111", "111000"]);
});
