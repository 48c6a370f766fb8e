/** Groups of a provider: what role they give, and how they stand beside groups that were made here. */
import assert from "node:assert/strict";
import { OWNER, signInHost } from "./_host.ts";

const person = (login: string, groups?: unknown) => ({ sub: login, preferred_username: login, name: login, groups });
const MAPPED = [
  'sign-up = "everyone"',
  'default-role = "guest"',
  "[oidc.providers.acme.roles]",
  'admin = ["acme:admins"]',
  'member = ["acme", "acme:ops"]',
].join("\n");

Deno.test("groups give the role at each sign-in, and never more than the settings name", async () => {
  await using test = await signInHost({ acme: MAPPED });
  const roleOf = async (groups: unknown) =>
    (await test.client().signIn(test.provider, person("ann", groups))).user?.role;
  assert.equal(await roleOf(["acme"]), "member");
  assert.equal(await roleOf(["acme", "acme:admins"]), "admin");
  assert.equal(
    await roleOf(["owner", "admin", "ACME:ADMINS", "acme:admins "]),
    "admin",
    "only surrounding space is cut",
  );
  assert.equal(await roleOf(["owner", "admin", "ACME:ADMINS"]), "guest");
  assert.equal(await roleOf("acme:ops"), "member");
  assert.equal(await roleOf({ acme: { id: 1 } }), "member");
  for (const odd of [undefined, null, 7, [7, null, {}, ["acme:admins"]], ["acme:admins\u0000"], ["x".repeat(300)]]) {
    assert.equal(await roleOf(odd), "guest", JSON.stringify(odd));
  }
});

Deno.test("a role that groups gave is not changed by hand; one that the settings do not name is", async () => {
  await using test = await signInHost({ acme: MAPPED });
  const ann = test.client();
  await ann.signIn(test.provider, person("ann", ["acme"]));
  await assert.rejects(test.owner.call("host.user.setRole", { id: "@ann", role: "admin" }), (error: never) => {
    const { data } = error as { data: { reason: string } };
    return data.reason === "provider_role";
  });
  await test.owner.call("host.user.setRole", { id: "@ann", role: "owner" });
  const { user } = await test.client().signIn(test.provider, person("ann", ["acme"]));
  assert.equal(user.role, "owner", "owners are made by hand here, so no sign-in unmakes them");
});

Deno.test("a smaller role ends what was open with the greater one", async () => {
  await using test = await signInHost({ acme: MAPPED });
  const ann = test.client();
  await ann.signIn(test.provider, person("ann", ["acme:admins"]));
  assert.equal((await ann.call("host.audit.list", { limit: 1 })).items.length, 1);
  await test.client().signIn(test.provider, person("ann", ["acme"]));
  await assert.rejects(ann.call("host.audit.list", { limit: 1 }), { code: -32003 });
});

Deno.test("the last owner stays owner whatever the groups say; another one does not", async () => {
  await using test = await signInHost({ acme: `${MAPPED}\nowner = ["acme:owners"]` });
  assert.equal((await test.owner.signIn(test.provider, { ...OWNER })).user.role, "owner");
  const ann = await test.client().signIn(test.provider, person("ann", ["acme:owners"]));
  assert.equal(ann.user.role, "owner");
  assert.equal((await test.owner.signIn(test.provider, { ...OWNER })).user.role, "guest", "now there is another");
  assert.equal(
    (await test.client().signIn(test.provider, person("ann", []))).user.role,
    "owner",
    "and she is the last",
  );
});

Deno.test("who is in no group that may come in is kept out, and is out elsewhere too", async () => {
  await using test = await signInHost({ acme: MAPPED.replace('"guest"', '"none"') });
  const stranger = await test.client().signIn(test.provider, person("eve", ["others"]));
  assert.equal(stranger.failure.reason, "no_role");
  const ann = test.client();
  await ann.signIn(test.provider, person("ann", ["acme"]));
  assert.equal((await test.client().signIn(test.provider, person("ann", []))).failure.reason, "no_role");
  assert.equal((await ann.state()).user, undefined);
  const { items } = await test.owner.call("host.user.list");
  assert.deepEqual(items.map((one: { handle: string }) => one.handle), ["ann", "olga"], "eve has no account");
});

Deno.test("a provider that cannot tell the groups changes nothing", async () => {
  await using test = await signInHost({ acme: MAPPED });
  await test.client().signIn(test.provider, person("ann", ["acme:admins"]));
  const tooMany = {
    ...person("ann"),
    _claim_names: { groups: "src1" },
    _claim_sources: { src1: { endpoint: "https://x" } },
  };
  const { user } = await test.client().signIn(test.provider, tooMany);
  assert.equal(user.role, "admin");
  const { items } = await test.owner.call("host.group.list");
  assert.deepEqual(items.map((one: { name: string }) => one.name), ["acme:admins"]);
});

