import assert from "node:assert/strict";
import { type FileTree, type TestHost, testHost, until } from "../../../tests/harness/mod.ts";
import type { GrantsView } from "../grants/mod.ts";

const reason = "for the test of uses";

const SOURCE = `import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";
const any = { params: z.record(z.string(), z.any()), result: z.any() };
export default definePlugin({
  methods: {
    "out": method({ ...any, summary: "Calls out", handler: async ({ method, params }, ctx) => await ctx.call(method, params ?? {}) }),
    "publish": method({ ...any, summary: "Publishes", handler: (event, ctx) => ctx.events.publish(event as never) }),
    "secret": method({ ...any, summary: "What it holds", handler: ({ name }, ctx) => ctx.secrets.get(name) ?? null }),
    "nothing": method({ ...any, summary: "Nothing", handler: () => null }),
  },
  events: { "second.heard.**": () => {}, "third.**": () => {} },
  hooks: { "in": () => ({ status: 204 }), "other": () => ({ status: 204 }) },
});
`;
const plugin = (id: string, permissions: Record<string, unknown[]>): FileTree => ({
  "plugin.json": JSON.stringify({ id, version: "0.1.0", engine: "^1", name: id, permissions }),
  "plugin.ts": SOURCE,
});
const files = {
  first: plugin("first", {
    call: [{ method: "second.*", reason }],
    publish: [{ type: "first.made.*", reason }],
    subscribe: [{ type: "second.heard.*", reason }],
    secrets: [{ name: "FIRST_KEY", reason }, { name: "UNSET_KEY", optional: true, reason }],
    hooks: [{ path: "in", reason }],
  }),
  second: plugin("second", { publish: [{ type: "second.**", reason }] }),
};
const view = (host: TestHost) => host.call<GrantsView>("host.plugin.grants.get", { id: "first" });
const uses = ({ items }: GrantsView) =>
  Object.fromEntries(items.map(({ kind, target, uses }) => [`${kind} ${target}`, uses]));
const denied = ({ denied }: GrantsView) =>
  Object.fromEntries(denied.map(({ kind, target, grantable }) => [`${kind} ${target}`, grantable]));

Deno.test("each use of a permission is counted where it happens, and stays over a restart of the host", async () => {
  const dir = await Deno.realPath(await Deno.makeTempDir());
  try {
    const before = Date.now();
    {
      await using host = await testHost({ dir, pluginFiles: files, secrets: { FIRST_KEY: "the first key" } });
      for (let n = 0; n < 3; n++) await host.call("first.out", { method: "second.nothing" });
      await host.call("first.publish", { type: "first.made.one", data: 1 });
      await host.call("second.publish", { type: "second.heard.one", data: 1 });
      await host.hook("first/in", {});
      const expected = {
        "call second.*": 3,
        "publish first.made.*": 1,
        "subscribe second.heard.*": 1,
        "secrets FIRST_KEY": 1,
        "secrets UNSET_KEY": undefined,
        "hooks in": 1,
      };
      await until(async () => JSON.stringify(uses(await view(host))) === JSON.stringify(expected), {
        what: "all uses to be counted",
      });
      const { lastUsedAt } = (await view(host)).items[0]!;
      assert.ok(Date.parse(lastUsedAt!) >= before && Date.parse(lastUsedAt!) <= Date.now());
    }
    await using host = await testHost({ dir, secrets: { FIRST_KEY: "the first key" } });
    assert.equal(uses(await view(host))["call second.*"], 3);
    // What a plugin is handed at its start is a use as well.
    assert.equal(uses(await view(host))["secrets FIRST_KEY"], 2);
    // Who uses what is for those who run the place.
    const { permissions } = await host.call<{ permissions: Record<string, unknown>[] }>("host.plugin.get", {
      id: "first",
    }, { as: "bob" });
    assert.deepEqual([permissions[0]!.uses, permissions[0]!.grantedBy, permissions[0]!.words], [
      undefined,
      undefined,
      "Call every method of second",
    ]);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("what is tried without a grant is listed with whether it can be given, until it is given", async () => {
  await using host = await testHost({ pluginFiles: files, secrets: { OTHER_KEY: "the other key" } });
  for (const method of ["host.user.list", "host.user.list", "host.secret.list", "host.plugin.disable"]) {
    await host.call("first.out", { method, params: method.endsWith("disable") ? { id: "second" } : {} }).then(
      () => assert.fail("had to be refused"),
      (error) => assert.equal(error.kind, "not_permitted"),
    );
  }
  await host.call("first.publish", { type: "first.other.thing", data: 1 });
  assert.equal(await host.call("first.secret", { name: "OTHER_KEY" }), null);
  assert.equal(await host.call("first.secret", { name: "UNSET_KEY" }), null);
  assert.equal((await host.hook("first/other", {})).status, 404);
  assert.equal((await host.hook("first/anything", {})).status, 404);
  const expected = {
    "call host.plugin.disable": false,
    "call host.secret.list": false,
    "call host.user.list": true,
    "hooks other": true,
    "publish first.other.thing": true,
    "secrets OTHER_KEY": true,
    "subscribe third.**": true,
  };
  const sorted = async () => Object.fromEntries(Object.entries(denied(await view(host))).sort());
  await until(async () => "publish first.other.thing" in await sorted() && "secrets OTHER_KEY" in await sorted());
  assert.deepEqual(await sorted(), expected);
  const tried = (await view(host)).denied.find(({ target }) => target === "host.user.list")!;
  assert.deepEqual([tried.count, tried.words, tried.risk], [2, "Read: host.user.list", "low"]);

  // One click on a denied attempt.
  await host.call("host.plugin.grants.set", {
    id: "first",
    grant: [{ kind: "call", target: "host.user.list" }, { kind: "secrets", target: "OTHER_KEY" }],
  });
  await host.call("first.out", { method: "host.user.list" });
  assert.equal(await host.call("first.secret", { name: "OTHER_KEY" }), "the other key");
  const { "call host.user.list": _one, "secrets OTHER_KEY": _two, ...rest } = expected;
  assert.deepEqual(await sorted(), rest);
});
