import assert from "node:assert/strict";
import fc from "fast-check";
import {
  excerpt,
  firstLink,
  type Inline,
  inlinesOf,
  isOnlyEmoji,
  parseBlocks,
  parseInline,
  plainText,
} from "./rich_text.ts";

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
      case "channel":
        return `[#${node.name}]`;
      case "emoji":
        return `[:${node.name}]`;
      case "math":
        return `[m:${node.source}]`;
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
    ["see #design, a#b and &#x20;", "see [#design], a#b and &#x20;"],
    ["so $e^{i\\pi} = -1$, and", "so [m:e^{i\\pi} = -1], and"],
    ["from $5 to $6, $HOME/$PATH, a$b$c", "from $5 to $6, $HOME/$PATH, a$b$c"],
    ["`$x$` and \\$x$", "[c:$x$] and \\$x$"],
    ["well done :tada: at 10:30:15", "well done [:tada] at 10:30:15"],
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

Deno.test("blocks: lists by kind, headings alone, tables with their rule, and text about them", () => {
  const blocks = parseBlocks("# Plan\nfirst:\n- a **b**\n* c\n3. d\n4. e\n|x|y|\n|---|:-:|\n|1|2|\nend\n|no|table|");
  assert.deepEqual(blocks.map((block) => block.kind), ["heading", "paragraph", "list", "list", "table", "paragraph"]);
  assert.deepEqual(blocks.map((block) => inlinesOf(block).map(short)), [
    ["Plan"],
    ["first:"],
    ["a [b:b]", "c"],
    ["d", "e"],
    ["x", "y", "1", "2"],
    ["end\n|no|table|"],
  ]);
  assert.deepEqual(blocks[3]!.kind === "list" && blocks[3]!.start, 3);
});

Deno.test("a text in short has its words without the marks; its first address is not one inside of code", () => {
  assert.equal(excerpt("> **Look**\n- at #ops, @bob", 40), "Look at #ops, @bob");
  assert.equal(excerpt("a".repeat(50), 10), `${"a".repeat(9)}…`);
  assert.equal(firstLink("`https://a.example` and - https://b.example."), "https://b.example");
  assert.equal(firstLink("```\nhttps://a.example\n```"), undefined);
});

Deno.test("a formula on lines of its own is a block, inside of code it is code", () => {
  assert.deepEqual(parseBlocks("So\n$$\n\\frac{a}{b}\n$$\nand $$x$$"), [
    { kind: "paragraph", children: [{ kind: "text", text: "So" }] },
    { kind: "math", source: "\\frac{a}{b}" },
    { kind: "paragraph", children: [{ kind: "text", text: "and $$x$$" }] },
  ]);
  assert.deepEqual(parseBlocks("$$ x $$").map((block) => block.kind), ["math"]);
  assert.deepEqual(parseBlocks("```\n$$\nx\n$$\n```").map((block) => block.kind), ["code"]);
});

Deno.test("a fence that does not close is text", () => {
  assert.deepEqual(parseBlocks("```ts\nconst a = 1").map((block) => block.kind), ["paragraph"]);
});

Deno.test("no letter is lost and no time is wasted, whatever is typed", () => {
  const letters = fc.string({
    unit: fc.constantFrom(
      "*",
      "$",
      "- ",
      "1. ",
      "# ",
      "|",
      "|-|\n",
      ":",
      "_",
      "~",
      "`",
      "[",
      "]",
      "(",
      ")",
      "@",
      "a",
      "b",
      " ",
      "\n",
      "h",
      "https://a.b",
      ">",
    ),
    maxLength: 400,
  });
  fc.assert(
    fc.property(letters, (text) => {
      const started = performance.now();
      const words = (value: string) => value.replace(/[^ab]/g, "").length;
      const kept = parseBlocks(text).flatMap(inlinesOf).map(plainText).join("");
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
