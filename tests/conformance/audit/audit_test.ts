/** The audit log of a whole host: pushed as it grows, taken away as a file, and by nobody who may not. */
import assert from "node:assert/strict";
import type { RpcError } from "../../../host/sdk/errors.ts";
import { callRpc } from "../../harness/rpc_client.ts";
import { spawnHost, testHost, until } from "../../harness/mod.ts";

interface Entry {
  id: number;
  method: string;
  outcome: string;
  target?: Record<string, unknown>;
  caller: { name: string };
}

const as = (handle: string) => ({ headers: { "x-forwarded-user": handle } });

Deno.test("an export is fetched once, by the one who asked for it, and is itself written down", async () => {
  await using host = await testHost({ plugins: ["chat"] });
  await assert.rejects(host.call("host.user.disable", { id: "@carol" }, { as: "bob" }), { code: -32003 });
  const offered = await host.call<{ path: string; name: string }>("host.audit.export", {
    format: "jsonl",
    outcome: "denied",
  });
  assert.match(offered.name, /^audit-.*\.jsonl$/);
  const foreign = await host.fetch(offered.path, as("bob"));
  assert.equal(foreign.status, 404, await foreign.text());
  const nobody = await fetch(host.url + offered.path);
  assert.equal(nobody.status, 401, await nobody.text());
  const file = await host.fetch(offered.path, as("alice"));
  assert.equal(file.status, 200);
  assert.match(file.headers.get("content-disposition")!, /^attachment; filename="audit-/);
  assert.match(file.headers.get("content-security-policy")!, /sandbox/);
  const entries = (await file.text()).trim().split("\n").map((line) => JSON.parse(line) as Entry);
  assert.deepEqual(entries.map(({ method, outcome, target }) => [method, outcome, target]), [
    ["host.user.disable", "denied", { id: "@carol" }],
  ]);
  const again = await host.fetch(offered.path, as("alice"));
  assert.equal(again.status, 404, await again.text());
  await assert.rejects(host.call("host.audit.export", { format: "csv" }, { as: "bob" }), { code: -32003 });
  const { items } = await host.call<{ items: Entry[] }>("host.audit.list", { method: "host.audit.export" });
  assert.deepEqual(items.map(({ outcome, caller }) => [outcome, caller.name]), [["denied", "Bob"], [
    "allowed",
    "Alice",
  ]]);
});

Deno.test("those who run the place hear of new entries as they are written, others do not", async () => {
  await using host = await testHost({ plugins: ["chat"] });
  const [alice, bob] = [await host.ws("alice"), await host.ws("bob")];
  for (const socket of [alice, bob]) await socket.call("events.subscribe", { types: ["host.audit.added"] });
  await assert.rejects(host.call("host.secret.delete", { name: "NOTHING" }));
  await host.call("chat.message.send", { channel: "#general", text: "between us" }, { as: "carol" });
  const entries = () =>
    alice.volatile.filter(({ type }) => type === "host.audit.added")
      .flatMap(({ data }) => (data as { items: Entry[] }).items);
  await until(() => entries().some(({ method }) => method === "chat.message.send"), { what: "the entries" });
  const failed = entries().find(({ method }) => method === "host.secret.delete")!;
  assert.deepEqual([failed.outcome, failed.target], ["failed", { name: "NOTHING" }]);
  assert.ok(!JSON.stringify(entries()).includes("between us"), "what people write is nobody's business");
  assert.deepEqual(bob.volatile.filter(({ type }) => type === "host.audit.added"), []);
  const { items } = await host.call<{ items: Entry[] }>("host.audit.list", {
    text: "nothing",
    method: "host.secret.*",
  });
  assert.equal(items[0]!.id, failed.id);
});

Deno.test("whatever others write, a record of the log is one line without control characters", async () => {
  await using host = await spawnHost();
  const forged = 'lost\r\n{"level":"error","message":"forged"}\u001b[2J\u001b]0;owned\u0007\u009b31m\u202e\u2028';
  await host.call("host.log.insert", {
    source: "backup",
    level: "warn",
    message: forged,
    fields: { [forged]: forged },
  });
  await host.call("host.log.insert", { source: "backup", level: "warn", message: "the end" });
  await callRpc(host.url, `host.${forged}`, { id: forged }).catch(() => {});
  await until(() => host.stderr().includes("the end"), { what: "the lines" });
  await host.end("SIGTERM");
  const records = host.stderr().trim().split("\n").map((line) => JSON.parse(line) as { message: string });
  assert.deepEqual(records.filter(({ message }) => message === "forged"), []);
  assert.equal(records.filter(({ message }) => message === forged).length, 1);
  // deno-lint-ignore no-control-regex -- they are what must not be there
  assert.doesNotMatch(host.stderr(), /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2028]/);
  await Deno.remove(host.dir, { recursive: true });
});

Deno.test("the numbers tell how near each caller is to the limits, and what was refused", async () => {
  const dir = await Deno.makeTempDir();
  await Deno.mkdir(`${dir}/data`, { mode: 0o700 });
  await Deno.writeTextFile(`${dir}/data/bulkhead.toml`, '[rates.person]\nmethods = { "host.user.me" = 3 }\n');
  try {
    await using host = await testHost({ dir });
    const refusals: RpcError[] = [];
    for (let n = 0; n < 5; n++) {
      await host.call("host.user.me", {}, { as: "bob" }).catch((error: RpcError) => refusals.push(error));
    }
    assert.equal(refusals.length, 2);
    assert.ok(refusals.every(({ code, data }) => code === -32029 && data.retryAfterMs! > 0));
    const { id } = await host.call<{ id: string }>("host.user.get", { id: "@bob" });
    const metrics = await (await host.fetch("/metrics")).text();
    const bucket = `{class="person",caller="${id}",method="host.user.me"}`;
    assert.ok(metrics.includes(`bulkhead_rate_limit_remaining${bucket} 0\n`), metrics);
    assert.ok(metrics.includes(`bulkhead_rate_limit_per_minute${bucket} 3\n`), metrics);
    assert.ok(metrics.includes('bulkhead_rate_limited_total{class="person",method="host.user.me"} 2\n'), metrics);
    assert.ok(metrics.includes('bulkhead_calls_total{method="host.user.me",outcome="rate_limited"} 2\n'), metrics);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
