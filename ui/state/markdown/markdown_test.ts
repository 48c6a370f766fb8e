import assert from "node:assert/strict";
import fc from "fast-check";
import { type Block, parseMarkdown } from "./blocks.ts";
import { type Inline, parseInline, plainOf } from "./inline.ts";

const text = (words: string): Inline => ({ kind: "text", text: words });

Deno.test("marks, code and links become nodes", () => {
  assert.deepEqual(parseInline("a **b _c_** `d*e*` ~~f~~"), [
    text("a "),
    { kind: "bold", children: [text("b "), { kind: "italic", children: [text("c")] }] },
    text(" "),
    { kind: "code", text: "d*e*" },
    text(" "),
    { kind: "strike", children: [text("f")] },
  ]);
  assert.deepEqual(parseInline("see [the *docs*](https://example.com/a) now"), [
    text("see "),
    {
      kind: "link",
      href: "https://example.com/a",
      children: [text("the "), { kind: "italic", children: [text("docs")] }],
    },
    text(" now"),
  ]);
  assert.deepEqual(parseInline("https://example.com/x."), [
    { kind: "link", href: "https://example.com/x", children: [text("https://example.com/x")] },
    text("."),
  ]);
});

Deno.test("what does not close, and names with underscores, stay as they were typed", () => {
  for (const same of ["2 * 3 * 4", "**open", "snake_case_name", "a ~~ b", "`open", "[label](", "[a][b]"]) {
    assert.deepEqual(parseInline(same), [text(same)]);
  }
  assert.deepEqual(parseInline("\\*not bold\\*"), [text("*not bold*")]);
});

Deno.test("only addresses of the web become links, and nothing is fetched for a picture", () => {
  assert.deepEqual(parseInline("[x](javascript:alert(1))")[0], text("x"));
  assert.deepEqual(parseInline("[x](data:text/html,hi)"), [text("x")]);
  assert.deepEqual(parseInline("[guide](docs/guide.md)"), [text("guide")]);
  assert.deepEqual(parseInline("![a chart](https://tracker.example/p.png)"), [text("[a chart]")]);
  assert.deepEqual(parseInline("<script>alert(1)</script>"), [text("<script>alert(1)</script>")]);
});

Deno.test("blocks: headings, lists, code, quotes, tables, rules", () => {
  const blocks = parseMarkdown(
    "# Polls\n\nAsk a\nquestion.\n\n- one\n  - deeper\n- two\n  goes on\n\n1. first\n\n```ts\nconst a = `**b**`;\n```\n> said\n> so\n\n---\n\n| a | b |\n| --- | :-: |\n| 1 | 2 |\n| 3 |\n",
  );
  const kinds = blocks.map((block) => block.kind);
  assert.deepEqual(kinds, ["heading", "paragraph", "list", "list", "code", "quote", "rule", "table"]);
  assert.deepEqual(blocks[1], { kind: "paragraph", children: [text("Ask a question.")] });
  const list = blocks[2] as Extract<Block, { kind: "list" }>;
  assert.deepEqual(list.items.map(({ depth, children }) => [depth, plainOf(children[0]!)]), [
    [0, "one"],
    [1, "deeper"],
    [0, "two goes on"],
  ]);
  assert.deepEqual(blocks[4], { kind: "code", language: "ts", code: "const a = `**b**`;" });
  const table = blocks[7] as Extract<Block, { kind: "table" }>;
  assert.deepEqual([table.header.length, table.rows.map((row) => row.length)], [2, [2, 2]]);
});

Deno.test("a code block that is never closed ends with the text", () => {
  assert.deepEqual(parseMarkdown("```\nopen"), [{ kind: "code", language: "", code: "open" }]);
});

Deno.test("no text makes it fail, and nothing is said twice", () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom("*", "_", "`", "[", "]", "(", ")", "a", " ", "\n", "#", "-", "|", ">", "<", "!", "~"),
        maxLength: 80,
      }),
      (words) => {
        const blocks = parseMarkdown(words);
        const letters = words.replaceAll(/[^a]/g, "").length;
        assert.ok(JSON.stringify(blocks.map(strip)).replaceAll(/[^a]/g, "").length <= letters);
      },
    ),
  );
});

Deno.test("a text made to be slow is not", () => {
  const { length } = parseMarkdown(
    ["*a ".repeat(2_600), "[".repeat(7_900), "`".repeat(3) + "``a".repeat(2_600), "_a_b".repeat(1_900)].join("\n\n")
      .repeat(2),
  );
  assert.ok(length > 0);
});

/** Values without their keys, whose letters would count. */
function strip(block: Block): unknown {
  if (block.kind === "code") return block.code.length ? block.code.replace(/[^a]/g, "") : "";
  if (block.kind === "rule") return "";
  if (block.kind === "table") return [...block.header, ...block.rows.flat()].map((cell) => cell.map(plainOf));
  if (block.kind === "list") return block.items.map((item) => item.children.map(plainOf));
  return block.children.map(plainOf);
}
