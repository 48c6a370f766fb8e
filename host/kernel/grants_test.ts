import assert from "node:assert/strict";
import type { MethodDescriptor } from "../sdk/channel/protocol.ts";
import { GrantBook } from "./grants.ts";
import { covers } from "./patterns.ts";

const method = (name: string, extra: Partial<MethodDescriptor> = {}): MethodDescriptor => ({
  name,
  summary: "",
  params: {},
  result: {},
  ...extra,
});
const reason = "for the test";

Deno.test("a broader pattern covers a narrower one, not the other way round", () => {
  assert.ok(covers("a.**", "a.b.*"));
  assert.ok(covers("a.b.c", "a.b.c"));
  assert.ok(!covers("a.b.c", "a.b.*"));
  assert.ok(!covers("a.*.c", "a.**"));
});

Deno.test("a plugin calls its own methods and the granted ones, no others", () => {
  const book = new GrantBook();
  book.setPlugin("one", { call: [{ method: "two.thing.*", reason }] }, false);
  assert.ok(book.mayCall("plugin:one", "one.x", method("one.x")));
  assert.ok(book.mayCall("plugin:one", "two.thing.get", method("two.thing.get")));
  assert.ok(!book.mayCall("plugin:one", "two.other.get", method("two.other.get")));
  assert.ok(!book.mayCall("plugin:unknown", "two.thing.get", method("two.thing.get")));
  assert.ok(!book.mayCall("nonsense", "two.thing.get", method("two.thing.get")));
});

Deno.test("changes to the host are never granted to a third party, whatever its grant says; reading may be", () => {
  const book = new GrantBook();
  book.setPlugin("third", { call: [{ method: "host.**", reason }, { method: "host.plugin.enable", reason }] }, false);
  book.setPlugin("ours", { call: [{ method: "host.**", reason }] }, true);
  for (
    const name of [
      "host.plugin.enable",
      "host.plugin.grants.set",
      "host.registry.add",
      "host.user.setRole",
      "host.token.create",
      "host.secret.set",
      "host.backup.restore",
      "host.workflow.source.put",
      "host.system.upgrade",
    ]
  ) {
    assert.ok(!book.mayCall("plugin:third", name, method(name)), name);
    assert.ok(book.mayCall("plugin:ours", name, method(name)), name);
  }
  assert.ok(book.mayCall("plugin:third", "host.plugin.list", method("host.plugin.list", { readOnly: true })));
  assert.ok(!book.mayCall("plugin:third", "host.event.drop", method("host.event.drop", { risk: "high" })));
});

Deno.test("a workflow calls what it uses, but nothing of high risk", () => {
  const book = new GrantBook();
  book.setWorkflow("w", ["two"]);
  assert.ok(book.mayCall("workflow:w", "two.x", method("two.x")));
  assert.ok(!book.mayCall("workflow:w", "two.x", method("two.x", { risk: "high" })));
  assert.ok(!book.mayCall("workflow:w", "three.x", method("three.x")));
  assert.ok(!book.mayCall("workflow:other", "two.x", method("two.x")));
});

Deno.test("publishing wants the own prefix and the grant; hearing wants the grant or the own prefix", () => {
  const book = new GrantBook();
  book.setPlugin("one", {
    publish: [{ type: "one.made.*", reason }, { type: "two.made.x", reason }],
    subscribe: [{ type: "two.**", reason }],
  }, true);
  assert.ok(book.mayPublish("one", "one.made.x"));
  assert.ok(!book.mayPublish("one", "one.other"));
  assert.ok(!book.mayPublish("one", "two.made.x"));
  assert.ok(!book.mayPublish("one", "one2.made.x"));
  assert.ok(book.maySubscribe("one", "two.a.b"));
  assert.ok(book.maySubscribe("one", "one.a"));
  assert.ok(!book.maySubscribe("one", "three.a"));
});
