import assert from "node:assert/strict";
import { announcement } from "./announce.ts";

const READY = { url: "http://127.0.0.1:8080", plugins: 2, workflows: 1, ms: 1_234.5 };

Deno.test("the ready line is the same in every start, and the last one", () => {
  assert.equal(announcement(READY, "text", false), "ready http://127.0.0.1:8080 plugins=2 workflows=1 in 1.2s\n");
  const json = announcement({ ...READY, claimLink: "http://127.0.0.1:8080/claim#x" }, "json", false);
  const lines = json.trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(lines, [
    { event: "claim", url: "http://127.0.0.1:8080/claim#x" },
    { event: "ready", url: "http://127.0.0.1:8080", plugins: 2, workflows: 1, ms: 1_235 },
  ]);
});

Deno.test("the claim link stands alone on its line, and is coloured only where colours are wanted", () => {
  const what = { ...READY, claimLink: "http://127.0.0.1:8080/claim#x" };
  assert.ok(announcement(what, "text", false).split("\n").includes("    http://127.0.0.1:8080/claim#x"));
  assert.ok(announcement(what, "text", true).includes("\x1b[1;36mhttp"));
});
