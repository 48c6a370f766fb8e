import assert from "node:assert/strict";
import { TestIdentity } from "./_test_identity.ts";

const PASSWORD = "tall ship sails";

Deno.test("the first start prints a claim link, and its token makes one owner", async () => {
  await using host = await TestIdentity.open();
  const link = host.identity.claimLink()!;
  assert.match(link, /^http:\/\/127\.0\.0\.1:8080\/claim#[\w-]{43}$/);
  assert.deepEqual((await host.get("/state")).body, {
    name: "Bulkhead",
    version: "0.1.0",
    mode: "local",
    claimed: false,
    local: true,
  });

  const token = link.split("#")[1];
  const claimed = await host.post("/claim", { token, handle: "Ann", name: "Ann Lee", password: PASSWORD });
  assert.equal(claimed.status, 200);
  assert.equal(claimed.body.user.handle, "ann");
  assert.equal(claimed.body.user.role, "owner");
  assert.equal(host.identity.claimLink(), undefined);

  const state = await host.get("/state", { cookie: claimed.cookie });
  assert.equal(state.body.claimed, true);
  assert.deepEqual(state.body.user, claimed.body.user);
  assert.equal(state.body.csrf, claimed.body.csrf);

  const again = await host.post("/claim", { token, handle: "eve", name: "Eve", password: PASSWORD });
  assert.equal(again.status, 403);
  assert.equal(host.identity.directory.list().length, 1);
});

Deno.test("of two who claim at once one becomes the owner", async () => {
  await using host = await TestIdentity.open();
  const token = host.identity.claimLink()!.split("#")[1];
  const answers = await Promise.all(
    ["ann", "eve"].map((handle) => host.post("/claim", { token, handle, name: handle, password: PASSWORD })),
  );
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 409]);
  assert.equal(host.identity.directory.list().length, 1);
});

Deno.test("a claim token of an earlier link is refused", async () => {
  await using host = await TestIdentity.open();
  const old = host.identity.claimLink()!.split("#")[1];
  const fresh = host.identity.claimLink()!.split("#")[1];
  assert.notEqual(old, fresh);
  const body = { handle: "ann", name: "Ann", password: PASSWORD };
  assert.equal((await host.post("/claim", { ...body, token: old })).status, 403);
  assert.equal((await host.post("/claim", { ...body, token: "" })).status, 400);
  assert.equal((await host.post("/claim", { ...body, token: fresh })).status, 200);
});

Deno.test("a weak password is refused with the reason, and the link stays good", async () => {
  await using host = await TestIdentity.open();
  const token = host.identity.claimLink()!.split("#")[1];
  for (const password of ["short", "password123", "aaaaaaaaaaaa", "ann-lee-x", "x".repeat(300)]) {
    const answer = await host.post("/claim", { token, handle: "ann.lee.x", name: "Ann", password });
    assert.equal(answer.status, 400, password);
    assert.equal(answer.body.error.data.path, "/password");
  }
  assert.equal((await host.post("/claim", { token, handle: "ann", name: "Ann", password: PASSWORD })).status, 200);
});

Deno.test("the cookie is HttpOnly, SameSite and, under https, Secure", async () => {
  await using plain = await TestIdentity.open();
  const token = plain.identity.claimLink()!.split("#")[1];
  const answer = await plain.post("/claim", { token, handle: "ann", name: "Ann", password: PASSWORD });
  assert.match(answer.setCookie, /; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/);

  await using safe = await TestIdentity.open({ publicUrl: "https://team.example.org" });
  const link = safe.identity.claimLink()!;
  assert(link.startsWith("https://team.example.org/claim#"));
  const secure = await safe.post("/claim", { token: link.split("#")[1], handle: "ann", name: "A", password: PASSWORD });
  assert.match(secure.setCookie, /; Secure$/);
});

Deno.test("a session lives over a restart, and ends after two weeks without use", async () => {
  const first = await TestIdentity.open();
  const { cookie, id } = await first.claim();
  await using host = await first.reopen();
  const who = await host.identity.authenticator.authenticate(host.credentials({ cookie }));
  assert.equal(who?.caller.id, id);

  await host.clock.advance(13 * 24 * 3600_000);
  assert(await host.identity.authenticator.authenticate(host.credentials({ cookie })));
  await host.clock.advance(13 * 24 * 3600_000);
  assert(await host.identity.authenticator.authenticate(host.credentials({ cookie })));
  await host.clock.advance(14 * 24 * 3600_000 + 1);
  await assert.rejects(host.identity.authenticator.authenticate(host.credentials({ cookie })), /session has ended/);
});

