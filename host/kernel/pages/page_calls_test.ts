import assert from "node:assert/strict";
import { type FileTree, type TestHost, testHost } from "../../../tests/harness/mod.ts";
import { RpcError } from "../../sdk/errors.ts";

const SOURCE = `import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";
const any = { params: z.record(z.string(), z.any()), result: z.any() };
const everybody = ["owner", "admin", "member", "guest"];
export default definePlugin({
  methods: {
    "who": method({ ...any, roles: everybody, readOnly: true, summary: "Who asks", handler: (_p, ctx) => ctx.caller }),
    "echo": method({ ...any, roles: everybody, summary: "Answers its params", handler: (params) => params }),
    "admins": method({ ...any, roles: ["admin", "owner"], summary: "For admins", handler: () => "admin" }),
    "wipe": method({ ...any, roles: everybody, risk: "high", summary: "Deletes all", handler: () => "wiped" }),
    "wipe.admins": method({ ...any, roles: ["owner"], risk: "high", summary: "For owners", handler: () => "wiped" }),
  },
});
`;

const reason = "for the test of pages";
const METHODS = ["other.who", "other.wipe", "host.plugin.list", "host.plugin.disable", "host.plugin.page.call"];

function plugin(id: string, more: Record<string, unknown> = {}): FileTree {
  return {
    "plugin.json": JSON.stringify({ id, version: "0.1.0", engine: "^1", name: id, ...more }),
    "plugin.ts": SOURCE,
  };
}

async function start(options: { dir?: string } = {}): Promise<TestHost> {
  const call = METHODS.map((method) => ({ method, reason }));
  return await testHost({
    ...options,
    pluginFiles: {
      polls: { ...plugin("polls", { ui: { page: "ui/page.html" }, permissions: { call } }), "ui/page.html": "<p>" },
      other: plugin("other"),
    },
  });
}

interface Who {
  id: string;
  role: string;
  via?: string;
}

type Call = (method: string, params?: unknown, options?: { as?: string; confirmed?: boolean; id?: string }) => Promise<
  unknown
>;

const page = (host: TestHost): Call => (method, params, { as = "alice", id = "polls", confirmed } = {}) =>
  host.call(
    "host.plugin.page.call",
    { id, method, ...(params ? { params } : {}), ...(confirmed ? { confirmed } : {}) },
    {
      as,
    },
  );

const refused = async (work: Promise<unknown>): Promise<{ kind: string; reason: string }> => {
  const error = await work.then((result) => assert.fail(`had to be refused: ${result}`), (error) => error as RpcError);
  assert.ok(error instanceof RpcError, String(error));
  return { kind: error.kind, reason: error.data.reason };
};

Deno.test("a page calls for the person who looks, through its plugin, and gets the method's own answer", async () => {
  await using host = await start();
  const call = page(host);
  const bob = await host.call<Who>("host.user.me", {}, { as: "bob" });
  const who = await call("polls.who", {}, { as: "bob" }) as Who;
  assert.deepEqual([who.id, who.role, who.via], [bob.id, "member", "plugin:polls"]);
  const params = { text: "x", nested: { constructor: 1, list: [null, 0] } };
  assert.deepEqual(await call("polls.echo", params), params);
  assert.deepEqual(await call("polls.echo"), {});
});

Deno.test("it may do no more than the person, and no more than its plugin's grant", async () => {
  await using host = await start();
  const call = page(host);
  assert.equal(await call("polls.admins"), "admin");
  assert.equal((await refused(call("polls.admins", {}, { as: "bob" }))).kind, "forbidden");
  assert.equal((await call("other.who", {}, { as: "bob" }) as Who).via, "plugin:polls");
  for (const method of ["other.echo", "host.user.list", "host.event.list", "rpc.discover", "events.subscribe"]) {
    assert.equal((await refused(call(method))).kind, "not_permitted", method);
  }
  assert.equal(((await call("host.plugin.list")) as { items: unknown[] }).items.length, 2);
  // Granted in the manifest, and never given to a third party all the same.
  for (const method of ["host.plugin.disable", "host.plugin.page.call"]) {
    assert.equal((await refused(call(method, { id: "other" }, { confirmed: true }))).kind, "not_permitted", method);
  }
  assert.equal((await refused(call("polls.gone"))).kind, "method_not_found");
  assert.equal((await host.call<{ state: string }>("host.plugin.get", { id: "other" })).state, "ready");
});

