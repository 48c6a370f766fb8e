import assert from "node:assert/strict";
import { RpcError } from "../sdk/errors.ts";
import type { MethodDescriptor } from "../sdk/channel/protocol.ts";
import { compartment, person, request, testRouter } from "./_test_router.ts";

/** The RpcError that a call rejects with. */
async function failureOf(call: Promise<unknown>): Promise<RpcError> {
  try {
    await call;
  } catch (error) {
    assert.ok(error instanceof RpcError, String(error));
    return error;
  }
  throw new assert.AssertionError({ message: "the call was expected to fail" });
}

Deno.test("a call reaches its method with validated params and answers its result", async () => {
  const { router } = testRouter();
  assert.deepEqual(await router.call(request("demo.note.read", { id: "n1" })), { id: "n1" });
});

Deno.test("a parameter that a method does not have is refused by name, not left out", async () => {
  const { router } = testRouter();
  const error = await failureOf(router.call(request("demo.note.read", { id: "n1", unknown: 1 })));
  assert.deepEqual([error.kind, error.data.path, error.message], [
    "invalid_params",
    "/unknown",
    "/unknown: There is no such field",
  ]);
});

Deno.test("an unknown method is named with the nearest one that the caller may call", async () => {
  const { router } = testRouter();
  const near = await failureOf(router.call(request("demo.note.raed", {})));
  assert.equal(near.code, -32601);
  assert.match(near.data.hint!, /"demo\.note\.read"/);
  const hidden = await failureOf(router.call(request("demo.people.lst", {})));
  assert.doesNotMatch(hidden.data.hint!, /demo\.people\.list/);
  const asAdmin = await failureOf(router.call(request("demo.people.lst", {}, { caller: person("admin") })));
  assert.match(asAdmin.data.hint!, /"demo\.people\.list"/);
  assert.match((await failureOf(router.call(request("nobody.here")))).data.hint!, /no plugin "nobody"/);
});

Deno.test("a very long method name is refused without being compared or echoed whole", async () => {
  const { router } = testRouter();
  const error = await failureOf(router.call(request("x".repeat(900_000))));
  assert.equal(error.code, -32601);
  assert.ok(error.message.length < 200);
});

Deno.test("methods of a plugin that is off answer plugin_unavailable with the reason, and come back", async () => {
  const { router } = testRouter();
  router.setProvider("mail", { state: "ready", provider: compartment([{ name: "mail.send" }]) });
  assert.deepEqual(await router.call(request("mail.send", { to: "x" })), { to: "x" });
  router.setProvider("mail", { state: "unavailable", hint: "it is disabled" });
  const error = await failureOf(router.call(request("mail.send")));
  assert.deepEqual([error.code, error.data.hint], [-32050, "it is disabled"]);
  assert.equal((await failureOf(router.call(request("mail.made_up")))).code, -32050);
  router.setProvider("mail", { state: "ready", provider: compartment([{ name: "mail.send" }]) });
  assert.deepEqual(await router.call(request("mail.send")), {});
  router.setProvider("mail", undefined);
  assert.equal((await failureOf(router.call(request("mail.send")))).code, -32601);
});

Deno.test("a provider cannot offer methods under another prefix", async () => {
  const { router } = testRouter();
  const intruder = { ...compartment([{ name: "mail.send" }, { name: "demo.note.read" }]), prefix: "mail" };
  router.setProvider("mail", { state: "ready", provider: intruder });
  assert.deepEqual(await router.call(request("demo.note.read", { id: "n1" })), { id: "n1" });
});

Deno.test("a role that is not among the method's is refused, and the default leaves guests and agents out", async () => {
  const { router } = testRouter();
  for (const role of ["guest", "agent"] as const) {
    const error = await failureOf(router.call(request("demo.note.write", {}, { caller: person(role) })));
    assert.equal(error.code, -32003);
  }
  assert.equal((await failureOf(router.call(request("demo.people.list")))).code, -32003);
  assert.deepEqual(await router.call(request("demo.people.list", {}, { caller: person("owner") })), {});
});