Deno.test("however much it is used, a session ends after ninety days", async () => {
  await using host = await TestIdentity.open();
  const { cookie } = await host.claim();
  for (let day = 0; day < 89; day += 10) {
    await host.clock.advance(10 * 24 * 3600_000 - 1);
    if (day < 80) assert(await host.identity.authenticator.authenticate(host.credentials({ cookie })));
  }
  await host.clock.advance(24 * 3600_000);
  await assert.rejects(host.identity.authenticator.authenticate(host.credentials({ cookie })), /session has ended/);
});

Deno.test("a cookie copied before the sign-out is worth nothing after it, and its sockets are named", async () => {
  await using host = await TestIdentity.open();
  const { cookie, csrf } = await host.claim();
  const who = await host.identity.authenticator.authenticate(host.credentials({ cookie }));
  const out = await host.post("/logout", {}, { cookie, csrf });
  assert.equal(out.status, 200);
  assert.match(out.setCookie, /^bulkhead_session=; .*Max-Age=0/);
  assert.deepEqual(host.revocations, [{ sessionId: who!.sessionId }]);
  await assert.rejects(host.identity.authenticator.authenticate(host.credentials({ cookie })), { code: -32001 });
  assert.equal((await host.get("/state", { cookie })).body.user, undefined);
});

Deno.test("signing in takes a new session, never one that the browser brought, and ends that one", async () => {
  await using host = await TestIdentity.open();
  const planted = "attacker-chosen-value-attacker-chosen-value";
  const { cookie: first } = await host.claim();
  const fixed = await host.post("/login", { handle: "owner", password: PASSWORD }, { cookie: planted });
  assert.equal(fixed.status, 200);
  assert.notEqual(fixed.cookie, planted);
  await assert.rejects(host.identity.authenticator.authenticate(host.credentials({ cookie: planted })));

  const again = await host.post("/login", { handle: "@Owner", password: PASSWORD }, { cookie: first });
  assert.equal(again.status, 200);
  await assert.rejects(host.identity.authenticator.authenticate(host.credentials({ cookie: first })));
});

Deno.test("whether somebody is unknown, has no password or gave a wrong one cannot be told from the answer", async () => {
  await using host = await TestIdentity.open({ demo: true });
  await host.claim();
  const answers = [];
  for (const handle of ["nobody", "bob", "owner"]) {
    answers.push(await host.post("/login", { handle, password: "not the password" }));
  }
  for (const answer of answers) {
    assert.equal(answer.status, 401);
    assert.deepEqual(answer.body, answers[0]!.body);
  }
});

Deno.test("a disabled account is told so only to the one who knows the password", async () => {
  await using host = await TestIdentity.open();
  await host.claim();
  const { link } = await host.call("host.user.invite", { handle: "bea" });
  await host.post("/accept", { token: link.split("#")[1], password: "quiet green rivers" });
  await host.call("host.user.disable", { id: "@bea" });
  assert.equal((await host.post("/login", { handle: "bea", password: "wrong password" })).status, 401);
  const answer = await host.post("/login", { handle: "bea", password: "quiet green rivers" });
  assert.equal(answer.status, 403);
  assert.equal(answer.cookie, undefined);
});

Deno.test("guessing is slowed down, doubling, and forgotten when the right password comes in time", async () => {
  await using host = await TestIdentity.open();
  await host.claim();
  const guess = (address = "10.0.0.9", handle = "owner") =>
    host.post("/login", { handle, password: "a wrong password" }, { credentials: { peerAddress: address } });
  for (let attempt = 1; attempt <= 5; attempt++) assert.equal((await guess()).status, 401, `attempt ${attempt}`);
  const slowed = await guess();
  assert.equal(slowed.status, 429);
  assert.equal(slowed.body.error.data.retryAfterMs, 1_000);
  assert.equal(slowed.headers.get("retry-after"), "1");

  // Not even the right password helps while it waits, and others are not slowed down by it.
  const right = (peerAddress: string) =>
    host.post("/login", { handle: "owner", password: PASSWORD }, { credentials: { peerAddress } });
  assert.equal((await right("10.0.0.9")).status, 429);
  assert.equal((await right("10.0.0.10")).status, 200);

  await host.clock.advance(1_000);
  assert.equal((await guess()).status, 401);
  assert.equal((await guess()).body.error.data.retryAfterMs, 2_000);
  await host.clock.advance(2_000);
  assert.equal((await right("10.0.0.9")).status, 200);
  for (let attempt = 1; attempt <= 5; attempt++) assert.equal((await guess()).status, 401, `attempt ${attempt}`);
});

