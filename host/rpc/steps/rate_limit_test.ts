import assert from "node:assert/strict";
import fc from "fast-check";
import { RpcError } from "../../sdk/errors.ts";
import limits from "../../../schemas/rate_limits.json" with { type: "json" };
import { person, request, testRouter } from "../_test_router.ts";
import type { CallRequest } from "../ports.ts";
import { RateLimiter } from "./rate_limit.ts";

/** How many of `count` calls pass now. */
function passing(limiter: RateLimiter, call: CallRequest, count: number, now = 0): number {
  let passed = 0;
  for (let index = 0; index < count; index++) {
    try {
      limiter.check(call, call.method, now);
      limiter.commit(call, call.method, now);
      passed++;
    } catch (error) {
      assert.equal((error as RpcError).code, -32029);
    }
  }
  return passed;
}

Deno.test("the shipped limits: 1,200 calls a minute of a person, 60 of a token, 10 messages of a token", () => {
  const limiter = new RateLimiter(limits);
  const token = { class: "token", key: "t1" } as const;
  assert.equal(passing(limiter, request("demo.a"), 2_000), 1_200);
  assert.equal(passing(limiter, request("demo.a", {}, { rate: token }), 200), 60);
  assert.equal(passing(limiter, request("chat.message.send", {}, { rate: token }), 200), 10);
});

Deno.test("each caller and each method has a bucket of its own", () => {
  const limiter = new RateLimiter({ person: { perMinute: 2 } });
  assert.equal(passing(limiter, request("demo.a"), 5), 2);
  assert.equal(passing(limiter, request("demo.b"), 5), 2);
  assert.equal(passing(limiter, request("demo.a", {}, { caller: person("admin") }), 5), 2);
});

Deno.test("a bucket refills evenly and retryAfterMs says exactly when", () => {
  const limiter = new RateLimiter({ person: { perMinute: 60 } });
  assert.equal(passing(limiter, request("demo.a"), 100), 60);
  try {
    limiter.check(request("demo.a"), "demo.a", 400);
    assert.fail("the bucket should be empty");
  } catch (error) {
    assert.equal((error as RpcError).data.retryAfterMs, 600);
  }
  assert.equal(passing(limiter, request("demo.a"), 5, 999), 0);
  assert.equal(passing(limiter, request("demo.a"), 5, 1_000), 1);
});

Deno.test("plugins and workflows are not limited unless a rule says so", () => {
  const limiter = new RateLimiter(limits);
  const plugin = { kind: "plugin", id: "p", name: "p", role: "member" } as const;
  assert.equal(passing(limiter, request("demo.a", {}, { caller: plugin }), 5_000), 5_000);
  assert.equal(passing(limiter, request("demo.a", {}, { through: "workflow:w" }), 5_000), 5_000);
  const strict = new RateLimiter({ plugin: { perMinute: 3 } });
  assert.equal(passing(strict, request("demo.a", {}, { through: "plugin:p" }), 10), 3);
});

Deno.test("in no minute more than twice the limit passes, whatever the rhythm", () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 200 }), (pauses) => {
    let now = 0;
    const limiter = new RateLimiter({ person: { perMinute: 10 } });
    const passes: number[] = [];
    for (const pause of pauses) {
      now += pause;
      if (passing(limiter, request("demo.a"), 1, now) === 1) passes.push(now);
    }
    for (const end of passes) {
      assert.ok(passes.filter((at) => at > end - 60_000 && at <= end).length <= 20);
    }
  }));
});

Deno.test("the router refuses a call above the limit and counts unknown methods together", async () => {
  const { router } = testRouter({ rateLimits: { person: { perMinute: 2 } }, now: () => 0 });
  await router.call(request("demo.note.read", { id: "a" }));
  await router.call(request("demo.note.read", { id: "a" }));
  await assert.rejects(router.call(request("demo.note.read", { id: "a" })), { code: -32029 });
  await assert.rejects(router.call(request("demo.x1")), { code: -32601 });
  await assert.rejects(router.call(request("demo.x2")), { code: -32601 });
  await assert.rejects(router.call(request("demo.x3")), { code: -32029 });
});

Deno.test("what is refused takes nothing from a method's share, and is limited by itself", async () => {
  const { router } = testRouter({ rateLimits: { person: { perMinute: 3 } }, now: () => 0 });
  for (let n = 0; n < 3; n++) await assert.rejects(router.call(request("demo.note.read", { id: 7 })), { code: -32602 });
  await assert.rejects(router.call(request("demo.note.read", { id: 7 })), { code: -32029 });
  await assert.rejects(router.call(request("demo.people.list")), { code: -32029 });
  for (let n = 0; n < 3; n++) await router.call(request("demo.note.read", { id: "a" }));
  await assert.rejects(router.call(request("demo.note.read", { id: "a" })), { code: -32029 });
});