Deno.test("a call through a plugin needs both the person's role and the plugin's grant", async () => {
  const asked: string[] = [];
  const mayCall = (through: string, method: string, descriptor: MethodDescriptor) => {
    asked.push(`${through} ${method} ${descriptor.name}`);
    return through === "plugin:good";
  };
  const { router } = testRouter({ grants: { mayCall } });
  const call = (through: string, role: "owner" | "member", method: string) =>
    router.call(request(method, {}, { through, caller: person(role) }));
  assert.deepEqual(await call("plugin:good", "owner", "demo.people.list"), {});
  assert.equal((await failureOf(call("plugin:good", "member", "demo.people.list"))).code, -32003);
  const refused = await failureOf(call("plugin:bad", "owner", "demo.people.list"));
  assert.deepEqual([refused.code, refused.kind], [-32052, "not_permitted"]);
  assert.match(refused.data.hint!, /demo\.people\.list/);
  assert.deepEqual(asked, [
    "plugin:good demo.people.list demo.people.list",
    "plugin:bad demo.people.list demo.people.list",
  ]);
});

Deno.test("params that do not fit are refused with a pointer to the place", async () => {
  const { router } = testRouter();
  const pathOf = async (params: unknown) => {
    const error = await failureOf(router.call(request("demo.note.read", params)));
    assert.equal(error.code, -32602);
    return error.data.path;
  };
  assert.equal(await pathOf({}), "/id");
  assert.equal(await pathOf({ id: "too long" }), "/id");
  assert.equal(await pathOf({ id: "x", "a/b": "no number" }), "/a~1b");
  assert.equal(await pathOf([1]), "");
  assert.equal(await pathOf("text"), "");
});

Deno.test("params of a compartment's method are checked before they are sent there", async () => {
  const { router } = testRouter();
  let delivered = 0;
  const params = { type: "object", properties: { text: { type: "string", maxLength: 3 } }, required: ["text"] };
  const provider = compartment([{ name: "mail.send", params }], (call) => {
    delivered++;
    return Promise.resolve(call.params);
  });
  router.setProvider("mail", { state: "ready", provider });
  assert.equal((await failureOf(router.call(request("mail.send", { text: 5 })))).data.path, "/text");
  assert.equal((await failureOf(router.call(request("mail.send", { text: "long" })))).data.path, "/text");
  assert.equal(delivered, 0);
  await router.call(request("mail.send", { text: "ok" }));
  assert.equal(delivered, 1);
});

Deno.test("a call without an answer ends at the provider's deadline, a shorter one of the caller counts", async () => {
  const { router } = testRouter();
  const budgets: (number | undefined)[] = [];
  const never: Parameters<typeof compartment>[1] = (call) => {
    budgets.push(call.timeoutMs);
    return new Promise(() => {});
  };
  router.setProvider("slow", { state: "ready", provider: compartment([{ name: "slow.run" }], never, 20) });
  for (const timeoutMs of [undefined, 5, 60_000]) {
    const error = await failureOf(router.call(request("slow.run", {}, { timeoutMs })));
    assert.equal(error.code, -32051);
  }
  assert.deepEqual(budgets, [20, 5, 20]);
});

Deno.test("a caller can take a call back, before and during it", async () => {
  const { router } = testRouter();
  const started = Promise.withResolvers<void>();
  const provider = compartment([{ name: "slow.run" }], () => {
    started.resolve();
    return new Promise(() => {});
  });
  router.setProvider("slow", { state: "ready", provider });
  const before = await failureOf(router.call(request("slow.run", {}, { signal: AbortSignal.abort() })));
  assert.equal(before.code, -32053);
  const controller = new AbortController();
  const during = failureOf(router.call(request("slow.run", {}, { signal: controller.signal })));
  await started.promise;
  controller.abort();
  assert.equal((await during).code, -32053);
});

