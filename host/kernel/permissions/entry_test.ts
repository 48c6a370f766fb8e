import assert from "node:assert/strict";
import schema from "../../../schemas/plugin.schema.json" with { type: "json" };
import { commandLine, parseCommandLine } from "./command_line.ts";
import { entriesOf, entryFor, permissionsOf } from "./entry.ts";
import { overlap } from "./facts.ts";
import { isGrantable } from "./forbidden.ts";
import { describePermissions } from "./view.ts";

const reason = "for the test";
const facts = { methods: () => [], privateTypes: () => [] };

Deno.test("kind and target name an entry, whatever else it holds", () => {
  const permissions = {
    net: [{ host: "a.org", reason }],
    secrets: [{ name: "TOKEN", optional: true, reason }, { name: "TOKEN", reason }],
    process: [{ command: "git", args: ["log", "-1"], reason }, { command: "git", args: [], reason }, {
      command: "my tool",
      reason,
    }],
    hooks: [{ path: "", reason }],
  };
  assert.deepEqual(entriesOf(permissions).map(({ kind, target }) => [kind, target]), [
    ["net", "a.org"],
    ["secrets", "TOKEN"],
    ["process", "git log -1"],
    ["process", "git ()"],
    ["process", `"my tool"`],
    ["hooks", ""],
  ]);
  assert.deepEqual(permissionsOf(entriesOf(permissions)), { ...permissions, secrets: [permissions.secrets[0]] });
});

Deno.test("a command line gives its parts back", () => {
  for (
    const command of [
      { command: "git" },
      { command: "git", args: [] },
      { command: "git", args: ["log", "-n", "1"] },
      { command: "a b", args: [`say "hi"`, "", "ü", "()"] },
      { command: "*" },
      { command: "()", args: ["()"] },
    ]
  ) assert.deepEqual(parseCommandLine(commandLine(command)), command);
  for (const line of ["", " git", `git "open`, `git "a"b`, "git () a", "()", "git a;b"]) {
    assert.equal(parseCommandLine(line), undefined, line);
  }
});

Deno.test("an entry is made of what names it, under the rules of the manifest", () => {
  assert.deepEqual(entryFor("process", "git log", reason), {
    kind: "process",
    target: "git log",
    value: { command: "git", args: ["log"], reason },
  });
  assert.deepEqual(entryFor("sys", "hostname", reason), {
    kind: "sys",
    target: "hostname",
    value: { name: "hostname", reason },
  });
  for (
    const [kind, target] of [
      ["net", "a b"],
      ["net", ""],
      ["sys", "everything"],
      ["secrets", "lower"],
      ["process", ""],
      ["call", "Not A Method"],
      ["read", "/etc/passwd"],
      ["toString", "x"],
    ]
  ) assert.ok("problem" in entryFor(kind!, target!, reason), `${kind} ${target}`);
});

Deno.test("two patterns overlap when one type fits both", () => {
  for (
    const [one, other] of [
      ["a.b.c", "a.b.c"],
      ["a.*", "a.b.c"],
      ["a.**", "a"],
      ["a.*.c", "a.b.*"],
      ["**", "x.y"],
      ["a.b.*", "a.**"],
    ]
  ) {
    assert.ok(overlap(one!, other!), `${one} ${other}`);
    assert.ok(overlap(other!, one!), `${other} ${one}`);
  }
  for (const [one, other] of [["a.b.c", "a.b"], ["a.*.c", "a.b.d"], ["a.*", "a"], ["a.*.c", "a.b.x.c"]]) {
    assert.ok(!overlap(one!, other!), `${one} ${other}`);
    assert.ok(!overlap(other!, one!), `${other} ${one}`);
  }
});

Deno.test("what changes the host, speaks in another's name or equals full access is not for third parties", () => {
  const third = { id: "polls", bundled: false };
  const never = [
    ["call", "host.plugin.enable"],
    ["call", "host.secret.set"],
    ["process", "*"],
    ["publish", "chat.message.sent"],
    ["read", "/etc/passwd"],
    ["run", "ls"],
  ].map(([kind, target]) => ({ kind: kind!, target: target! }));
  assert.deepEqual(never.filter((about) => isGrantable(about, third, facts)), []);
  assert.ok(isGrantable({ kind: "call", target: "chat.message.send" }, third, facts));
  assert.ok(isGrantable({ kind: "publish", target: "polls.poll.closed" }, third, facts));
  assert.ok(isGrantable({ kind: "process", target: "*" }, { ...third, bundled: true }, facts));
});

Deno.test("what is asked stands in the manifest's order, with whether it is held", () => {
  const asked = { call: [{ method: "host.user.list", reason }, { method: "chat.**", reason }] };
  const list = describePermissions(asked, { id: "polls", bundled: false }, {
    facts,
    held: new Set(["call chat.**"]),
  });
  assert.deepEqual(list.map(({ target, reason, granted, declared }) => ({ target, reason, granted, declared })), [
    { target: "host.user.list", reason, granted: false, declared: true },
    { target: "chat.**", reason, granted: true, declared: true },
  ]);
});

Deno.test("whatever widens a permission is part of what names it, so that more is never had without being asked for", () => {
  const kinds = Object.entries(schema.properties.permissions.properties);
  const beside = kinds.flatMap(([kind, { items }]) =>
    Object.keys(items.properties).filter((field) => !items.required.includes(field)).map((field) => `${kind} ${field}`)
  );
  // `args` stands in the target of a process; whether a secret may be missing gives nothing.
  assert.deepEqual(beside.sort(), ["process args", "secrets optional"]);
});
