import assert from "node:assert/strict";
import { codeTokens, MAX_CODE } from "./code_tokens.ts";

const textOf = (lines: ReturnType<typeof codeTokens>) =>
  lines?.map((line) => line.map(({ text }) => text).join("")).join("\n");

Deno.test("code has its words by kind, and not a letter more or less", () => {
  const code = "const a = `x${1}`; // two\n\n<b>&amp;</b>";
  const lines = codeTokens(code, "ts")!;
  assert.equal(textOf(lines), code);
  assert.deepEqual(lines[0]![0], { kind: "keyword", text: "const" });
  assert.deepEqual(lines[0]!.at(-1), { kind: "comment", text: "// two" });
  assert.deepEqual(lines[1], []);
});

Deno.test("markup in code stays text, whichever language it is said to be", () => {
  const code = '<img src=x onerror="alert(1)"></script><script>alert(1)</script>';
  for (const language of ["html", "xml", "js", "php", "markdown", "css", "bash"]) {
    assert.equal(textOf(codeTokens(code, language)), code, language);
  }
});

Deno.test("a language that is not known and code that is too long have no colours", () => {
  assert.equal(codeTokens("a", "klingon"), undefined);
  assert.equal(codeTokens("a", "__proto__"), undefined);
  assert.equal(codeTokens("a", ""), undefined);
  assert.equal(codeTokens("a".repeat(MAX_CODE + 1), "js"), undefined);
});

Deno.test("the longest code is coloured in no time, however it is written", () => {
  for (
    const [language, piece] of [["js", "`${"], ["html", "<a "], ["css", "a{b:"], ["markdown", "*_["], ["ts", "(<"]]
  ) {
    const began = performance.now();
    codeTokens(piece!.repeat(MAX_CODE / piece!.length), language!);
    assert.ok(performance.now() - began < 3_000, `${language} took ${performance.now() - began} ms`);
  }
});
