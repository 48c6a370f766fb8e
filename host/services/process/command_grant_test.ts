import assert from "node:assert/strict";
import { allowsCommand, argumentsFit } from "./command_grant.ts";

Deno.test("arguments follow the grant item by item; * is one, a last ** is any number", () => {
  const cases: [pattern: string[], args: string[], fits: boolean][] = [
    [["status"], ["status"], true],
    [["status"], ["status", "--porcelain"], false],
    [["status"], [], false],
    [["log", "-1"], ["log -1"], false],
    [["log", "*"], ["log", "-1"], true],
    [["log", "*"], ["log", ""], true],
    [["log", "*"], ["log"], false],
    [["log", "*"], ["log", "a", "b"], false],
    [["log", "**"], ["log"], true],
    [["log", "**"], ["log", "a", "b"], true],
    [["log", "**"], ["logs"], false],
    [["**"], [], true],
    [["**", "x"], ["**", "x"], true], // not at the end: itself
    [["**", "x"], ["a", "x"], false],
    [["show", "--", "*"], ["show", "--", "--output=x"], true],
    [["show", "--", "*"], ["show", "--output=x", "--"], false],
    [[], [], true],
    [[], ["x"], false],
  ];
  for (const [pattern, args, fits] of cases) {
    assert.equal(argumentsFit(pattern, args), fits, `${pattern.join(" ")} over ${args.join(" ")}`);
  }
});

Deno.test("a grant without arguments allows any; the grant of everything counts for the product's own plugins only", () => {
  const asked = { command: "git", args: ["anything", "--at=all"], bundled: false };
  const reason = "Test";
  assert.ok(allowsCommand({ command: "git", reason }, asked));
  assert.ok(!allowsCommand({ command: "gi", reason }, asked));
  assert.ok(!allowsCommand({ command: "GIT", reason }, asked));
  assert.ok(!allowsCommand({ command: "*", reason }, asked));
  assert.ok(allowsCommand({ command: "*", reason }, { ...asked, bundled: true }));
  assert.ok(!allowsCommand({ command: "/usr/bin/git", reason }, asked));
});
