import assert from "node:assert/strict";
import { compartment, person, testRouter } from "../_test_router.ts";
import { answerMessage, MAX_BATCH } from "./json_rpc.ts";

const { router } = testRouter();
const delivered: unknown[] = [];
router.setProvider("mail", {
  state: "ready",
  provider: compartment([{ name: "mail.send" }, { name: "mail.nothing" }], (call) => {
    delivered.push(call.params);
    return Promise.resolve(call.method === "mail.nothing" ? undefined : call.params);
  }),
});

async function answer(message: unknown, prefix?: string) {
  const context = () => ({ caller: person("member"), transport: "http" as const });
  const { text, status } = await answerMessage(message, router, { context, prefix });
  return { status, body: text === undefined ? undefined : JSON.parse(text) };
}

const call = (id: unknown, method = "mail.send", params: unknown = { n: 1 }) => ({
  jsonrpc: "2.0",
  id,
  method,
  params,
});

Deno.test("a call is answered with its own id, of whatever type", async () => {
  for (const id of [1, 0, -1.5, 'a"b', "", null]) {
    assert.deepEqual(await answer(call(id)), { status: 200, body: { jsonrpc: "2.0", id, result: { n: 1 } } });
  }
});

Deno.test("a result of nothing is null", async () => {
  assert.deepEqual((await answer(call(1, "mail.nothing"))).body, { jsonrpc: "2.0", id: 1, result: null });
});

Deno.test("the status of a single call follows its error", async () => {
  const { status, body } = await answer(call(7, "mail.sned"));
  assert.equal(status, 404);
  assert.deepEqual([body.id, body.error.code, body.error.data.reason], [7, -32601, "method_not_found"]);
  assert.match(body.error.data.traceId, /^[0-9a-f]{32}$/);
});

Deno.test("a notification is run and never answered, even when it fails", async () => {
  delivered.length = 0;
  assert.deepEqual(await answer({ jsonrpc: "2.0", method: "mail.send", params: { n: 2 } }), {
    status: 204,
    body: undefined,
  });
  assert.deepEqual(delivered, [{ n: 2 }]);
  assert.equal((await answer({ jsonrpc: "2.0", method: "no.such" })).status, 204);
});

Deno.test("what is no request is refused, with its id where it has one", async () => {
  const cases: [unknown, unknown][] = [
    [5, null],
    ["text", null],
    [null, null],
    [{}, null],
    [{ id: 3, method: "mail.send" }, 3],
    [{ jsonrpc: "1.0", id: "x", method: "mail.send" }, "x"],
    [{ jsonrpc: "2.0", id: 4 }, 4],
    [{ jsonrpc: "2.0", id: 4, method: 5 }, 4],
    [{ jsonrpc: "2.0", id: 4, method: "" }, 4],
    [{ jsonrpc: "2.0", id: { a: 1 }, method: "mail.send" }, null],
    [{ jsonrpc: "2.0", id: true, method: "mail.send" }, null],
  ];
  for (const [message, id] of cases) {
    const { status, body } = await answer(message);
    assert.deepEqual([status, body.id, body.error.code], [400, id, -32600], JSON.stringify(message));
  }
});

Deno.test("a batch is answered as one, without its notifications, each call by itself", async () => {
  const { status, body } = await answer([
    call(1),
    { jsonrpc: "2.0", method: "mail.send" },
    call("b", "mail.sned"),
    17,
  ]);
  assert.equal(status, 200);
  assert.deepEqual(
    body.map((reply: { id: unknown; error?: { code: number } }) => [reply.id, reply.error?.code]),
    [[1, undefined], ["b", -32601], [null, -32600]],
  );
});

Deno.test("batches of notifications answer nothing, empty and too large ones are refused whole", async () => {
  assert.deepEqual(await answer([{ jsonrpc: "2.0", method: "mail.send" }]), { status: 204, body: undefined });
  assert.equal((await answer([])).body.error.code, -32600);
  assert.equal((await answer(Array(MAX_BATCH).fill(call(1)))).body.length, MAX_BATCH);
  delivered.length = 0;
  const { status, body } = await answer(Array(MAX_BATCH + 1).fill(call(1)));
  assert.deepEqual([status, body.error.code, delivered.length], [413, -32013, 0]);
});

Deno.test("under a prefix other plugins' methods do not exist", async () => {
  assert.equal((await answer(call(1), "mail")).status, 200);
  const { status, body } = await answer(call(1, "demo.note.write", {}), "mail");
  assert.deepEqual([status, body.error.code], [404, -32601]);
});
