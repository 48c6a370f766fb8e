import assert from "node:assert/strict";
import { filterOf, readEventsSearch } from "./search.ts";

const NOW = Date.parse("2026-05-01T12:00:30.000Z");

Deno.test("of an address only what is known is kept", () => {
  assert.deepEqual(readEventsSearch({ types: "a.b", seq: "7", letter: -1, source: "", more: "x", subject: 12 }), {
    types: "a.b",
    seq: 7,
    subject: "12",
  });
});

Deno.test("types are split, and a span counts from now to the minute", () => {
  assert.deepEqual(filterOf({ types: "a.b, c.**  d.*", since: "1h" }, NOW), {
    types: ["a.b", "c.**", "d.*"],
    sinceTime: "2026-05-01T11:00:00.000Z",
  });
  assert.deepEqual(filterOf({ since: "2026-01-01" }, NOW), { sinceTime: "2026-01-01T00:00:00.000Z" });
  assert.deepEqual(filterOf({ since: "soon", text: "x" }, NOW), { text: "x" });
});
