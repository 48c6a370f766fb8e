import assert from "node:assert/strict";
import type { Caller } from "../sdk/channel/protocol.ts";
import { TestIdentity } from "./_test_identity.ts";

const PASSWORD = "quiet green rivers";

/** Somebody new who came in by an invitation. */
async function join(
  host: TestIdentity,
  handle: string,
  role = "member",
  by = "owner",
): Promise<{ cookie: string; csrf: string }> {
  const { link } = await host.call("host.user.invite", { role }, by);
  const { body, cookie, status } = await host.post("/accept", {
    token: link.split("#")[1],
    handle,
    name: handle,
    password: PASSWORD,
  });
  assert.equal(status, 200, JSON.stringify(body));
  return { cookie: cookie!, csrf: body.csrf };
}

Deno.test("an invitation lets one person in, once, with the role it says", async () => {
  await using host = await TestIdentity.open();
  await host.claim();
  const { link, expiresAt } = await host.call("host.user.invite", {
    handle: "bea",
    role: "admin",
    email: "bea@example.org",
  });
  assert.match(link, /^http:\/\/127\.0\.0\.1:8080\/invite#[\w-]{43}$/);
  assert.equal(expiresAt, new Date(host.clock.now() + 7 * 24 * 3600_000).toISOString());
  const token = link.split("#")[1];
  const shown = await host.post("/invitation", { token });
  assert.deepEqual([shown.body.kind, shown.body.role, shown.body.handle], ["invitation", "admin", "bea"]);
  assert.equal((await host.call("host.invitation.list", {})).items.length, 1);

  const accepted = await host.post("/accept", { token, name: "Bea", password: PASSWORD });
  assert.deepEqual([accepted.body.user.handle, accepted.body.user.role], ["bea", "admin"]);
  assert.equal((await host.post("/accept", { token, handle: "eve", password: PASSWORD })).status, 404);
  assert.equal((await host.call("host.invitation.list", {})).items.length, 0);
});

Deno.test("of two who use one invitation at once one comes in", async () => {
  await using host = await TestIdentity.open();
  await host.claim();
  const { link } = await host.call("host.user.invite", {});
  const answers = await Promise.all(
    ["ann", "eve"].map((handle) => host.post("/accept", { token: link.split("#")[1], handle, password: PASSWORD })),
  );
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 404]);
});

Deno.test("an invitation ends with its time, when it is revoked, and when a newer one is made", async () => {
  await using host = await TestIdentity.open();
  await host.claim();
  const invite = async (): Promise<{ token: string; id: string }> => {
    const { link, id } = await host.call("host.user.invite", { handle: "bea" });
    return { token: link.split("#")[1], id };
  };
  const status = async (token: string) => (await host.post("/invitation", { token })).status;
  const first = await invite();
  const second = await invite();
  assert.deepEqual([await status(first.token), await status(second.token)], [404, 200]);
  await host.call("host.invitation.revoke", { id: second.id });
  assert.equal(await status(second.token), 404);
  const third = await invite();
  await host.clock.advance(7 * 24 * 3600_000);
  assert.equal(await status(third.token), 404);
});

Deno.test("an invitation ends when the one who made it said, and every change of people is told", async () => {
  await using host = await TestIdentity.open();
  await host.claim();
  host.changes.length = 0;
  const { link, expiresAt } = await host.call("host.user.invite", { expiresInDays: 1 });
  assert.equal(Date.parse(expiresAt) - host.clock.now(), 24 * 3600_000);
  assert.deepEqual(host.changes.splice(0), [{ invitations: true }]);
  await host.clock.advance(24 * 3600_000);
  const late = await host.post("/accept", { token: link.split("#")[1], handle: "bea", password: PASSWORD });
  assert.equal(late.status, 404);
  for (const expiresInDays of [0, 91, 1.5]) {
    await assert.rejects(host.call("host.user.invite", { expiresInDays }), { code: -32602 });
  }

  const next = await host.call("host.user.invite", {});
  host.changes.length = 0;
  await host.post("/accept", { token: next.link.split("#")[1], handle: "bea", password: PASSWORD });
  assert.deepEqual(host.changes.splice(0), [{ invitations: true }], "the link was used");
  await host.call("host.user.setRole", { id: "@bea", role: "guest" });
  await host.call("host.group.create", { name: "Night watch", users: ["@bea"] });
  assert.deepEqual(host.changes, [{ invitations: false }, { invitations: false }]);
});

