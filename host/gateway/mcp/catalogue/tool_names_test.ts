import assert from "node:assert/strict";
import fc from "fast-check";
import { toolNames } from "./tool_names.ts";

Deno.test("dots become underscores, dashes stay", () => {
  assert.deepEqual([...toolNames(["chat.message.send", "link-check.url.test", "workflow.triage-issue"]).values()], [
    "chat_message_send",
    "link-check_url_test",
    "workflow_triage-issue",
  ]);
});

Deno.test("two methods of one name are both told apart by their hash, whatever the order", () => {
  const names = toolNames(["a.b_c", "a.b.c", "a.d"]);
  assert.match(names.get("a.b_c")!, /^a_b_c_[0-9a-f]{6}$/);
  assert.match(names.get("a.b.c")!, /^a_b_c_[0-9a-f]{6}$/);
  assert.notEqual(names.get("a.b_c"), names.get("a.b.c"));
  assert.equal(names.get("a.d"), "a_d");
  assert.deepEqual(toolNames(["a.d", "a.b.c", "a.b_c"]).get("a.b.c"), names.get("a.b.c"));
});

Deno.test("the names of the host's own tools are not given away", () => {
  assert.match(toolNames(["search.tools"], ["search_tools"]).get("search.tools")!, /^search_tools_[0-9a-f]{6}$/);
});

Deno.test("names are unique, short and of the characters that models' APIs take", () => {
  const method = fc.stringMatching(/^[a-z][a-z0-9-]{1,8}(\.[a-z_]{1,30}){1,4}$/);
  fc.assert(fc.property(fc.uniqueArray(method, { maxLength: 30 }), (methods) => {
    const names = [...toolNames(methods).values()];
    assert.equal(new Set(names).size, methods.length);
    for (const name of names) assert.match(name, /^[A-Za-z0-9_-]{1,64}$/);
  }));
});
