import assert from "node:assert/strict";
import fc from "fast-check";
import { HOSTILE } from "./hostile_texts.ts";
import { htmlOf } from "./rich_html.ts";

/** Each tag that may be there, with the one form that its attributes may have. */
const OPEN: Record<string, RegExp> = {
  a: /^ href="https?:\/\/[^"<>\s]*" rel="noreferrer noopener nofollow"$/i,
  code: /^( class="language-[\w+#.-]+")?$/,
  div: /^ class="math"$/,
  ol: /^( start="\d{1,4}")?$/,
  p: /^( class="emoji-only")?$/,
  span: /^ class="(math|mention|channel|emoji)"$/,
};
for (
  const tag of ["blockquote", "br", "em", "li", "pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"]
) {
  OPEN[tag] = /^$/;
}

/** Throws unless the HTML holds only elements that are allowed, closed in their order, and nothing else that looks like one. */
function requireHarmless(html: string): void {
  const stack: string[] = [];
  for (const [piece, close, tag, attributes] of html.matchAll(/<(\/?)([a-z]+)([^>]*)>|[^<]+|</g)) {
    assert.notEqual(piece, "<", `a sign that is not escaped in ${html}`);
    if (tag === undefined) {
      assert.doesNotMatch(piece, />|&(?!(amp|lt|gt|quot|#39);)/, html);
    } else if (close) assert.equal(stack.pop(), tag, html);
    else {
      assert.ok(Object.hasOwn(OPEN, tag), `<${tag}> in ${html}`);
      assert.match(attributes!, OPEN[tag]!, html);
      if (tag !== "br") stack.push(tag);
    }
  }
  assert.deepEqual(stack, [], html);
}

Deno.test("each kind of text has the element that the page draws for it", () => {
  const cases: [string, string][] = [
    ["a **b** _c_ ~~d~~ `e`", "<p>a <strong>b</strong> <em>c</em> <s>d</s> <code>e</code></p>"],
    ["one\ntwo", "<p>one<br>two</p>"],
    ["- a\n- b", "<ul><li>a</li><li>b</li></ul>"],
    ["3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'],
    ["> said", "<blockquote>said</blockquote>"],
    ["# Head", "<p><strong>Head</strong></p>"],
    ["```ts\nlet x = 1 < 2;\n```", '<pre><code class="language-ts">let x = 1 &lt; 2;</code></pre>'],
    ["```a b\nx\n```", "<pre><code>x</code></pre>"],
    [
      "| a | b |\n|-|-|\n| 1 |",
      "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td></td></tr></tbody></table>",
    ],
    [
      "hi @bob in #ops :tada:",
      '<p>hi <span class="mention">@bob</span> in <span class="channel">#ops</span> <span class="emoji">:tada:</span></p>',
    ],
    [
      "[here](https://a.example/?a=1&b=2)",
      '<p><a href="https://a.example/?a=1&amp;b=2" rel="noreferrer noopener nofollow">here</a></p>',
    ],
    ["$x<y$", '<p><span class="math">x&lt;y</span></p>'],
    ["🎉🎉", '<p class="emoji-only">🎉🎉</p>'],
  ];
  for (const [text, expected] of cases) {
    assert.equal(htmlOf(text), expected);
    requireHarmless(expected);
  }
});

Deno.test("hostile texts stay texts", () => {
  for (const text of HOSTILE) requireHarmless(htmlOf(text));
  requireHarmless(htmlOf(HOSTILE.join("\n")));
  assert.throws(() => requireHarmless("<p>a<img src=x></p>"));
  assert.throws(() => requireHarmless('<a href="javascript:x" rel="noreferrer noopener nofollow">a</a>'));
  assert.throws(() => requireHarmless("<p>a"));
});

Deno.test("whatever is written, no markup but ours comes out", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ...HOSTILE,
      "<",
      ">",
      '"',
      "'",
      "&",
      "**",
      "_",
      "`",
      "```\n",
      "\n",
      "| ",
      "|-|\n",
      "> ",
      "- ",
      "1. ",
    ),
    fc.constantFrom(
      "[x](https://a.example/",
      ")",
      "https://a.example/\"'<>",
      "$",
      "$$",
      "@a",
      "#a",
      ":a:",
      "~~",
      "\u2028",
    ),
    fc.string({ maxLength: 8, unit: "binary" }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => requireHarmless(htmlOf(pieces.join("")))),
    { numRuns: 1_000 },
  );
});