Deno.test("writing the same handle in other ways gives no more guesses", async () => {
  await using host = await TestIdentity.open();
  await host.claim();
  const statuses: number[] = [];
  for (const handle of ["owner", "@owner", "OWNER", " owner ", "@Owner", "owner"]) {
    statuses.push((await host.post("/login", { handle, password: "a wrong password" })).status);
  }
  assert.deepEqual(statuses, [401, 401, 401, 401, 401, 429]);
});

Deno.test("guesses that come all at once are counted before they are tried", async () => {
  await using host = await TestIdentity.open();
  await host.claim();
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => host.post("/login", { handle: "owner", password: "a wrong password" })),
  );
  assert.equal(answers.filter((answer) => answer.status === 401).length, 5);
  assert.equal(answers.filter((answer) => answer.status === 429).length, 15);
});

Deno.test("one place that tries many people is slowed down too, a whole IPv6 network as one place", async () => {
  await using host = await TestIdentity.open();
  await host.claim();
  const statuses: number[] = [];
  for (let attempt = 0; attempt < 40; attempt++) {
    const answer = await host.post("/login", { handle: `user${attempt}`, password: "a wrong password" }, {
      credentials: { peerAddress: `2001:db8::${(attempt + 1).toString(16)}` },
    });
    statuses.push(answer.status);
  }
  assert.equal(statuses.indexOf(429), 30);
});

Deno.test("a mutating call with the cookie needs the CSRF token, a reading one does not", async () => {
  await using host = await TestIdentity.open();
  const { cookie, csrf } = await host.claim();
  const ask = (partial: { mutating: boolean; csrf?: string }) =>
    host.identity.authenticator.authenticate(host.credentials({ cookie, ...partial }));
  await assert.rejects(ask({ mutating: true }), { code: -32003 });
  await assert.rejects(ask({ mutating: true, csrf: "" }), { code: -32003 });
  await assert.rejects(ask({ mutating: true, csrf: csrf + "x" }), { code: -32003 });
  assert.equal((await ask({ mutating: true, csrf }))?.caller.role, "owner");
  assert.equal((await ask({ mutating: false }))?.caller.role, "owner");
  assert.equal((await host.post("/logout", {}, { cookie })).status, 403);
  assert.equal(
    (await host.post("/password", { current: PASSWORD, password: "another good one" }, { cookie })).status,
    403,
  );
});

Deno.test("the CSRF token of one session is no good for another", async () => {
  await using host = await TestIdentity.open();
  const { cookie } = await host.claim();
  const other = await host.post("/login", { handle: "owner", password: PASSWORD });
  await assert.rejects(
    host.identity.authenticator.authenticate(host.credentials({ cookie, mutating: true, csrf: other.body.csrf })),
    { code: -32003 },
  );
});

Deno.test("changing the password needs the old one and ends all other sessions", async () => {
  await using host = await TestIdentity.open();
  const { cookie, csrf } = await host.claim();
  const other = await host.post("/login", { handle: "owner", password: PASSWORD });
  const wrong = await host.post("/password", { current: "not it at all", password: "brand new words" }, {
    cookie,
    csrf,
  });
  assert.equal(wrong.status, 403);
  const changed = await host.post("/password", { current: PASSWORD, password: "brand new words" }, { cookie, csrf });
  assert.equal(changed.status, 200);
  assert.equal(host.revocations.length, 1);
  await assert.rejects(host.identity.authenticator.authenticate(host.credentials({ cookie: other.cookie })));
  assert(await host.identity.authenticator.authenticate(host.credentials({ cookie })));
  assert.equal((await host.post("/login", { handle: "owner", password: PASSWORD })).status, 401);
  assert.equal((await host.post("/login", { handle: "owner", password: "brand new words" })).status, 200);
});

