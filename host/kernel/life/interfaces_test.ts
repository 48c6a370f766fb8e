import assert from "node:assert/strict";
import { type InterfaceMember, Interfaces } from "./interfaces.ts";

const on = (id: string, more: Partial<InterfaceMember> = {}): InterfaceMember => ({
  id,
  version: "1.2.0",
  enabledSince: "2026-01-01T00:00:00.000Z",
  ...more,
});
const off = (id: string, more: Partial<InterfaceMember> = {}): InterfaceMember => ({
  ...on(id, more),
  enabledSince: undefined,
});

Deno.test("a requirement is met by the enabled plugin of that id, or by one that provides it under another", () => {
  const interfaces = new Interfaces([
    on("polls", { requires: { chat: "^1", mail: "^3" } }),
    on("chat"),
    on("postbox", { provides: { mail: "3.1.0" } }),
  ]);
  assert.deepEqual(interfaces.requirements("polls"), [
    { name: "chat", range: "^1", optional: false, provider: "chat" },
    { name: "mail", range: "^3", optional: false, provider: "postbox" },
  ]);
  assert.deepEqual(interfaces.unmet("polls"), []);
});

Deno.test("what is not met says which interface, which range, who could provide it and what to do", () => {
  const unmet = (range: string, ...others: InterfaceMember[]) =>
    new Interfaces([on("a", { requires: { chat: range } }), ...others]).unmet("a")[0];
  assert.equal(unmet("^1"), "chat ^1, which no enabled plugin provides: install a plugin that provides it");
  assert.equal(unmet("^1", off("chat")), `chat ^1, which no enabled plugin provides: enable "chat" 1.2.0`);
  assert.equal(
    unmet("^2", off("chat")),
    `chat ^2, which no enabled plugin provides: update "chat" 1.2.0, which does not fit, and enable it`,
  );
  assert.equal(
    unmet("^1", off("chat"), on("talk", { provides: { chat: "1.0.0" } })),
    `chat ^1, which no enabled plugin provides: enable "chat" 1.2.0, or an owner may choose "talk" 1.0.0 ` +
      `(host.plugin.provider.set {"interface": "chat", "id": "talk"})`,
  );
  assert.equal(unmet("^2", on("chat")), `chat ^2, but "chat" provides 1.2.0: install a version of "chat" that fits`);
  assert.equal(
    unmet("^2", on("chat"), on("talk", { provides: { chat: "2.0.0" } })),
    `chat ^2, but "chat" provides 1.2.0: an owner may choose "talk" 2.0.0 ` +
      `(host.plugin.provider.set {"interface": "chat", "id": "talk"})`,
  );
});

Deno.test("a version counts as provides says, not as the plugin's own", () => {
  const interfaces = new Interfaces([
    on("chat", { version: "9.0.0", provides: { chat: "1.4.0" } }),
    on("a", { requires: { chat: "^1.4" } }),
  ]);
  assert.deepEqual(interfaces.unmet("a"), []);
});

Deno.test("by default the plugin of that id provides, else the one switched on first; an owner's choice beats both", () => {
  const talk = on("talk", { provides: { chat: "1.0.0" }, enabledSince: "2026-01-01" });
  const late = on("aaa", { provides: { chat: "1.0.0" }, enabledSince: "2026-02-01" });
  const own = on("chat", { enabledSince: "2026-03-01" });
  const provider = (members: InterfaceMember[], chosen = {}) =>
    new Interfaces(members, new Map(Object.entries(chosen))).providerOf("chat")?.id;
  assert.equal(provider([late, talk]), "talk");
  assert.equal(provider([late, talk, own]), "chat");
  assert.equal(provider([late, talk, own], { chat: "aaa" }), "aaa");
  assert.equal(provider([talk, own], { chat: "aaa" }), "chat", "the chosen one was uninstalled");
  assert.equal(provider([{ ...own, enabledSince: undefined }]), undefined);
});

Deno.test("nobody but an owner hands an interface over: while its holder is off nobody provides it", () => {
  const talk = on("talk", { provides: { chat: "1.0.0" }, enabledSince: "2026-01-01" });
  const own = on("chat", { enabledSince: "2026-03-01" });
  const provider = (members: InterfaceMember[], chosen = {}) =>
    new Interfaces(members, new Map(Object.entries(chosen))).providerOf("chat")?.id;
  assert.equal(provider([talk, off("chat")]), undefined);
  assert.equal(provider([off("talk", { provides: { chat: "1.0.0" } }), own], { chat: "talk" }), undefined);
  assert.equal(provider([talk, off("chat")], { chat: "talk" }), "talk");
});

Deno.test("every member of a circle of requirements is told the circle; what needs one of them is not met either", () => {
  const interfaces = new Interfaces([
    on("a", { requires: { b: "*" } }),
    on("b", { requires: { c: "*" } }),
    on("c", { requires: { a: "*" } }),
    on("outside", { requires: { a: "*" } }),
    on("loose", { requires: { self: "*" }, optionalRequires: { a: "*" } }),
    on("self", { requires: { self: "*" } }),
  ]);
  assert.match(interfaces.unmet("a")[0]!, /^b \*, in the circle a → b → c → a: move one of these .* optionalRequires$/);
  assert.match(interfaces.unmet("c")[0]!, /^a \*, in the circle c → a → b → c/);
  assert.deepEqual(interfaces.unmet("outside"), [`a *, but its provider "a" is stopped itself`]);
  assert.deepEqual([interfaces.unmet("loose"), interfaces.unmet("self")], [[], []]);
  assert.match(interfaces.requirements("loose")[1]!.problem!, /is stopped itself/);
});

Deno.test("a provider that waits for a grant meets nothing, down the whole chain", () => {
  const interfaces = new Interfaces([
    on("a", { requires: { b: "*" } }),
    on("b", { requires: { c: "*" } }),
    on("c", { held: "waits for a grant" }),
  ]);
  assert.deepEqual(interfaces.unmet("b"), [`c *, but its provider "c" waits for a grant`]);
  assert.deepEqual(interfaces.unmet("a"), [`b *, but its provider "b" is stopped itself`]);
});

Deno.test("dependents are those who require it, use it where it is there, or may call it, while nobody else provides it", () => {
  const users = [
    on("hard", { requires: { chat: "^1" } }),
    on("soft", { optionalRequires: { chat: "^1" } }),
    on("caller", { calls: ["chat.message.send"] }),
    on("other", { calls: ["chatter.**", "**"] }),
    off("asleep", { requires: { chat: "^1" } }),
  ];
  const talk = on("talk", { provides: { chat: "1.0.0" } });
  const expected = [
    { id: "hard", interface: "chat", optional: false },
    { id: "soft", interface: "chat", optional: true },
    { id: "caller", interface: "chat", optional: true },
  ];
  assert.deepEqual(new Interfaces([...users, on("chat")]).dependents("chat"), expected);
  assert.deepEqual(new Interfaces([...users, off("chat")]).dependents("chat"), expected);
  const chosen = new Map([["chat", "talk"]]);
  assert.deepEqual(new Interfaces([...users, off("chat"), talk], chosen).dependents("chat"), []);
  assert.deepEqual(new Interfaces([...users, off("chat"), talk], chosen).dependents("talk"), expected);
});
