import assert from "node:assert/strict";
import { readsAs, stepsOf } from "./_tutorial.ts";

Deno.test("marked blocks become steps in their order; others are for reading only", () => {
  const steps = stepsOf([
    "# Title",
    "```sh",
    "not run",
    "```",
    "```ts file=a/b.ts",
    "const a = 1;",
    "```",
    "```console",
    "$ one \\",
    "    --more",
    "printed",
    "",
    "printed too",
    "$ two",
    "```",
    "```console background=host",
    "$ start",
    "ready",
    "```",
    "<!-- page: http://127.0.0.1:8080/app/a shows: Nothing yet -->",
    "<!-- stop: host -->",
    "```console exit=1",
    "$ three",
    "```",
  ].join("\n"));
  assert.deepEqual(steps, [
    { kind: "file", path: "a/b.ts", text: "const a = 1;\n", append: false, line: 6 },
    { kind: "run", command: "one --more", expected: "printed\n\nprinted too", exitCode: 0, line: 9 },
    { kind: "run", command: "two", expected: "", exitCode: 0, line: 14 },
    { kind: "background", name: "host", command: "start", expected: "ready", line: 17 },
    { kind: "page", url: "http://127.0.0.1:8080/app/a", shows: "Nothing yet", line: 20 },
    { kind: "stop", name: "host", line: 21 },
    { kind: "run", command: "three", expected: "", exitCode: 1, line: 23 },
  ]);
});

Deno.test("output has to be as shown but for what is left open", () => {
  assert.ok(readsAs("made … files\ndone", "made 12 files\ndone  \n"));
  assert.ok(readsAs("first\n…\nlast", "first\na\nb\nlast\n"));
  assert.ok(readsAs("first\n…\nlast", "first\nlast\n"));
  assert.ok(readsAs("", "\n"));
  assert.equal(readsAs("made … files", "made 12 files\nand more\n"), false);
  assert.equal(readsAs("a.b", "axb\n"), false);
  assert.equal(readsAs("done", ""), false);
});
