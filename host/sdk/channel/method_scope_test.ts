import assert from "node:assert/strict";
import { inScope, METHOD_PATTERN } from "./method_scope.ts";

Deno.test("a pattern stands for one method, for one part of its name, or for all that is left of it", () => {
  assert.ok(inScope(["chat.message.send"], "chat.message.send"));
  assert.ok(inScope(["chat.*.list"], "chat.channel.list"));
  assert.ok(inScope(["chat.**"], "chat.message.send"));
  assert.ok(inScope(["host.plugin.list", "**"], "chat.message.send"));
  assert.ok(!inScope(["chat.*"], "chat.message.send"));
  assert.ok(!inScope(["chat.**"], "chat"));
  assert.ok(!inScope(["chat.**"], "chatter.message.send"));
  assert.ok(!inScope(["chat.message"], "chat.message.send"));
  assert.ok(!inScope([], "chat.message.send"));
});

Deno.test("what is no pattern is told from one, in bounded time", () => {
  for (const good of ["chat.**", "**", "*", "host.plugin.list", "chat.*.list", "a-b.c_d"]) {
    assert.match(good, METHOD_PATTERN, good);
  }
  for (const bad of ["", ".", "chat.", ".chat", "chat..x", "**.chat", "chat.**.x", "cha*", "chat/x", "chat message"]) {
    assert.doesNotMatch(bad, METHOD_PATTERN, bad);
  }
  const start = performance.now();
  assert.doesNotMatch(`${"a.".repeat(20_000)}!`, METHOD_PATTERN);
  assert.ok(performance.now() - start < 500);
});
