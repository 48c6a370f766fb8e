import assert from "node:assert/strict";
import { type FileTree, type TestHost, testHost, until } from "../../tests/harness/mod.ts";
import type { BusEvent } from "../sdk/channel/protocol.ts";
import { RpcError } from "../sdk/errors.ts";

const SOURCE = `import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";
const any = { params: z.record(z.string(), z.any()), result: z.any(), roles: ["owner", "admin", "member", "guest"] as const };
export default definePlugin({
  methods: {
    "who": method({ ...any, roles: [...any.roles], summary: "Who asks", handler: (_p, ctx) => ctx.caller }),
    "out": method({ ...any, roles: [...any.roles], summary: "Calls out for its caller", handler: async ({ method, params }, ctx) => await ctx.call(method, params ?? {}) }),
    "background": method({ ...any, roles: [...any.roles], summary: "Calls out for nobody", handler: async ({ method, params }, ctx) =>
      await ctx.background(async (own) => await own.call(method, params ?? {})) }),
    "publish": method({ ...any, roles: [...any.roles], summary: "Publishes", handler: (event, ctx) => ctx.events.publish(event as never) }),
    "admins": method({ ...any, roles: ["admin", "owner"], summary: "For admins", handler: () => "admin" }),
  },
});
`;

function plugin(id: string, permissions: Record<string, unknown[]>): FileTree {
  return {
    "plugin.json": JSON.stringify({ id, version: "0.1.0", engine: "^1", name: id, permissions }),
    "plugin.ts": SOURCE,
  };
}
const reason = "for the test of rights";

async function start(): Promise<TestHost> {
  return await testHost({
    pluginFiles: {
      first: plugin("first", {
        call: [
          "second.who",
          "second.out",
          "second.admins",
          "host.plugin.list",
          "host.plugin.disable",
          "host.user.list",
          "host.secret.set",
        ]
          .map((method) => ({ method, reason })),
        publish: [{ type: "first.thing.*", reason }],
      }),
      second: plugin("second", { call: [{ method: "first.who", reason }] }),
    },
  });
}

const denied = async (work: Promise<unknown>): Promise<{ kind: string; hint: string }> => {
  const error = await work.then(() => assert.fail("had to be refused"), (error) => error as RpcError);
  assert.ok(error instanceof RpcError, String(error));
  return { kind: error.kind, hint: error.data.hint ?? "" };
};

Deno.test("a call that a handler makes has its caller's rights, however far it goes, and names what carried it", async () => {
  await using host = await start();
  const bob = await host.call<{ id: string }>("host.user.me", {}, { as: "bob" });
  const direct = await host.call<Record<string, string>>("first.out", { method: "second.who" }, { as: "bob" });
  assert.deepEqual([direct.id, direct.kind, direct.role, direct.via], [bob.id, "user", "member", "plugin:first"]);
  const further = await host.call<Record<string, string>>(
    "first.out",
    { method: "second.out", params: { method: "first.who" } },
    { as: "bob" },
  );
  assert.deepEqual([further.id, further.via], [bob.id, "plugin:second"]);
});

Deno.test("both must allow a call: the caller's role and the plugin's grant", async () => {
  await using host = await start();
  assert.equal(await host.call("first.out", { method: "second.admins" }), "admin");
  assert.equal((await denied(host.call("first.out", { method: "second.admins" }, { as: "bob" }))).kind, "forbidden");
  const ungranted = await denied(host.call("first.out", { method: "second.publish" }));
  assert.equal(ungranted.kind, "not_permitted");
  assert.match(ungranted.hint, /permissions\.call/);
});

Deno.test("work in the background acts as the plugin itself, with role member", async () => {
  await using host = await start();
  const self = await host.call<Record<string, string>>("first.background", { method: "second.who" });
  assert.deepEqual([self.kind, self.id, self.role], ["plugin", "first", "member"]);
  assert.equal((await denied(host.call("first.background", { method: "second.admins" }))).kind, "forbidden");
});

Deno.test("a third party changes nothing of the host, even for an owner and with a grant; reading is granted", async () => {
  await using host = await start();
  const list = await host.call<{ items: unknown[] }>("first.out", { method: "host.plugin.list" });
  assert.equal(list.items.length, 2);
  for (
    const [method, params] of [["host.plugin.disable", { id: "second" }], ["host.secret.set", {
      name: "X",
      value: "y",
    }]]
  ) {
    assert.equal((await denied(host.call("first.out", { method, params }))).kind, "not_permitted");
  }
  assert.equal((await host.call<{ state: string }>("host.plugin.get", { id: "second" })).state, "ready");
});

Deno.test("who acted stands in an event only if the plugin has served that person", async () => {
  await using host = await start();
  const bob = await host.call<{ id: string }>("host.user.me", {}, { as: "bob" });
  const carol = await host.call<{ id: string }>("host.user.me", {}, { as: "carol" });
  await host.call("first.publish", { type: "first.thing.made", data: 1, audience: "role:member" }, { as: "bob" });
  await host.call("first.publish", {
    type: "first.thing.forged",
    data: 2,
    audience: "role:member",
    actor: carol.id,
    actorkind: "human",
  }, { as: "bob" });
  const events = await until(async () => {
    const { items } = await host.call<{ items: BusEvent[] }>("host.event.list", { types: ["first.**"] });
    return items.length === 2 && items;
  });
  assert.deepEqual(events.map(({ actor, actorkind, source }) => [actor, actorkind, source]), [
    [bob.id, "human", "first"],
    ["first", "system", "first"],
  ]);
});

Deno.test("an event of a type without a grant is refused and kept aside; those after it arrive", async () => {
  await using host = await start();
  await host.call("first.publish", { type: "first.other", data: 1, audience: "role:member" });
  await host.call("first.publish", { type: "first.thing.made", data: 2, audience: "role:member" });
  const types = await until(async () => {
    const { items } = await host.call<{ items: BusEvent[] }>("host.event.list", { types: ["first.**"] });
    return items.length > 0 && items.map((event) => event.type);
  });
  assert.deepEqual(types, ["first.thing.made"]);
  const refused = await denied(host.call("first.publish", { type: "second.thing.made", data: 3 }));
  assert.equal(refused.kind, "not_permitted");
});