Deno.test("a claim is found by a path, and in what the userinfo endpoint tells", async () => {
  await using test = await signInHost({
    acme: MAPPED.replace("default-role", 'groups-claim = "realm_access.roles"\ndefault-role'),
  });
  const ann = await test.client().signIn(test.provider, { ...person("ann"), realm_access: { roles: ["acme"] } });
  assert.equal(ann.user.role, "member");
  test.provider.twists = { userinfo: { sub: "bob", realm_access: { roles: ["acme:admins"] } } };
  assert.equal((await test.client().signIn(test.provider, person("bob"))).user.role, "admin");
});

Deno.test("a provider's groups are kept as it tells them and cannot be changed here; those made here can", async () => {
  await using test = await signInHost();
  const { owner } = test;
  await test.client().signIn(test.provider, person("ann", ["acme", "ops"]));
  await test.client().signIn(test.provider, person("bob", ["acme"]));
  const list = async () =>
    (await owner.call("host.group.list")).items.map((
      { name, memberCount, source }: { name: string; memberCount: number; source?: { id: string } },
    ) => `${name} ${memberCount} ${source?.id ?? "here"}`);
  assert.deepEqual(await list(), ["acme 2 acme", "ops 1 acme"]);
  const ops = (await owner.call("host.group.list")).items[1];
  const refused = { data: { reason: "provider_group" } };
  const check = (error: { data: { reason: string } }) => error.data.reason === refused.data.reason;
  await assert.rejects(owner.call("host.group.rename", { id: ops.id, name: "x" }), check as never);
  await assert.rejects(owner.call("host.group.members.add", { id: ops.id, users: ["@bob"] }), check as never);
  await assert.rejects(owner.call("host.group.members.remove", { id: ops.id, users: ["@ann"] }), check as never);
  await assert.rejects(owner.call("host.group.remove", { id: ops.id }), check as never);

  const made = await owner.call("host.group.create", { name: "ops", users: ["@bob", "olga"] });
  assert.deepEqual([made.memberCount, made.source], [2, undefined]);
  await assert.rejects(owner.call("host.group.create", { name: "ops" }), { code: -32009 });
  await owner.call("host.group.members.add", { id: made.id, users: ["@ann", "@bob"] });
  await owner.call("host.group.members.remove", { id: made.id, users: ["@olga"] });
  await owner.call("host.group.rename", { id: made.id, name: "night watch" });
  const got = await owner.call("host.group.get", { id: made.id });
  assert.deepEqual([got.name, got.members.map((one: { handle: string }) => one.handle)], ["night watch", [
    "ann",
    "bob",
  ]]);
  const page = await owner.call("host.group.members.list", { id: made.id, limit: 1 });
  const rest = await owner.call("host.group.members.list", { id: made.id, limit: 1, cursor: page.nextCursor });
  assert.deepEqual([page.items[0].handle, rest.items[0].handle, rest.nextCursor], ["ann", "bob", undefined]);

  await test.client().signIn(test.provider, person("ann", ["acme"]));
  assert.deepEqual(await list(), ["acme 2 acme", "night watch 2 here"], "a provider's group without members is gone");
  const ann = (await owner.call("host.user.get", { id: "@ann" })).groups;
  assert.deepEqual(ann.map((one: { name: string }) => one.name), ["acme", "night watch"]);
  await owner.call("host.group.remove", { id: made.id });
  assert.deepEqual(await list(), ["acme 2 acme"]);
});

Deno.test("members see groups and do not change them; lists of groups come in pages", async () => {
  await using test = await signInHost();
  const ann = test.client();
  await ann.signIn(test.provider, person("ann"));
  await assert.rejects(ann.call("host.group.create", { name: "mine" }), { code: -32003 });
  for (const name of ["a", "b", "c"]) await test.owner.call("host.group.create", { name });
  const first = await ann.call("host.group.list", { limit: 2 });
  const second = await ann.call("host.group.list", { limit: 2, cursor: first.nextCursor });
  const names = [...first.items, ...second.items].map((one: { name: string }) => one.name);
  assert.deepEqual([names, second.nextCursor], [["a", "b", "c"], undefined]);
  await assert.rejects(ann.call("host.group.get", { id: "g-none" }), { code: -32004 });
  await assert.rejects(test.owner.call("host.group.create", { name: "x", users: ["@nobody"] }), { code: -32004 });
});

Deno.test("a provider of the kind forgejo is asked for groups, and knows the client by the form", async () => {
  await using test = await signInHost({
    acme: 'kind = "forgejo"\nsign-up = "allowed"\ngroups = ["harbour:pilots"]',
  });
  test.provider.twists = {
    discovery: ({ authorization_response_iss_parameter_supported: _, ...document }) => document,
  };
  const client = test.client();
  const url = new URL(await client.start("acme"));
  assert.equal(url.searchParams.get("scope"), "openid profile email groups");
  const state = await client.signIn(test.provider, person("ann", ["harbour", "harbour:pilots"]));
  assert.equal(state.user.handle, "ann");
  assert.deepEqual(state.providers, [{ id: "acme", name: "Provider acme", kind: "forgejo" }]);
  assert.equal((await test.client().signIn(test.provider, person("bob", ["harbour"]))).failure.reason, "not_invited");
});
