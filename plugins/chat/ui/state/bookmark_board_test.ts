import assert from "node:assert/strict";
import { BookmarkBoard, movedTo } from "./bookmark_board.ts";
import type { Bookmark } from "./wire.ts";

const link = (id: string): Bookmark => ({ id, title: id, url: "https://example.com", place: 0 });
const ids = (list: readonly { id: string }[] | undefined) => list?.map((each) => each.id).join("");
const gate = () => Promise.withResolvers<unknown>();

Deno.test("a link moves to a place among the others, and to nowhere else", () => {
  const list = [..."abcd"].map(link);
  const cases: [string, number, string][] = [["a", 2, "bcad"], ["d", 0, "dabc"], ["b", 3, "acdb"], ["b", 9, "acdb"], [
    "c",
    -4,
    "cabd",
  ]];
  for (const [id, index, expected] of cases) assert.equal(ids(movedTo(list, id, index)), expected);
  assert.equal(movedTo(list, "b", 1), list);
  assert.equal(movedTo(list, "x", 1), list);
});

Deno.test("links of a channel are read once, and an answer does not undo what was told since", async () => {
  const asked: string[] = [];
  const answer = gate();
  const board = new BookmarkBoard({
    call: (method) => (asked.push(method), answer.promise) as Promise<never>,
  });
  const reading = [board.load("c1"), board.load("c1")];
  board.take("c1", [link("new")]);
  answer.resolve({ items: [link("old")] });
  await Promise.all(reading);
  assert.deepEqual([asked.length, ids(board.lists.get().get("c1"))], [1, "new"]);
  await board.load("c1");
  assert.equal(asked.length, 1);
  board.forget();
  await board.load("c1");
  assert.deepEqual([asked.length, ids(board.lists.get().get("c1"))], [2, "old"]);
});

Deno.test("a move shows at once, and is taken back when the host refuses it", async () => {
  let answer = gate();
  const board = new BookmarkBoard({ call: () => answer.promise as Promise<never> });
  board.take("c1", [..."abc"].map(link));
  const moving = board.move("c1", "c", 0);
  assert.equal(ids(board.lists.get().get("c1")), "cab");
  answer.resolve({ items: [..."cabd"].map(link) });
  await moving;
  assert.equal(ids(board.lists.get().get("c1")), "cabd");
  answer = gate();
  const refused = board.move("c1", "d", 0);
  answer.reject(new Error("archived"));
  await assert.rejects(refused, /archived/);
  assert.equal(ids(board.lists.get().get("c1")), "cabd");
});