Deno.test("a taken handle is refused and the invitation stays good", async () => {
  await using host = await TestIdentity.open();
  await host.claim();
  const { link } = await host.call("host.user.invite", {});
  const token = link.split("#")[1];
  const taken = await host.post("/accept", { token, handle: "OWNER", password: PASSWORD });
  assert.equal(taken.status, 409);
  assert.equal((await host.post("/accept", { token, handle: "here", password: PASSWORD })).status, 400);
  assert.equal((await host.post("/accept", { token, handle: "bea", password: PASSWORD })).status, 200);
  await assert.rejects(host.call("host.user.invite", { handle: "bea" }), { code: -32009 });
});

Deno.test("a reset link sets a new password, once, and ends the sessions there were", async () => {
  await using host = await TestIdentity.open();
  const { cookie } = await host.claim();
  const { link, handle } = await host.call("host.user.reset", { id: "@owner" });
  assert.equal(handle, "owner");
  const token = link.split("#")[1];
  const answer = await host.post("/accept", { token, password: PASSWORD });
  assert.equal(answer.body.user.handle, "owner");
  assert.equal(answer.body.user.role, "owner");
  await assert.rejects(host.identity.authenticator.authenticate(host.credentials({ cookie })));
  assert.equal((await host.post("/login", { handle: "owner", password: PASSWORD })).status, 200);
  assert.equal((await host.post("/accept", { token, password: PASSWORD })).status, 404);
});

Deno.test("the last owner cannot be demoted or disabled, also not by two at once", async () => {
  await using host = await TestIdentity.open({ demo: true });
  await host.claim();
  const last = { code: -32022, data: { reason: "last_owner", hint: "Make somebody else an owner first" } };
  // alice of --demo is an owner too, but nobody can sign in as her.
  await assert.rejects(host.call("host.user.setRole", { id: "@owner", role: "member" }), last);
  await assert.rejects(host.call("host.user.disable", { id: "@owner" }), last);
  await join(host, "bea", "owner");
  const owner = host.caller("owner");
  const bea = host.caller("bea");
  const outcomes = await Promise.allSettled([
    host.call("host.user.setRole", { id: owner.id, role: "member" }, owner),
    host.call("host.user.disable", { id: bea.id }, bea),
  ]);
  assert.deepEqual(outcomes.map((outcome) => outcome.status), ["fulfilled", "rejected"]);
});

Deno.test("an admin looks after everybody but owners and makes none", async () => {
  await using host = await TestIdentity.open();
  await host.claim();
  await join(host, "adam", "admin");
  await join(host, "mia");
  await host.call("host.user.setRole", { id: "@mia", role: "admin" }, "adam");
  await host.call("host.user.setRole", { id: "@mia", role: "guest" }, "adam");
  const forbidden = { code: -32003 };
  await assert.rejects(host.call("host.user.setRole", { id: "@mia", role: "owner" }, "adam"), forbidden);
  await assert.rejects(host.call("host.user.setRole", { id: "@adam", role: "owner" }, "adam"), forbidden);
  await assert.rejects(host.call("host.user.disable", { id: "@owner" }, "adam"), forbidden);
  await assert.rejects(host.call("host.user.reset", { id: "@owner" }, "adam"), forbidden);
  await assert.rejects(host.call("host.user.invite", { role: "owner" }, "adam"), forbidden);
  await assert.rejects(host.call("host.user.setRole", { id: "@mia", role: "member" }, "mia"), forbidden);
});

