import assert from "node:assert/strict";
import fc from "fast-check";
import { type MathNode, mathTree, MAX_FORMULA } from "./math_tree.ts";

function names(node: MathNode | string): string[] {
  return typeof node === "string" ? [] : [node.type, ...node.children.flatMap(names)];
}

Deno.test("a formula is a tree of MathML", () => {
  const tree = mathTree("\\frac{a}{b} + \\sqrt{x^2}", true)!;
  assert.equal(tree.attributes.display, "block");
  for (const name of ["mfrac", "msqrt", "msup", "mo"]) assert.ok(names(tree).includes(name), name);
});

Deno.test("what is no formula, leads elsewhere, or is too large is not drawn", () => {
  const bomb = `\\def\\a{xxxxxxxxxx}\\def\\b{${"\\a".repeat(10)}}\\def\\c{${"\\b".repeat(10)}}${"\\c".repeat(10)}`;
  for (
    const source of [
      "\\frac{a",
      "\\href{javascript:alert(1)}{x}",
      "\\url{javascript:alert(1)}",
      "\\includegraphics{https://a.example/x.png}",
      "\\class{fixed inset-0}{x}",
      "\\style{position:fixed}{x}",
      "\\data{a=b}{x}",
      "\\def\\a{\\a\\a}\\a",
      bomb,
      "x".repeat(MAX_FORMULA + 1),
      "\\sqrt{".repeat(100) + "x" + "}".repeat(100),
    ]
  ) assert.equal(mathTree(source, false), undefined, source.slice(0, 60));
});

Deno.test("lengths and colours are what they are, and nothing of a style that covers others", () => {
  const tree = mathTree(
    "\\color{red}{x}\\rule{1000em}{1000em}\\raisebox{500em}{y}\\begin{matrix}1&2\\end{matrix}",
    true,
  )!;
  const walk = (node: MathNode | string): void => {
    if (typeof node === "string") return;
    for (const [name, value] of Object.entries({ ...node.attributes, ...node.style })) {
      assert.doesNotMatch(value, /url|expression|;|var\(/i, name);
      const length = /^(-?[\d.]+)(em|pt)$/.exec(value);
      if (length) assert.ok(Math.abs(Number(length[1])) <= (length[2] === "em" ? 10 : 120), `${name}: ${value}`);
    }
    node.children.forEach(walk);
  };
  walk(tree);
});

Deno.test("whatever is written, it is a tree or none, in no time", () => {
  const pieces = fc.array(
    fc.constantFrom(
      "\\frac",
      "{",
      "}",
      "\\left(",
      "\\right)",
      "^",
      "_",
      "x",
      "\\sqrt",
      "\\begin{matrix}",
      "\\end{matrix}",
      "&",
      "\\\\",
      "\\text{",
      "<b>",
      "\\color{red}",
      "\\def\\a{",
      "\\a",
    ),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(pieces, (parts) => {
      const began = performance.now();
      mathTree(parts.join(""), false);
      assert.ok(performance.now() - began < 500);
    }),
    { numRuns: 200 },
  );
});
