import assert from "node:assert/strict";
import { TestIdentity } from "./_test_identity.ts";

Deno.test("dev mode seeds four people, lists them, and a header from loopback is enough", async () => {
  await using host = await TestIdentity.open({ mode: "dev" });
  assert.equal(host.identity.claimLink(), undefined);
  const { body } = await host.get("/state");
  assert.equal(body.claimed, true);
  assert.deepEqual(
    body.devUsers.map((user: { handle: string; role: string }) => `${user.handle} ${user.role}`),
    ["alice owner", "bob member", "carol member", "dave member"],
  );
  const ask = (forwardedUser: string, loopback = true) =>
    host.identity.authenticator.authenticate(host.credentials({ forwardedUser, loopback, mutating: true }));
  const alice = await ask("alice");
  assert.equal(alice?.caller.role, "owner");
  assert.equal(alice?.caller.id, host.identity.directory.find("@alice")?.id);
  assert.equal((await ask("bob"))?.caller.role, "member");
  await assert.rejects(ask("mallory"), { code: -32001 });
  assert.equal(await ask("alice", false), undefined);
});

Deno.test("the picker gives a session, from loopback only", async () => {
  await using host = await TestIdentity.open({ mode: "dev" });
  const far = await host.post("/dev", { handle: "alice" }, { credentials: { loopback: false } });
  assert.equal(far.status, 403);
  assert.equal(far.cookie, undefined);
  const picked = await host.post("/dev", { handle: "carol" });
  assert.equal(picked.body.user.handle, "carol");
  const who = await host.identity.authenticator.authenticate(
    host.credentials({ cookie: picked.cookie, csrf: picked.body.csrf, mutating: true }),
  );
  assert.equal(who?.caller.name, "Carol");
  assert.equal((await host.post("/dev", { handle: "nobody" })).status, 404);
  assert.equal((await host.post("/login", { handle: "alice", password: "whatever it is" })).status, 422);
});

Deno.test("a disabled person cannot be picked or named", async () => {
  await using host = await TestIdentity.open({ mode: "dev" });
  await host.call("host.user.disable", { id: "@bob" }, "alice");
  assert.equal((await host.post("/dev", { handle: "bob" })).status, 404);
  await assert.rejects(
    host.identity.authenticator.authenticate(host.credentials({ forwardedUser: "bob" })),
    { code: -32001 },
  );
});

Deno.test("a session of dev mode is worth nothing when the host starts in local mode", async () => {
  const dev = await TestIdentity.open({ mode: "dev" });
  const { cookie } = await dev.post("/dev", { handle: "alice" });
  await using local = await dev.reopen("local");
  await assert.rejects(local.identity.authenticator.authenticate(local.credentials({ cookie })), { code: -32001 });
  assert(local.identity.claimLink(), "alice of dev mode is no owner who could sign in");
});

Deno.test("starting again adds nobody twice", async () => {
  const first = await TestIdentity.open({ mode: "dev" });
  const ids = first.identity.directory.list().map((user) => user.id);
  await using host = await first.reopen();
  assert.deepEqual(host.identity.directory.list().map((user) => user.id), ids);
});
