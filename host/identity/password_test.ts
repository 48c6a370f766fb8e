import assert from "node:assert/strict";
import { checkQuality, DEFAULT_COST, Passwords } from "./password.ts";

const CHEAP = { logN: 4, r: 8, p: 1 };

Deno.test("a hash says how it was made, is salted, and fits its password only", async () => {
  const passwords = new Passwords(CHEAP);
  const [a, b] = await Promise.all([passwords.hash("tall ship sails"), passwords.hash("tall ship sails")]);
  assert.match(a, /^scrypt\$4\$8\$1\$[\w+/=]+\$[\w+/=]+$/);
  assert.notEqual(a, b);
  assert.equal(await passwords.verify("tall ship sails", a), true);
  assert.equal(await passwords.verify("tall ship sail", a), false);
  assert.equal(await passwords.verify("tall ship sails", undefined), false);
});

Deno.test("a hash made with other parameters still fits, and counts as outdated", async () => {
  const old = await new Passwords(CHEAP).hash("tall ship sails");
  const today = new Passwords({ ...CHEAP, logN: 5 });
  assert.equal(await today.verify("tall ship sails", old), true);
  assert.equal(today.isOutdated(old), true);
  assert.equal(today.isOutdated(await today.hash("x")), false);
});

Deno.test("letters that look the same are the same password, however they were typed", async () => {
  const passwords = new Passwords(CHEAP);
  assert.equal(await passwords.verify("caf\u0065\u0301 au lait", await passwords.hash("caf\u00e9 au lait")), true);
});

Deno.test("the cost in use is one of those that OWASP recommends", () => {
  assert.deepEqual(DEFAULT_COST, { logN: 15, r: 8, p: 3 });
});

Deno.test("somebody unknown costs the same work as somebody known", async () => {
  // The quickest of nine runs each: noise only makes a run longer.
  const cost = { logN: 12, r: 8, p: 1 };
  const passwords = new Passwords(cost);
  const stored = await passwords.hash("tall ship sails");
  const time = async (given: string | undefined): Promise<number> => {
    const runs: number[] = [];
    for (let run = 0; run < 9; run++) {
      const start = performance.now();
      await passwords.verify("a wrong password", given);
      runs.push(performance.now() - start);
    }
    return Math.min(...runs);
  };
  const [known, unknown] = [await time(stored), await time(undefined)];
  // An answer without the work would be hundreds of times faster.
  assert(unknown > known / 4, `unknown ${unknown} ms, known ${known} ms`);
});

Deno.test("too many hashes at once are refused with a time to come again, the others are done", async () => {
  const passwords = new Passwords(CHEAP);
  const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => passwords.hash("tall ship sails")));
  const refused = outcomes.filter((outcome) => outcome.status === "rejected");
  assert.equal(refused.length, 50 - 34);
  assert.equal(refused[0]!.reason.data.retryAfterMs, 2_000);
  assert.equal(await passwords.verify("x", await passwords.hash("x")), true);
});

Deno.test("passwords that are guessed first are refused", () => {
  for (
    const password of [
      "1234567",
      "password",
      "Password1",
      "qwertyuiop",
      "abababab",
      "annlee99",
      "Ann-Lee-99",
      "x".repeat(257),
    ]
  ) {
    assert.throws(() => checkQuality(password, ["ann.lee.99", undefined]), { code: -32602 }, password);
  }
  for (const password of ["tall ship sails", "Tr0ub4dor&3", "åäö räksmörgås", "y7#kQp2!"]) {
    checkQuality(password, ["ann"]);
  }
});
