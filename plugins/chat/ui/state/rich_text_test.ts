import assert from "node:assert/strict";
import fc from "fast-check";
import { type Inline, isOnlyEmoji, parseBlocks, parseInline } from "./rich_text.ts";

/** A tree in short: `[b:…]` bold, `[i:…]` italic, `[c:…]` code, `[l:text→href]`, `[@…]`. */
function short(nodes: Inline[]): string {
  return nodes.map((node) => {
    switch (node.kind) {
      case "text":
        return node.text;
      case "code":
        return `[c:${node.text}]`;
      case "link":
        return `[l:${node.text}→${node.href}]`;
      case "mention":
        return `[@${node.handle}]`;
      default:
        return `[${node.kind[0]}:${short(node.children)}]`;
    }
  }).join("");
}

Deno.test("marks inside a line", () => {
  const cases: [string, string][] = [
    ["plain", "plain"],
    ["a **b** c", "a [b:b] c"],
    ["*b* and _i_", "[i:b] and [i:i]"],
    ["**a *b* c**", "[b:a [i:b] c]"],
    ["~~gone~~", "[s:gone]"],
    ["`a **b**`", "[c:a **b**]"],
    ["snake_case_name", "snake_case_name"],
    ["2 * 3 * 4", "2 * 3 * 4"],
    ["** not bold **", "** not bold **"],
    ["unclosed **bold", "unclosed **bold"],
    ["hi @alice, @bob.", "hi [@alice], [@bob]."],
    ["mail me@example.com", "mail me@example.com"],
  ];
  for (const [text, expected] of cases) assert.equal(short(parseInline(text)), expected, text);
});

Deno.test("addresses become links without the sentence around them", () => {
  const cases: [string, string][] = [
    ["see https://a.example/x.", "see [l:https://a.example/x→https://a.example/x]."],
    ["(https://a.example/x)", "([l:https://a.example/x→https://a.example/x])"],
    ["https://a.example/wiki/A_(b)", "[l:https://a.example/wiki/A_(b)→https://a.example/wiki/A_(b)]"],
    ["[docs](https://a.example)", "[l:docs→https://a.example]"],
  ];
  for (const [text, expected] of cases) assert.equal(short(parseInline(text)), expected, text);
});

Deno.test("nothing but http and https ever becomes a link", () => {
  for (
    const text of [
      "javascript:alert(1)",
      "[x](javascript:alert(1))",
      "[x](data:text/html,hi)",
      "[x](//evil.example)",
      "vbscript:x",
    ]
  ) {
    assert.equal(parseInline(text).some((node) => node.kind === "link"), false, text);
  }
});

Deno.test("blocks: fenced code keeps what is in it, quotes stand apart", () => {
  const blocks = parseBlocks("before\n```ts\nconst a = `**x**`;\n\n> b\n```\n> quoted\n> more\nafter");
  assert.deepEqual(blocks.map((block) => block.kind), ["paragraph", "code", "quote", "paragraph"]);
  assert.deepEqual(blocks[1], { kind: "code", language: "ts", code: "const a = `**x**`;\n\n> b" });
});

Deno.test("a fence that does not close is text", () => {
  assert.deepEqual(parseBlocks("```ts\nconst a = 1").map((block) => block.kind), ["paragraph"]);
});

Deno.test("no letter is lost and no time is wasted, whatever is typed", () => {
  const letters = fc.string({
    unit: fc.constantFrom("*", "_", "~", "`", "[", "]", "(", ")", "@", "a", "b", " ", "\n", "h", "https://a.b", ">"),
    maxLength: 400,
  });
  fc.assert(
    fc.property(letters, (text) => {
      const started = performance.now();
      const flat = (nodes: Inline[]): string =>
        nodes.map((node) =>
          "children" in node ? flat(node.children) : node.kind === "mention" ? node.handle : node.text
        ).join("");
      const words = (value: string) => value.replace(/[^ab]/g, "").length;
      const kept = parseBlocks(text).map((block) => block.kind === "code" ? block.code : flat(block.children)).join("");
      // Marks go, addresses of named links go; what people said stays.
      if (!/\]\(https?:|```/.test(text)) assert.equal(words(kept), words(text));
      assert.ok(performance.now() - started < 500);
    }),
    { numRuns: 300 },
  );
});

Deno.test("a few emoji alone are shown larger", () => {
  assert.equal(isOnlyEmoji("👍"), true);
  assert.equal(isOnlyEmoji("👍🏽 🎉"), true);
  assert.equal(isOnlyEmoji("👍 ok"), false);
  assert.equal(isOnlyEmoji("12"), false);
  assert.equal(isOnlyEmoji(""), false);
});