Deno.test("identity headers and the picker count for nothing in local mode", async () => {
  await using host = await TestIdentity.open({ demo: true });
  const spoofed = host.credentials({ forwardedUser: "alice", forwardedEmail: "a@b.c", forwardedGroups: "owners" });
  assert.equal(await host.identity.authenticator.authenticate(spoofed), undefined);
  assert.equal((await host.post("/dev", { handle: "alice" })).status, 404);
  assert.equal((await host.get("/state", { credentials: spoofed })).body.user, undefined);
});

Deno.test("people of --demo cannot sign in until they are invited, then they can", async () => {
  await using host = await TestIdentity.open({ demo: true });
  assert(host.identity.claimLink(), "alice owns the host in name only");
  await host.claim();
  const { link } = await host.call("host.user.invite", { handle: "bob" });
  const token = link.split("#")[1];
  assert.deepEqual((await host.post("/invitation", { token })).body.handle, "bob");
  const accepted = await host.post("/accept", { token, password: "quiet green rivers" });
  assert.equal(accepted.body.user.handle, "bob");
  assert.equal(accepted.body.user.id, host.identity.directory.find("bob")!.id);
  assert.equal((await host.post("/login", { handle: "bob", password: "quiet green rivers" })).status, 200);
});

Deno.test("the claim link may make alice of --demo real, but not somebody with a password", async () => {
  await using host = await TestIdentity.open({ demo: true });
  const alice = host.identity.directory.find("alice")!;
  const { id } = await host.claim("alice");
  assert.equal(id, alice.id);
  assert.equal(host.identity.directory.list().length, 4);
});

Deno.test("bodies that are not what is asked for are refused, and change nothing", async () => {
  await using host = await TestIdentity.open();
  const { cookie, csrf } = await host.claim();
  const login = { handle: "owner", password: PASSWORD };
  assert.equal((await host.post("/login", login, { contentType: "text/plain" })).status, 400);
  assert.equal((await host.post("/login", login, { contentType: "application/x-www-form-urlencoded" })).status, 400);
  for (
    const raw of [
      "",
      "{",
      "[]",
      "null",
      '"x"',
      '{"handle":["owner"],"password":"tall ship sails"}',
      '{"handle":"owner","password":{"length":12}}',
      '{"handle":"owner","password":"tall ship sails","role":"owner"}',
      '{"handle":"owner","password":"wrong password","__proto__":{"password":"x","role":"owner"}}',
      '{"handle":"owner","password":"wrong password","constructor":{"prototype":{"role":"owner"}}}',
      "[".repeat(10_000),
    ]
  ) {
    const answer = await host.post("/login", undefined, { raw });
    assert.equal(answer.status, 400, raw.slice(0, 80));
    assert.equal(answer.cookie, undefined);
  }
  assert.equal(({} as Record<string, unknown>).role, undefined);
  assert.equal((await host.post("/login", undefined, { raw: `"${"x".repeat(20_000)}"` })).status, 413);
  assert.equal((await host.get("/nothing")).status, 404);
  assert(await host.identity.authenticator.authenticate(host.credentials({ cookie, csrf, mutating: true })));
});

Deno.test("sign-ins and refusals are in the audit log, over a restart", async () => {
  const first = await TestIdentity.open();
  await first.claim();
  await first.post("/login", { handle: "owner", password: "a wrong password" });
  await using host = await first.reopen();
  const { items } = await host.call("host.audit.list", {});
  assert.deepEqual(
    items.map((entry: { method: string; outcome: string }) => `${entry.method} ${entry.outcome}`),
    ["auth.login denied", "auth.claim allowed"],
  );
  assert.equal(items[0].caller.name, "owner");
  assert(!JSON.stringify(items).includes("a wrong password"));
});

Deno.test("of a person's many sessions the one that was not used for longest ends", async () => {
  await using host = await TestIdentity.open();
  const { cookie } = await host.claim();
  const ask = () => host.identity.authenticator.authenticate(host.credentials({ cookie }));
  for (let n = 0; n < 99; n++) {
    await host.clock.advance(1_000);
    await host.post("/login", { handle: "owner", password: PASSWORD });
  }
  assert.equal((await host.call("host.session.list", {})).items.length, 100);
  await host.clock.advance(1_000);
  await host.post("/login", { handle: "owner", password: PASSWORD });
  assert.equal((await host.call("host.session.list", {})).items.length, 100);
  await assert.rejects(ask(), { code: -32001 });
});