Deno.test("a new role holds at once, and open sockets are named so that they close", async () => {
  await using host = await TestIdentity.open();
  await host.claim();
  const { cookie } = await join(host, "bea");
  const ask = () => host.identity.authenticator.authenticate(host.credentials({ cookie }));
  assert.equal((await ask())?.caller.role, "member");
  const id = host.caller("bea").id;
  await host.call("host.user.setRole", { id, role: "admin" });
  assert.equal((await ask())?.caller.role, "admin");
  assert.deepEqual(host.revocations, [{ userId: id }]);
});

Deno.test("disabling shuts out sessions and tokens at once; letting in again brings only the tokens back", async () => {
  await using host = await TestIdentity.open();
  await host.claim();
  const { cookie } = await join(host, "bea");
  const { token } = await host.call("host.token.create", { name: "ci" }, "bea");
  const bySession = () => host.identity.authenticator.authenticate(host.credentials({ cookie }));
  const byToken = () => host.identity.authenticator.authenticate(host.credentials({ bearer: token }));
  assert(await bySession());
  assert(await byToken());
  await host.call("host.user.disable", { id: "@bea" });
  await assert.rejects(bySession(), { code: -32001 });
  await assert.rejects(byToken(), { code: -32001 });
  await host.call("host.user.disable", { id: "@bea", disabled: false });
  await assert.rejects(bySession(), { code: -32001 });
  assert(await byToken());
});

Deno.test("a token acts as its person with at most its role, and never makes a stronger one", async () => {
  await using host = await TestIdentity.open();
  await host.claim();
  const weak = await host.call("host.token.create", { name: "reader", role: "guest" });
  assert.match(weak.token, /^bhk_[\w-]{43}$/);
  const who = await host.identity.authenticator.authenticate(host.credentials({ bearer: weak.token, mutating: true }));
  assert.equal(who?.caller.role, "guest");
  assert.equal(who?.caller.id, host.caller("owner").id);
  assert.equal(who?.tokenId, weak.id);

  const usual = await host.call("host.token.create", { name: "usual" });
  assert.equal(usual.role, "member");
  const asToken: Caller =
    (await host.identity.authenticator.authenticate(host.credentials({ bearer: usual.token })))!.caller;
  await assert.rejects(host.call("host.token.create", { name: "more", role: "admin" }, asToken), { code: -32003 });

  const strong = await host.call("host.token.create", { name: "strong", role: "owner" });
  await join(host, "bea", "owner");
  await host.call("host.user.setRole", { id: "@owner", role: "member" }, "bea");
  const after = await host.identity.authenticator.authenticate(host.credentials({ bearer: strong.token }));
  assert.equal(after?.caller.role, "member");
});

Deno.test("tokens are shown once, end with their time, and can be revoked by their owner or an admin", async () => {
  await using host = await TestIdentity.open();
  await host.claim();
  await join(host, "bea");
  await join(host, "mia");
  const short = await host.call("host.token.create", { name: "short", expiresInDays: 1 }, "bea");
  const long = await host.call("host.token.create", { name: "long" }, "bea");
  const ask = (bearer: string) => host.identity.authenticator.authenticate(host.credentials({ bearer }));
  assert(await ask(short.token));
  const listed = JSON.stringify(await host.call("host.token.list", {}, "bea"));
  assert(!listed.includes(short.token) && !listed.includes("bhk_"));
  await host.clock.advance(24 * 3600_000);
  await assert.rejects(ask(short.token), { code: -32001 });

  await assert.rejects(host.call("host.token.revoke", { id: long.id }, "mia"), { code: -32004 });
  await assert.rejects(host.call("host.token.list", { user: "bea" }, "mia"), { code: -32003 });
  await host.call("host.token.revoke", { id: long.id });
  await assert.rejects(ask(long.token), { code: -32001 });
  assert.deepEqual(host.revocations, [{ tokenId: long.id }]);
  for (const bearer of ["", "bhk_", "x", long.token + "x", "bhk_" + "a".repeat(100_000)]) {
    await assert.rejects(ask(bearer), { code: -32001 });
  }
});

