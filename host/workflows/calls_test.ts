import assert from "node:assert/strict";
import type { CallRequest } from "../rpc/ports.ts";
import { RpcError } from "../sdk/errors.ts";
import { TestEngine } from "./_test_host.ts";

const SCRIPT = `
import { call, workflow } from "@bulkhead/workflow";
import { z } from "zod";
export default workflow({
  description: "Adds one",
  on: call({ input: z.object({ n: z.number(), by: z.number().default(1) }), output: z.object({ sum: z.number() }) }),
}, async ({ input, sleep }) => {
  if (input.n === 13) throw new Error("unlucky");
  if (input.n === 99) await sleep("1h");
  return (input.n === 7 ? { sum: "seven" } : { sum: input.n + input.by }) as { sum: number };
});
`;

function request(params: unknown, more: Partial<CallRequest> = {}): CallRequest {
  const caller = { kind: "user" as const, id: "u1", name: "alice", role: "member" as const };
  return { method: "workflow.plus", params, caller, transport: "http", ...more };
}

const call = (engine: TestEngine, params: unknown, more: Partial<CallRequest> = {}) =>
  engine.provider!.deliver(request(params, more), engine.provider!.methods()[0]!);
const reason = (expected: string) => (error: unknown) => error instanceof RpcError && error.data.reason === expected;

Deno.test("a workflow is a method with its schemas and answers what the run returns", async () => {
  await using engine = await new TestEngine({ "plus.ts": SCRIPT }).start();
  const [method] = engine.provider!.methods();
  assert.equal(method!.name, "workflow.plus");
  assert.equal(method!.summary, "Adds one");
  assert.deepEqual(method!.params.required, ["n"]);
  assert.deepEqual(method!.result.required, ["sum"]);
  assert.deepEqual(await call(engine, { n: 2 }), { sum: 3 });
  assert.deepEqual(await call(engine, { n: 2, by: 5 }), { sum: 7 });
  assert.equal((await engine.runs())[0]!.trigger, "call by alice");
});

Deno.test("a bad input begins nothing; a failed run and a bad result are errors that name the run", async () => {
  await using engine = await new TestEngine({ "plus.ts": SCRIPT }).start();
  await assert.rejects(call(engine, { n: "two" }), (error) => {
    return reason("invalid_params")(error) && (error as RpcError).data.path === "/n";
  });
  assert.deepEqual(await engine.runs(), []);
  await assert.rejects(call(engine, { n: 13 }), (error) => {
    return reason("run_failed")(error) && /unlucky/.test((error as Error).message);
  });
  await assert.rejects(call(engine, { n: 7 }), /does not fit `output`/);
});

Deno.test("a call that comes again with its key gets the same run; one who leaves does not end it", async () => {
  await using engine = await new TestEngine({ "plus.ts": SCRIPT }).start();
  const leave = new AbortController();
  const first = call(engine, { n: 99 }, { key: "k", signal: leave.signal });
  const run = await engine.until("asleep", async () => (await engine.runs({ state: "sleeping" }))[0]);
  leave.abort();
  await assert.rejects(first, reason("cancelled"));
  const again = call(engine, { n: 99 }, { key: "k" });
  await engine.advance("1h");
  assert.deepEqual(await again, { sum: 100 });
  assert.deepEqual(await call(engine, { n: 99 }, { key: "k" }), { sum: 100 });
  assert.deepEqual((await engine.runs()).map(({ id }) => id), [run.id]);
});

Deno.test("a cancelled run answers its caller", async () => {
  await using engine = await new TestEngine({ "plus.ts": SCRIPT }).start();
  const answer = call(engine, { n: 99 });
  const run = await engine.until("asleep", async () => (await engine.runs({ state: "sleeping" }))[0]);
  await engine.call("cancel", { id: run.id });
  await assert.rejects(answer, reason("cancelled"));
});

Deno.test("the method goes with the script", async () => {
  await using engine = await new TestEngine({ "plus.ts": SCRIPT }).start();
  Deno.removeSync(`${engine.root}/workflows/plus.ts`);
  await engine.until("gone", async () => {
    await engine.advance(100);
    return engine.provider!.methods().length === 0;
  });
});
