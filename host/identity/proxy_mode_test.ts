import assert from "node:assert/strict";
import { TestIdentity } from "./_test_identity.ts";

const ask = (host: TestIdentity, forwardedUser: string, forwardedEmail?: string) =>
  host.identity.authenticator.authenticate(
    host.credentials({ forwardedUser, forwardedEmail, loopback: false, mutating: true }),
  );

Deno.test("whom the proxy names first becomes a member, and stays the same person", async () => {
  const first = await TestIdentity.open({ mode: "proxy" });
  const seen = await ask(first, "Ann.Lee@example.org", "ann@example.org");
  assert.equal(seen?.caller.role, "member");
  await using host = await first.reopen();
  assert.equal((await ask(host, "Ann.Lee@example.org"))?.caller.id, seen?.caller.id);
  const [user] = host.identity.directory.list();
  assert.equal(user?.handle, "ann.lee");
  assert.equal(user?.email, "ann@example.org");
});

Deno.test("a page's many first requests make one account", async () => {
  await using host = await TestIdentity.open({ mode: "proxy" });
  const seen = await Promise.all(Array.from({ length: 20 }, () => ask(host, "ann")));
  assert.equal(new Set(seen.map((who) => who?.caller.id)).size, 1);
  assert.equal(host.identity.directory.list().length, 1);
});

Deno.test("being first makes nobody the owner: the claim link does, once", async () => {
  await using host = await TestIdentity.open({ mode: "proxy" });
  await ask(host, "eve");
  const token = host.identity.claimLink()!.split("#")[1];
  assert.equal((await host.post("/claim", { token })).status, 401);
  const claimed = await host.post("/claim", { token }, { credentials: { forwardedUser: "ann" } });
  assert.equal(claimed.body.user.role, "owner");
  assert.equal((await ask(host, "ann"))?.caller.role, "owner");
  assert.equal((await ask(host, "eve"))?.caller.role, "member");
  assert.equal((await host.post("/claim", { token }, { credentials: { forwardedUser: "eve" } })).status, 403);
  assert.equal(host.identity.claimLink(), undefined);
});

Deno.test("an account that was there before is not handed to a name that looks the same", async () => {
  await using host = await TestIdentity.open({ mode: "proxy", demo: true });
  await assert.rejects(ask(host, "alice"), { code: -32003 });
  await assert.rejects(ask(host, "ALICE@evil.example"), { code: -32003 });
  assert.equal(host.identity.directory.list().length, 4);

  const token = host.identity.claimLink()!.split("#")[1];
  await host.post("/claim", { token }, { credentials: { forwardedUser: "root" } });
  const { link } = await host.call("host.user.invite", { handle: "alice" }, "root");
  const accepted = await host.post("/accept", { token: link.split("#")[1] }, {
    credentials: { forwardedUser: "alice" },
  });
  assert.equal(accepted.status, 200);
  assert.equal((await ask(host, "alice"))?.caller.id, host.identity.directory.find("alice")?.id);
  await assert.rejects(ask(host, "ALICE@evil.example"), { code: -32003 });
});

Deno.test("a link cannot be used by somebody who is signed in as another person", async () => {
  await using host = await TestIdentity.open({ mode: "proxy", demo: true });
  const token = host.identity.claimLink()!.split("#")[1];
  await host.post("/claim", { token }, { credentials: { forwardedUser: "root" } });
  await ask(host, "eve");
  const { link } = await host.call("host.user.reset", { id: "alice" }, "root");
  const answer = await host.post("/accept", { token: link.split("#")[1] }, { credentials: { forwardedUser: "eve" } });
  assert.equal(answer.status, 409);
});

Deno.test("in proxy mode cookies and passwords count for nothing", async () => {
  const local = await TestIdentity.open();
  const { cookie } = await local.claim();
  await using host = await local.reopen("proxy");
  assert.equal(await host.identity.authenticator.authenticate(host.credentials({ cookie })), undefined);
  assert.equal((await host.post("/login", { handle: "owner", password: "tall ship sails" })).status, 422);
});

Deno.test("a disabled person is refused, and a name that is no plain text too", async () => {
  await using host = await TestIdentity.open({ mode: "proxy" });
  const token = host.identity.claimLink()!.split("#")[1];
  await host.post("/claim", { token }, { credentials: { forwardedUser: "root" } });
  await ask(host, "bea");
  await host.call("host.user.disable", { id: "bea" }, "root");
  await assert.rejects(ask(host, "bea"), { code: -32001 });
  for (const name of [" ", "a\u0000b", "x".repeat(300), "eve, root"]) {
    await assert.rejects(ask(host, name), { code: -32001 });
  }
});