Deno.test("people see and end their own sessions; admins everybody's", async () => {
  await using host = await TestIdentity.open();
  await host.claim();
  const { cookie } = await join(host, "bea");
  await join(host, "mia");
  const [session] = (await host.call("host.session.list", {}, "bea")).items;
  assert.equal(session.agent, "test");
  assert.equal(session.address, "127.0.0.1");
  await assert.rejects(host.call("host.session.list", { user: "@bea" }, "mia"), { code: -32003 });
  await assert.rejects(host.call("host.session.revoke", { id: session.id }, "mia"), { code: -32004 });
  assert.equal((await host.call("host.session.list", { user: "@bea" })).items.length, 1);
  await host.call("host.session.revoke", { id: session.id });
  await assert.rejects(host.identity.authenticator.authenticate(host.credentials({ cookie })));
  assert.deepEqual(host.revocations, [{ sessionId: session.id }]);
});

Deno.test("lists come in pages; an email is shown to admins and to its person", async () => {
  await using host = await TestIdentity.open({ demo: true });
  await host.claim();
  const { link } = await host.call("host.user.invite", { handle: "bea", email: "bea@example.org" });
  await host.post("/accept", { token: link.split("#")[1], password: PASSWORD });
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await host.call("host.user.list", { limit: 2, cursor });
    seen.push(...page.items.map((user: { handle: string }) => user.handle));
    cursor = page.nextCursor;
  } while (cursor);
  assert.deepEqual(seen, ["alice", "bea", "bob", "carol", "dave", "owner"]);
  const emailFor = async (as: string | Caller) => (await host.call("host.user.get", { id: "@bea" }, as)).email;
  assert.equal(await emailFor("owner"), "bea@example.org");
  assert.equal(await emailFor("bea"), "bea@example.org");
  assert.equal(await emailFor("dave"), undefined);
  assert.equal(await emailFor({ kind: "plugin", id: "bea", name: "x", role: "member" }), undefined);
});

Deno.test("a plugin by itself is nobody, and makes no tokens", async () => {
  await using host = await TestIdentity.open();
  const { id } = await host.claim();
  const plugin: Caller = { kind: "plugin", id, name: "x", role: "member" };
  await assert.rejects(host.call("host.user.me", {}, plugin), { code: -32022 });
  await assert.rejects(host.call("host.token.create", { name: "x" }, plugin), { code: -32022 });
  await assert.rejects(host.call("host.session.list", {}, plugin), { code: -32022 });
  assert.equal((await host.call("host.user.me", {}, "owner")).handle, "owner");
});

Deno.test("the audit log is for admins, newest first, by caller, method and outcome, in pages", async () => {
  await using host = await TestIdentity.open();
  await host.claim();
  await join(host, "mia");
  const mia = host.caller("mia");
  for (let n = 0; n < 5; n++) {
    host.identity.audit.record({
      caller: mia,
      method: `a.b${n}`,
      outcome: n % 2 ? "denied" : "allowed",
      traceId: `t${n}`,
    });
  }
  await assert.rejects(host.call("host.audit.list", {}, "mia"), { code: -32003 });
  const first = await host.call("host.audit.list", { caller: "@mia", limit: 3 });
  assert.deepEqual(first.items.map((entry: { traceId: string }) => entry.traceId), ["t4", "t3", "t2"]);
  const second = await host.call("host.audit.list", { caller: "@mia", limit: 3, cursor: first.nextCursor });
  assert.deepEqual(second.items.slice(0, 2).map((entry: { traceId: string }) => entry.traceId), ["t1", "t0"]);
  const denied = await host.call("host.audit.list", { outcome: "denied" });
  assert.deepEqual(denied.items.map((entry: { traceId: string }) => entry.traceId), ["t3", "t1"]);
  assert.equal((await host.call("host.audit.list", { method: "a.b2" })).items.length, 1);
});
