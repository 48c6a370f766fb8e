import assert from "node:assert/strict";
import { FakeHost, refusal } from "./_fake_host.ts";
import { moveScript, removeScript, restoreScript } from "./script_moves.ts";

Deno.test("a removed script comes back as it was", async () => {
  const host = new FakeHost();
  host.files.set("hello", "BAD as it is");
  const removed = await removeScript(host, "hello");
  assert.equal(host.files.has("hello"), false);
  await restoreScript(host, removed);
  assert.equal(host.files.get("hello"), "BAD as it is");
});

Deno.test("a script whose new name is refused stays under the old one", async () => {
  const host = new FakeHost();
  host.files.set("hello", "text");
  assert.equal((await moveScript(host, "hello", "greet.ts")).name, "greet");
  assert.deepEqual([...host.files], [["greet", "text"]]);
  host.failures.set("host.workflow.source.put", refusal("conflict", -32009));
  await assert.rejects(moveScript(host, "greet", "other.ts"), /conflict/);
  assert.deepEqual([...host.files], [["greet", "text"]]);
});
