import assert from "node:assert/strict";
import type { InspectedSource } from "../../../packages/mod.ts";
import { isMissing, isUnused, minimalPermissions, NO_REASON, permissionReport } from "./permission_report.ts";
import { scanPermissions } from "./permission_scan.ts";

function source(text: string, description: Partial<InspectedSource["description"]> = {}): InspectedSource {
  return {
    description: { methods: [], listens: [], hooks: [], ...description },
    modules: [{ path: "plugin.ts", text }],
    warnings: [],
  };
}

function targets(text: string, description?: Partial<InspectedSource["description"]>): string[] {
  return scanPermissions("polls", source(text, description)).map(({ kind, target, where }) =>
    `${kind} ${target} ${where}`
  );
}

Deno.test("literal names in the source are found with their line, comments are not", () => {
  assert.deepEqual(
    targets(
      [
        `// ctx.call("host.user.list")`,
        `await ctx.call<{ items: [] }>("chat.message.send", {});`,
        `/* secrets.get("OLD") */ ctx.secrets.require("API_KEY");`,
        `ctx.call("polls.poll.get");`,
        `ctx.http.fetch("https://api.weather.gov/points?x=1");`,
        `ctx.process.run("git", ["status"]);`,
        `ctx.files.uploads.read(id); ctx.files.uploads.keep(id, "owner");`,
      ].join("\n"),
    ),
    [
      "call chat.message.send plugin.ts:2",
      "secrets API_KEY plugin.ts:3",
      "net api.weather.gov plugin.ts:5",
      "process git plugin.ts:6",
      "files read plugin.ts:7",
      "files write plugin.ts:7",
    ],
  );
});

Deno.test("what the definition says counts: emitted and consumed types, webhooks", () => {
  const method = { name: "polls.poll.close", summary: "", params: {}, result: {}, emits: ["polls.poll.closed"] };
  assert.deepEqual(
    targets("", { methods: [method], listens: ["chat.message.sent", "polls.poll.closed"], hooks: ["inbox"] }),
    [
      "publish polls.poll.closed emits of polls.poll.close",
      "subscribe chat.message.sent events of the definition",
      "hooks inbox hooks of the definition",
    ],
  );
});

Deno.test("a pattern that is declared covers what is used; the unused goes, the missing comes without a reason", () => {
  const declared = {
    call: [{ method: "chat.message.*", reason: "Posts results" }, { method: "host.user.list", reason: "Names" }],
    net: [{ host: "*.weather.gov", reason: "Asks for the weather" }],
  };
  const seen = scanPermissions(
    "polls",
    source(`ctx.call("chat.message.send"); ctx.http.fetch("https://api.weather.gov/x"); ctx.secrets.get("KEY");`),
  );
  const lines = permissionReport(declared, seen, [
    { kind: "call", target: "chat.channel.list", denied: true, count: 3 },
  ]);
  assert.deepEqual(lines.filter(isUnused).map(({ target }) => target), ["host.user.list"]);
  assert.deepEqual(lines.filter(isMissing).map(({ kind, target }) => `${kind} ${target}`), [
    "secrets KEY",
    "call chat.channel.list",
  ]);
  assert.deepEqual(minimalPermissions(declared, lines), {
    call: [{ method: "chat.message.*", reason: "Posts results" }, { method: "chat.channel.list", reason: NO_REASON }],
    net: [{ host: "*.weather.gov", reason: "Asks for the weather" }],
    secrets: [{ name: "KEY", reason: NO_REASON }],
  });
});

Deno.test("where a name is put together at run time, nothing that is declared is taken for unused", () => {
  const declared = { secrets: [{ name: "KEY", reason: "Signs" }] };
  const lines = permissionReport(declared, scanPermissions("polls", source("ctx.secrets.get(name)")), []);
  assert.deepEqual(lines.filter(isUnused), []);
  const net = { net: [{ host: "example.com", reason: "Reads pages" }] };
  assert.deepEqual(permissionReport(net, scanPermissions("polls", source("fetch(url)")), []).filter(isUnused), []);
});
