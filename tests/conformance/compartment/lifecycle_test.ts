import assert from "node:assert/strict";
import { CompartmentError } from "../../../host/sandbox/mod.ts";
import { RpcError } from "../../../host/sdk/errors.ts";
import { openCompartment, startFault } from "./open_compartment.ts";

const rejection = (promise: Promise<unknown>) => promise.then(() => undefined, (error) => error as RpcError);

Deno.test("a compartment starts, says what it is, answers, and stops", async () => {
  await using open = await openCompartment();
  const { compartment } = open;
  assert.deepEqual(compartment.description.hooks, [""]);
  assert.ok(compartment.pid > 0);
  assert.deepEqual(await compartment.request("echo", { n: 1 }), { n: 1 });
  const end = await compartment.stop();
  assert.equal(end.reason, "stop");
  assert.equal(end.exitCode, 0);
  assert.ok(end.used.rssBytes > 10e6 && end.used.uptimeMs > 0);
  assert.deepEqual(await compartment.ended, end);
  assert.deepEqual(await compartment.stop(), end);
  assert.equal((await rejection(compartment.request("echo", {})))?.kind, "plugin_unavailable");
});

Deno.test("a stop lets running calls finish and takes no new ones", async () => {
  await using open = await openCompartment();
  const running = open.compartment.request("slow", { ms: 300 });
  await open.compartment.request("echo", {});
  const stopping = open.compartment.stop();
  const refused = await rejection(open.compartment.request("echo", {}));
  assert.equal(refused?.kind, "plugin_unavailable");
  assert.equal(refused?.data.hint, "it is stopping");
  assert.equal(await running, "slept");
  assert.equal((await stopping).reason, "stop");
});

Deno.test("a stop ends what does not drain, after its grace", async () => {
  await using open = await openCompartment();
  const running = rejection(open.compartment.request("slow", { ms: 60_000 }));
  await open.compartment.request("echo", {});
  const startedAt = performance.now();
  const end = await open.compartment.stop({ graceMs: 200 });
  assert.equal(end.reason, "stop");
  assert.ok(performance.now() - startedAt < 3_000);
  assert.equal((await running)?.kind, "plugin_unavailable");
});

Deno.test("two compartments of one sandbox are two processes", async () => {
  await using open = await openCompartment();
  const other = await open.another();
  assert.notEqual(other.pid, open.compartment.pid);
  await open.compartment.stop();
  assert.deepEqual(await other.request("echo", { n: 2 }), { n: 2 });
});

Deno.test("calls above maxConcurrent wait their turn; above the queue they are refused by name", async () => {
  await using open = await openCompartment({ maxConcurrent: 2 });
  const calls = Array.from({ length: 11 }, () => open.compartment.request("slow", { ms: 30 }));
  const outcomes = await Promise.allSettled(calls);
  assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 10);
  const refused = outcomes.find((outcome) => outcome.status === "rejected");
  assert.equal((refused?.reason as RpcError).data.reason, "too_many_calls");
  assert.equal(await open.compartment.request("most", {}), 2);
  assert.equal(open.compartment.inFlight, 0);
});

Deno.test("a call above callMs fails with deadline_exceeded, and its handler is told", async () => {
  await using open = await openCompartment({ callMs: 50 });
  assert.equal((await rejection(open.compartment.request("slow", { ms: 10_000 })))?.kind, "deadline_exceeded");
  assert.equal(await open.compartment.request("aborted", {}, { timeoutMs: 20_000 }), 1);
});

Deno.test("a call that is taken back fails with cancelled, and its handler is told", async () => {
  await using open = await openCompartment();
  const abort = new AbortController();
  const ids: number[] = [];
  const options = { signal: abort.signal, onId: (id: number) => void ids.push(id) };
  const call = rejection(open.compartment.request("slow", { ms: 10_000 }, options));
  await open.compartment.request("echo", {});
  abort.abort();
  assert.equal((await call)?.kind, "cancelled");
  assert.equal(ids.length, 1);
  assert.equal(await open.compartment.request("aborted", {}), 1);
});

Deno.test("what comes out is answered by the host, errors with their reason", async () => {
  await using open = await openCompartment({}, (method, params) => {
    if (method === "call") return { answered: params };
    throw new RpcError("not_permitted", "No grant", { hint: "chat.message.send" });
  });
  assert.deepEqual(await open.compartment.request("out", { method: "call" }), { answered: { from: "probe" } });
  const refused = await open.compartment.request("out", { method: "relay" });
  assert.deepEqual(refused, { code: -32052, reason: "not_permitted", hint: "chat.message.send" });
});

Deno.test("console and structured records arrive at the sink under the compartment's id", async () => {
  await using open = await openCompartment();
  await open.compartment.request("print", {});
  await open.until(() => open.logs.length >= 2);
  assert.deepEqual(open.logs.map(({ source, record }) => [source, record.level, record.message]), [
    ["probe", "warn", "count 3 of { all: true }"],
    ["probe", "info", "next"],
  ]);
});

Deno.test("an answer of init that fits no description does not start", async () => {
  const error = await startFault(`onRequest: () => ({ methods: 7 })`);
  assert.ok(error instanceof CompartmentError);
  assert.equal(error.end.reason, "crash");
  assert.match(error.message, /answered init with methods/);
});

Deno.test("a setup that throws does not start, and says why", async () => {
  const error = await startFault(`onRequest: () => { throw new RpcError("precondition_failed", "No token is set"); }`);
  assert.ok(error instanceof CompartmentError);
  assert.equal(error.end.reason, "crash");
  assert.match(error.message, /No token is set/);
});

Deno.test("a setup that takes longer than startMs is ended with reason start", async () => {
  const error = await startFault(`onRequest: () => new Promise(() => {})`, { startMs: 300 });
  assert.ok(error instanceof CompartmentError);
  assert.equal(error.end.reason, "start");
  assert.match(error.message, /not ready within 300 ms/);
});

Deno.test("a bundle or a data folder that is not there does not start, and is named", async () => {
  await using open = await openCompartment();
  for (const changes of [{ entry: "/nowhere/plugin.js" }, { dataDir: "/nowhere/data" }]) {
    const error = await open.another(changes).then(() => undefined, (reason) => reason);
    assert.ok(error instanceof CompartmentError);
    assert.equal(error.end.reason, "start");
    assert.match(error.message, /"probe" could not be launched: .*\/nowhere\//);
  }
});

Deno.test("a syntax error does not start, and is shown", async () => {
  const error = await startFault("%%%");
  assert.ok(error instanceof CompartmentError);
  assert.equal(error.end.reason, "crash");
  assert.match(error.end.stderr, /SyntaxError/);
});