Deno.test("state tells who the proxy says is there", async () => {
  await using host = await TestIdentity.open({ mode: "proxy" });
  const { body } = await host.get("/state", { credentials: { forwardedUser: "ann" } });
  assert.equal(body.user.handle, "ann");
  assert.equal(body.mode, "proxy");
  assert.equal(body.devUsers, undefined);
});

Deno.test("the groups that the proxy tells of are somebody's groups, and follow it", async () => {
  await using host = await TestIdentity.open({ mode: "proxy" });
  const see = (forwardedUser: string, forwardedGroups?: string) =>
    host.identity.authenticator.authenticate(
      host.credentials({ forwardedUser, forwardedGroups, loopback: false, mutating: true }),
    );
  const groupsOf = async (handle: string) => {
    const { groups } = await host.call("host.user.get", { id: `@${handle}` }, "ann");
    return (groups as { name: string; source?: { id: string } }[]).map(({ name, source }) => `${name} ${source?.id}`);
  };
  await see("ann", "developers, support,developers");
  assert.deepEqual(await groupsOf("ann"), ["developers proxy", "support proxy"]);
  await see("ann");
  assert.deepEqual(await groupsOf("ann"), ["developers proxy", "support proxy"], "no header says nothing");
  await Promise.all(Array.from({ length: 10 }, () => see("ann", "support")));
  assert.deepEqual(await groupsOf("ann"), ["support proxy"]);
  await see("ben", `support,${"x".repeat(5_000)},\u202Eevil,${Array.from({ length: 2_000 }, (_, n) => `g${n}`)}`);
  const many = await groupsOf("ben");
  assert.ok(many.length <= 500 && many.includes("support proxy"), String(many.length));
  assert.ok(!many.some((name) => name.includes("evil") || name.length > 300));
  await see("ann", "");
  assert.deepEqual(await groupsOf("ann"), []);
  assert.equal((await see("ann"))?.caller.role, "member", "a group that no setting names gives no role");
  const [ofProxy] = (await host.call("host.group.list", {}, "ann")).items;
  host.identity.directory.find("ann");
  await assert.rejects(
    host.call("host.group.rename", { id: ofProxy.id, name: "Mine" }, { ...host.caller("ann"), role: "admin" }),
    { message: /comes from the proxy/ },
  );
});

Deno.test("groups of the proxy give the roles that the settings say, at once and to those who are connected", async () => {
  const proxy = { roles: { admin: ["captains"], member: ["crew"] }, defaultRole: "none" } as const;
  await using host = await TestIdentity.open({ mode: "proxy", proxy: structuredClone(proxy) as never });
  const see = async (forwardedUser: string, forwardedGroups?: string) =>
    (await host.identity.authenticator.authenticate(
      host.credentials({ forwardedUser, forwardedGroups, loopback: false, mutating: true }),
    ))?.caller.role;
  assert.equal(await see("ann", "crew, captains"), "admin");
  assert.equal(await see("ann", "crew"), "member");
  assert.deepEqual(host.revocations.map(({ userId }) => userId), [host.caller("ann").id]);
  assert.equal(await see("ann"), "member", "no header says nothing");
  await assert.rejects(see("eve", "visitors"), { code: -32003, message: /may come in/ });
  await assert.rejects(see("eve"), { code: -32003 });
  assert.equal(host.identity.directory.find("@eve"), undefined, "who is kept out has no account");
  await assert.rejects(see("ann", "visitors"), { code: -32003 });
  await assert.rejects(see("ann", "visitors"), { code: -32003 }, "also the next time");

  const token = host.identity.claimLink()!.split("#")[1];
  await host.post("/claim", { token }, { credentials: { forwardedUser: "ann", forwardedGroups: "crew" } });
  assert.equal(await see("ann", "crew"), "owner", "no group takes away what was given by hand");
  await see("bea", "crew");
  await assert.rejects(host.call("host.user.setRole", { id: "@bea", role: "admin" }, "ann"), { code: -32022 });
  await host.call("host.user.setRole", { id: "@bea", role: "guest" }, "ann");
  assert.equal(await see("bea", "crew"), "guest", "a role that the settings do not name is given by hand");
});
