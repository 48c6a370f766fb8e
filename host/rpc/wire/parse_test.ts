import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeBody, MAX_DEPTH, parseJson } from "./parse.ts";

const nested = (depth: number, open = "[", close = "]") => open.repeat(depth) + close.repeat(depth);

Deno.test("bytes that are not UTF-8 are a parse error", () => {
  for (const bytes of [[0x22, 0xff, 0x22], [0xc3], [0xed, 0xa0, 0x80], [0xf8, 0x88, 0x80, 0x80, 0x80]]) {
    assert.throws(() => decodeBody(new Uint8Array(bytes)), { code: -32700 });
  }
  assert.equal(decodeBody(new TextEncoder().encode("héllo 😀 \uFFFD")), "héllo 😀 \uFFFD");
});

Deno.test("text that is not JSON is a parse error", () => {
  for (const text of ["", "{", "{'a':1}", "nul", "[1,]", '{"a":1}}', "\u0000", "NaN", '"\n"']) {
    assert.throws(() => parseJson(text), { code: -32700 }, JSON.stringify(text));
  }
});

Deno.test("nesting is allowed up to the limit and refused beyond it, without overflowing the stack", () => {
  parseJson(nested(MAX_DEPTH));
  assert.throws(() => parseJson(nested(MAX_DEPTH + 1)), { code: -32600 });
  assert.throws(() => parseJson(nested(500_000)), { code: -32600 });
  assert.throws(() => parseJson("[".repeat(500_000)), { code: -32600 });
  assert.throws(() => parseJson('{"a":'.repeat(1_000)), { code: -32600 });
});

Deno.test("brackets inside of strings and side by side do not count as nesting", () => {
  assert.deepEqual(parseJson(JSON.stringify({ text: "[".repeat(500) })), { text: "[".repeat(500) });
  assert.deepEqual(parseJson(JSON.stringify({ text: '\\"[{'.repeat(100) })), { text: '\\"[{'.repeat(100) });
  assert.equal((parseJson(`[${Array(500).fill("[]").join(",")}]`) as unknown[]).length, 500);
});

Deno.test("the depth that is measured is the depth of the value", () => {
  const depthOf = (value: unknown): number =>
    typeof value === "object" && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
  const tree = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 90, depthSize: "max" },
      fc.string({ unit: fc.constantFrom('"', "\\", "[", "{", "a", "é") }),
      fc.array(tie("node"), { maxLength: 2 }),
      fc.dictionary(fc.string({ unit: fc.constantFrom('"', "\\", "]", "a") }), tie("node"), { maxKeys: 2 }),
    ),
  })).node;
  const wrapped = fc.tuple(tree, fc.integer({ min: 0, max: 80 })).map(([value, wraps]) => {
    let outer: unknown = value;
    for (let index = 0; index < wraps; index++) outer = index % 2 === 0 ? [outer] : { a: outer };
    return outer;
  });
  fc.assert(fc.property(wrapped, (value) => {
    const text = JSON.stringify(value);
    if (depthOf(value) > MAX_DEPTH) assert.throws(() => parseJson(text), { code: -32600 });
    else assert.deepEqual(parseJson(text), JSON.parse(text));
  }));
});

Deno.test("a key that could reach a prototype is refused in every spelling, as a value it is ordinary text", () => {
  for (const key of ["__proto__", "\\u005f_proto__", "__\\u0070roto__"]) {
    assert.throws(() => parseJson(`{"params":{"a":[{"${key}":{"admin":true}}]}}`), { code: -32600 });
  }
  assert.deepEqual(parseJson('{"text":"__proto__ \\u005f"}'), { text: "__proto__ _" });
  assert.equal(({} as Record<string, unknown>).admin, undefined);
});