Deno.test("what is of high risk needs the person's word for this call, and only where it is allowed at all", async () => {
  await using host = await start();
  const call = page(host);
  for (const method of ["polls.wipe", "other.wipe"]) {
    const asked = await refused(call(method, {}, { as: "bob" }));
    assert.deepEqual(asked, { kind: "precondition_failed", reason: "confirmation_required" }, method);
    assert.equal(await call(method, {}, { as: "bob", confirmed: true }), "wiped");
  }
  // Nobody is asked about what would be refused anyhow.
  assert.equal((await refused(call("polls.wipe.admins", {}, { as: "bob" }))).reason, "forbidden");
  // In the method's own params it says nothing.
  assert.equal((await refused(call("polls.wipe", { confirmed: true }))).reason, "confirmation_required");
  // The person's own call needs no question.
  assert.equal(await host.call("polls.wipe", {}, { as: "bob" }), "wiped");
});

Deno.test("only an enabled plugin with a page of its own has calls made for it", async () => {
  await using host = await start();
  const call = page(host);
  assert.equal((await refused(call("other.who", {}, { id: "other" }))).kind, "precondition_failed");
  assert.equal((await refused(call("polls.who", {}, { id: "unknown" }))).kind, "not_found");
  await assert.rejects(host.call("host.plugin.page.call", { id: "polls", method: "polls.who" }, { as: null }), {
    code: -32001,
  });
  await host.call("host.plugin.disable", { id: "polls" });
  assert.equal((await refused(call("polls.who"))).kind, "plugin_unavailable");
  assert.equal((await refused(call("other.who"))).kind, "plugin_unavailable", "its grant counts no more");
});

Deno.test("calls of a page count against the rate of the person who looks", async () => {
  const dir = await Deno.realPath(await Deno.makeTempDir());
  try {
    await Deno.mkdir(`${dir}/data`);
    await Deno.writeTextFile(`${dir}/data/bulkhead.toml`, "[rates.person]\nper-minute = 4\n");
    await using host = await start({ dir });
    const call = page(host);
    const outcomes: string[] = [];
    for (let times = 0; times < 3; times++) {
      outcomes.push(await call("polls.who", {}, { as: "bob" }).then(() => "ok", (error) => error.data.reason));
      outcomes.push(await host.call("polls.who", {}, { as: "bob" }).then(() => "ok", (error) => error.data.reason));
    }
    // Four of the method, whichever way; a bucket refills by one in 15 s.
    assert.deepEqual(outcomes, ["ok", "ok", "ok", "ok", "rate_limited", "rate_limited"]);
    assert.ok(await call("polls.who", {}, { as: "carol" }));
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("the audit log holds what a page did, not that it asked", async () => {
  await using host = await start();
  const call = page(host);
  await call("polls.who", {}, { as: "bob" });
  await call("polls.echo", {}, { as: "bob" });
  await refused(call("polls.admins", {}, { as: "bob" }));
  const { items } = await host.call<{ items: { method: string; outcome: string; through?: string }[] }>(
    "host.audit.list",
    { limit: 50 },
  );
  const ours = items.filter(({ method }) => method.startsWith("polls.") || method.startsWith("host.plugin.page"));
  assert.deepEqual(ours.map(({ method, outcome, through }) => [method, outcome, through]).sort(), [
    ["polls.admins", "denied", "plugin:polls"],
    ["polls.echo", "allowed", "plugin:polls"],
  ]);
});
