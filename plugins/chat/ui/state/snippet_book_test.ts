import assert from "node:assert/strict";
import { SnippetBook, snippetsLike } from "./snippet_book.ts";
import type { TextSnippet } from "./wire.ts";

const snippet = (id: string, name = id): TextSnippet => ({ id, name, text: name, updatedAt: "2026-01-01T00:00:00Z" });
const names = (list: readonly TextSnippet[] | undefined) => list?.map((each) => each.name);

Deno.test("snippets are read when they are wanted, and what is told meanwhile counts more than the answer", async () => {
  const answer = Promise.withResolvers<unknown>();
  let asked = 0;
  const book = new SnippetBook({ call: () => (asked++, answer.promise) as Promise<never> });
  book.take({ id: "x", snippet: snippet("x") });
  assert.equal(book.list.get(), undefined, "nothing is known yet, so nothing is kept");
  const reading = Promise.all([book.load(), book.load()]);
  book.take({ id: "b" });
  book.take({ id: "c", snippet: snippet("c", "ant") });
  answer.resolve({ items: [snippet("a"), snippet("b"), snippet("c")] });
  await reading;
  assert.deepEqual([asked, names(book.list.get())], [1, ["a", "ant"]]);
  book.take({ id: "a", snippet: snippet("a", "zebra") });
  assert.deepEqual(names(book.list.get()), ["ant", "zebra"]);
  book.forget();
  assert.equal(book.list.get(), undefined);
});

Deno.test("what begins with the letters stands above what holds them", () => {
  const list = ["backlog", "log", "thanks"].map((name) => snippet(name));
  assert.deepEqual(names(snippetsLike(list, "log")), ["log", "backlog"]);
  assert.deepEqual(names(snippetsLike(list, "")), ["backlog", "log", "thanks"]);
  assert.deepEqual(names(snippetsLike(list, "x")), []);
});
