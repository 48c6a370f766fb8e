import assert from "node:assert/strict";
import { type TestHost, testHost, until } from "../../../tests/harness/mod.ts";
import type { GrantsView } from "../grants/mod.ts";

const reason = "for the test of the runtime's audit";
const SOURCE = `import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";
const any = { params: z.record(z.string(), z.any()), result: z.any() };
const outcome = async (work: () => unknown) => { try { await work(); return "done"; } catch (error) { return (error as Error).name; } };
export default definePlugin({
  methods: {
    "fetch": method({ ...any, summary: "Fetches", handler: ({ url }, ctx) => outcome(async () => await (await ctx.http.fetch(url)).text()) }),
    "pry": method({ ...any, summary: "Tries what nobody may", handler: async () => [
      await outcome(() => Deno.hostname()),
      await outcome(() => Deno.osRelease()),
      await outcome(() => Deno.readTextFile("/etc/passwd")),
      await outcome(() => Deno.env.get("HOME")),
    ] }),
  },
});
`;
const manifest = (hosts: string[]) => ({
  "plugin.json": JSON.stringify({
    id: "prying",
    version: "0.1.0",
    engine: "^1",
    name: "Prying",
    permissions: { net: hosts.map((host) => ({ host, reason })), sys: [{ name: "hostname", reason }] },
  }),
  "plugin.ts": SOURCE,
});
const view = (host: TestHost) => host.call<GrantsView>("host.plugin.grants.get", { id: "prying" });
const serve = () => Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, () => new Response("hello"));
const portOf = (server: Deno.HttpServer) => (server.addr as Deno.NetAddr).port;

Deno.test("what its code does by itself is counted from the runtime's audit, and what it tries is listed", async () => {
  await using first = serve();
  await using second = serve();
  const [granted, other] = [`127.0.0.1:${portOf(first)}`, `127.0.0.1:${portOf(second)}`];
  await using host = await testHost({
    pluginFiles: { prying: manifest([granted]) },
  });
  assert.equal(await host.call("prying.fetch", { url: `http://${granted}/` }), "done");
  assert.equal(await host.call("prying.fetch", { url: `http://${other}/` }), "RpcError");
  assert.deepEqual(await host.call("prying.pry"), ["done", "NotCapable", "NotCapable", "done"]);

  const used = await until(async () => {
    const { items } = await view(host);
    return items.every(({ uses }) => (uses ?? 0) > 0) && items;
  });
  assert.deepEqual(used.map(({ kind, target }) => [kind, target]), [["net", granted], ["sys", "hostname"]]);
  const tried = async () =>
    Object.fromEntries(
      (await view(host)).denied.map(({ kind, target, grantable, risk }) => [`${kind} ${target}`, [grantable, risk]]),
    );
  await until(async () => Object.keys(await tried()).length >= 3);
  assert.deepEqual(Object.entries(await tried()).sort(), [
    [`net ${other}`, [true, "high"]],
    ["read /etc/passwd", [false, "high"]],
    ["sys osRelease", [true, "low"]],
  ]);

  await host.call("host.plugin.grants.set", { id: "prying", grant: [{ kind: "net", target: other }] });
  assert.equal(await host.call("prying.fetch", { url: `http://${other}/` }), "done");
  assert.ok(!(`net ${other}` in await tried()));
});

Deno.test("a grant for every host is one for the public internet: this machine and its network stay closed", async () => {
  await using server = serve();
  await using host = await testHost({ pluginFiles: { prying: manifest(["*"]) } });
  const [net] = (await view(host)).items;
  assert.deepEqual([net!.granted, net!.risk, net!.words], [true, "high", "Connect to every host on the internet"]);
  for (const name of ["127.0.0.1", "localhost"]) {
    assert.notEqual(await host.call("prying.fetch", { url: `http://${name}:${portOf(server)}/` }), "done");
  }
});
