import assert from "node:assert/strict";
import { TokenBucket } from "./token_bucket.ts";

Deno.test("a period's worth may be taken at once, then as much as comes back", () => {
  const bucket = new TokenBucket(10, 1_000, 0);
  const taken = (now: number) => {
    let count = 0;
    while (bucket.take(1, now) === 0) count++;
    return count;
  };
  assert.equal(taken(0), 10);
  assert.equal(taken(50), 0);
  assert.equal(taken(500), 5);
  assert.equal(taken(60_000), 10);
});

Deno.test("it says how long to wait", () => {
  const bucket = new TokenBucket(10, 1_000, 0);
  for (let n = 0; n < 10; n++) bucket.take(1, 0);
  assert.equal(bucket.take(1, 0), 100);
  assert.equal(bucket.take(1, 100), 0);
});

Deno.test("a large batch passes whole and is paid for afterwards", () => {
  const bucket = new TokenBucket(10, 1_000, 0);
  assert.equal(bucket.take(40, 0), 0);
  assert.ok(bucket.take(1, 2_900) > 0);
  assert.equal(bucket.take(1, 3_200), 0);
});