Deno.test("an ordinary error becomes internal with a trace id that finds its stack in the log", async () => {
  const { router, logged } = testRouter();
  const error = await failureOf(router.call(request("demo.crash")));
  assert.equal(error.code, -32603);
  assert.doesNotMatch(JSON.stringify(error), /secret|at .*\.ts/);
  assert.match(error.data.traceId!, /^[0-9a-f]{32}$/);
  assert.equal(logged.length, 1);
  assert.equal(logged[0]!.fields!.traceId, error.data.traceId);
  assert.match(String(logged[0]!.fields!.stack), /the secret detail/);
});

Deno.test("in dev the caller sees text and stack of an internal error", async () => {
  const { router } = testRouter({ dev: true });
  const error = await failureOf(router.call(request("demo.crash")));
  assert.match(error.message, /the secret detail/);
  assert.match(error.data.hint!, /_test_router\.ts/);
});

Deno.test("an RpcError passes as it is, with the trace id of the caller's own trace", async () => {
  const { router } = testRouter();
  const trace = "0af7651916cd43dd8448eb211c80319c";
  const error = await failureOf(
    router.call(request("demo.refuse", {}, { traceparent: `00-${trace}-00f067aa0ba902b7-01` })),
  );
  assert.deepEqual([error.code, error.data.reason, error.data.traceId], [-32009, "tombstoned", trace]);
});

Deno.test("a result that breaks its own schema is an internal error where results are checked", async () => {
  assert.equal((await failureOf(testRouter().router.call(request("demo.lie")))).code, -32603);
  const unchecked = testRouter({ validateResults: false }).router;
  assert.deepEqual(await unchecked.call(request("demo.lie")), { count: "many" });
});

Deno.test("denials, changes and administrative reads are audited, other reads are not", async () => {
  const { router, audited } = testRouter();
  await router.call(request("demo.note.read", { id: "n" }));
  assert.equal(audited.length, 0);
  await router.call(request("demo.note.write"));
  await router.call(request("demo.people.list", {}, { caller: person("admin") }));
  await failureOf(router.call(request("demo.people.list")));
  await failureOf(router.call(request("demo.refuse")));
  await failureOf(router.call(request("demo.note.write", {}, { through: "plugin:x" })));
  await failureOf(router.call(request("demo.nothing")));
  assert.deepEqual(audited.map(({ method, outcome, reason, through }) => [method, outcome, reason, through]), [
    ["demo.note.write", "allowed", undefined, undefined],
    ["demo.people.list", "allowed", undefined, undefined],
    ["demo.people.list", "denied", "forbidden", undefined],
    ["demo.refuse", "failed", "tombstoned", undefined],
    ["demo.note.write", "denied", "not_permitted", "plugin:x"],
  ]);
});

Deno.test("calls are counted by method and outcome; made-up names share one row", async () => {
  const { router, counters } = testRouter();
  await router.call(request("demo.note.read", { id: "n" }));
  await failureOf(router.call(request("demo.note.read")));
  await failureOf(router.call(request("made.up1")));
  await failureOf(router.call(request('made.up"2')));
  const text = counters.render();
  assert.match(text, /bulkhead_calls_total\{method="demo\.note\.read",outcome="ok"\} 1\n/);
  assert.match(text, /bulkhead_calls_total\{method="demo\.note\.read",outcome="invalid_params"\} 1\n/);
  assert.match(text, /bulkhead_calls_total\{method="unknown",outcome="method_not_found"\} 2\n/);
  assert.match(text, /bulkhead_call_seconds_bucket\{method="demo\.note\.read",le="\+Inf"\} 2\n/);
  assert.doesNotMatch(text, /made/);
});

Deno.test("a caller sees exactly the methods that it may call", () => {
  const { router } = testRouter();
  const names = (role: "guest" | "member" | "owner") => router.visible(person(role)).map((method) => method.name);
  assert.deepEqual(names("guest"), []);
  assert.ok(!names("member").includes("demo.people.list"));
  assert.ok(names("owner").includes("demo.people.list"));
  assert.deepEqual(names("owner"), [...names("owner")].sort());
});
