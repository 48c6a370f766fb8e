import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import type { HookParams } from "../sdk/channel/protocol.ts";
import { RpcError } from "../sdk/errors.ts";
import { TestEngine } from "./_test_host.ts";

const SCRIPT = `
import { hook, workflow } from "@bulkhead/workflow";
export default workflow({ on: hook("shop/orders", { secret: "ORDERS_SECRET" }) },
  ({ input }) => [input.body, input.text, input.rawBody.length, input.query.a, input.headers["x-kind"]]);
`;

function request(body: string, headers: Record<string, string> = {}, path = "shop/orders"): HookParams {
  return { method: "POST", path, query: { a: "1" }, headers, bodyBase64: new TextEncoder().encode(body).toBase64() };
}

function signed(body: string, delivery: string): HookParams {
  const signature = createHmac("sha256", "s3cret").update(body).digest("hex");
  return request(body, {
    "x-hub-signature-256": `sha256=${signature}`,
    "x-github-delivery": delivery,
    "x-kind": "order",
  });
}

async function started(script = SCRIPT): Promise<TestEngine> {
  const engine = new TestEngine({ "orders.ts": script });
  engine.secrets = { ORDERS_SECRET: "s3cret" };
  return await engine.start();
}

const reason = (expected: string) => (error: unknown) => error instanceof RpcError && error.data.reason === expected;

Deno.test("a signed request begins a run that sees the very bytes, and a repeat of the delivery begins no other", async () => {
  await using engine = await started();
  const { hooks } = engine.workflows;
  const body = '{"n": 1, "text": "ä"}';
  const first = await hooks.deliver("workflow", signed(body, "d1"));
  assert.equal(first.status, 202);
  assert.deepEqual(await hooks.deliver("workflow", signed(body, "d1")), first);
  const { runId } = first.body as { runId: string };
  const run = await engine.state(runId, "succeeded");
  assert.deepEqual(run.output, [{ n: 1, text: "ä" }, body, new TextEncoder().encode(body).length, "1", "order"]);
  assert.equal(run.trigger, "hook shop/orders");
  assert.equal((await engine.runs()).length, 1);
  const second = await hooks.deliver("workflow", signed(body, "d2"));
  assert.notDeepEqual(second, first);
});

Deno.test("what is answered with 202 is on disk, and runs after a kill", async () => {
  await using engine = await started();
  const { body } = await engine.workflows.hooks.deliver("workflow", signed("{}", "d1"));
  await using second = engine.afterKill();
  second.secrets = engine.secrets;
  await second.start();
  await second.state((body as { runId: string }).runId, "succeeded");
});

Deno.test("what is unsigned, unknown, too large or of a wrong method begins nothing, each for its own reason", async () => {
  await using engine = await started();
  const { hooks } = engine.workflows;
  await assert.rejects(hooks.deliver("workflow", request("{}")), reason("unauthenticated"));
  await assert.rejects(hooks.deliver("workflow", request("{}", {}, "other")), reason("not_found"));
  await assert.rejects(hooks.deliver("workflow", request("x".repeat(1024 * 1024 + 1))), reason("too_large"));
  assert.equal((await hooks.deliver("workflow", { ...signed("{}", "d1"), method: "GET" })).status, 405);
  engine.secrets = {};
  await assert.rejects(hooks.deliver("workflow", signed("{}", "d1")), reason("plugin_unavailable"));
  assert.deepEqual(await engine.runs(), []);
});

Deno.test("bytes that are no text, forms and plain texts reach the script as what they are", async () => {
  const script = `
import { hook, workflow } from "@bulkhead/workflow";
export default workflow({ on: hook("any") }, ({ input }) => ({ body: input.body, bytes: [...input.rawBody] }));
`;
  await using engine = await started(script);
  const send = async (bytes: Uint8Array, type: string) => {
    const sent = { ...request("", { "content-type": type }, "any"), bodyBase64: bytes.toBase64() };
    const { body } = await engine.workflows.hooks.deliver("workflow", sent);
    return (await engine.state((body as { runId: string }).runId, "succeeded")).output as Record<string, unknown>;
  };
  const text = new TextEncoder();
  assert.deepEqual((await send(new Uint8Array([0xff, 0, 1]), "application/octet-stream")).bytes, [0xff, 0, 1]);
  assert.deepEqual((await send(text.encode("a=1&b=x+y"), "application/x-www-form-urlencoded")).body, {
    a: "1",
    b: "x y",
  });
  assert.equal((await send(text.encode("hello"), "text/plain")).body, "hello");
});

Deno.test("a path belongs to the workflow that had it first", async () => {
  await using engine = await started();
  engine.save("thief.ts", SCRIPT);
  const fault = await engine.until("a fault", async () => {
    await engine.advance(100);
    const { items } = await engine.call<{ items: { name: string; diagnostics: { message: string }[] }[] }>("list");
    return items.find(({ name }) => name === "thief")?.diagnostics[0];
  });
  assert.match(fault.message, /The hook "shop\/orders" belongs to orders\.ts/);
});
