import assert from "node:assert/strict";
import { linkOf } from "./link_of.ts";

Deno.test("what is typed becomes an address of the web, or none", () => {
  const cases: [string, string | undefined][] = [
    ["https://example.com/a?b=1#c", "https://example.com/a?b=1#c"],
    [" example.com/handbook ", "https://example.com/handbook"],
    ["http://wiki", "http://wiki/"],
    ["localhost:8080/x", "https://localhost:8080/x"],
    ["example.com:8443", "https://example.com:8443/"],
    ["handbook", undefined],
    ["", undefined],
    ["a b.c", undefined],
    ["javascript:alert(1)", undefined],
    ["data:text/html,x", undefined],
    ["ftp://example.com", undefined],
    ["mailto:ann@example.com", undefined],
    ["https://user:secret@example.com", undefined],
    ["https://", undefined],
  ];
  for (const [typed, expected] of cases) assert.equal(linkOf(typed), expected, typed);
});
