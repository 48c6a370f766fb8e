import assert from "node:assert/strict";
import fc from "fast-check";
import { compilePatterns, isEventType, isTypePattern } from "./patterns.ts";

Deno.test("patterns match as they say", () => {
  const cases: [string, string, boolean][] = [
    ["chat.message.sent", "chat.message.sent", true],
    ["chat.message.sent", "chat.message.sent.twice", false],
    ["chat.*.sent", "chat.message.sent", true],
    ["chat.*.sent", "chat.a.b.sent", false],
    ["chat.message.*", "chat.message.sent", true],
    ["chat.message.*", "chat.message.sent.twice", true],
    ["chat.message.*", "chat.message", false],
    ["chat.message.*", "chat.messages.sent", false],
    ["chat.**", "chat.message.sent", true],
    ["chat.message.**", "chat.message", true],
    ["chat.**", "chats.message", false],
    ["**", "a.b.c", true],
    ["*", "a.b.c", true],
    ["*.b", "a.b", true],
    ["*.b", "a.b.c", false],
  ];
  for (const [pattern, type, expected] of cases) {
    assert.equal(compilePatterns([pattern])(type), expected, `${pattern} on ${type}`);
  }
  assert.equal(compilePatterns(["a.b", "c.*"])("c.d"), true);
  assert.equal(compilePatterns([])("c.d"), false);
});

Deno.test("malformed patterns and types are refused", () => {
  for (const bad of ["", ".", "a.", ".a", "a..b", "a.**.b", "a.b*", "a b.c", "a.(b", "x".repeat(201)]) {
    assert.equal(isTypePattern(bad), false, bad);
    assert.throws(() => compilePatterns([bad]), RangeError);
  }
  for (const bad of ["", "single", "a.*", "a..b", "a.b\n", "a.b.c.d.e.f.g.h.i"]) {
    assert.equal(isEventType(bad), false, bad);
  }
});

Deno.test("every type matches itself, its wildcards and nothing shorter", () => {
  const segment = fc.stringMatching(/^[a-z0-9_-]{1,6}$/);
  fc.assert(fc.property(fc.array(segment, { minLength: 2, maxLength: 7 }), fc.nat(), (segments, pick) => {
    const type = segments.join(".");
    const at = pick % segments.length;
    const starred = segments.map((each, index) => index === at ? "*" : each).join(".");
    const head = segments.slice(0, at);
    for (const pattern of [type, starred, [...head, "**"].join("."), [...head, "*"].join(".")]) {
      assert.ok(compilePatterns([pattern])(type), `${pattern} on ${type}`);
    }
    assert.equal(compilePatterns([`${type}.*`])(type), false);
  }));
});
