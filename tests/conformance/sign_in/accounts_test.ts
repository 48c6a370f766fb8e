/** Whose account an identity at a provider opens. */
import assert from "node:assert/strict";
import { OWNER, signInHost } from "./_host.ts";
import { TestProvider } from "./_provider.ts";

const verified = (sub: string, login: string, email: string, more: object = {}) => ({
  sub,
  preferred_username: login,
  name: login,
  email,
  email_verified: true,
  ...more,
});
const ANN = verified("ann-1", "ann", "ann@example.org");

Deno.test("the claim link makes the first owner, once", async () => {
  await using test = await signInHost({ acme: "" });
  assert.equal(test.host.running.claimLink(), undefined);
  const me = await test.owner.call("host.user.me");
  assert.deepEqual([me.handle, me.role, me.email], ["olga", "owner", "olga@example.org"]);
  assert.deepEqual(me.sources, [{ id: "acme", name: "Provider acme" }]);
  const late = await test.client().post("/auth/oidc/start", { provider: "acme", claim: "x".repeat(43) });
  assert.deepEqual([late.status, late.body.error.data.reason], [403, "claim_token"]);
  const password = await test.client().post("/auth/claim", { token: "x", handle: "eve", password: "tall ship sails" });
  assert.equal(password.status, 422, "and nobody has a password where the settings do not say so");
});

Deno.test("a second sign-in is the same person, whatever name and mail the provider tells then", async () => {
  await using test = await signInHost();
  const first = await test.client().signIn(test.provider, ANN);
  const second = await test.client().signIn(test.provider, verified("ann-1", "annette", "annette@example.net"));
  assert.equal(second.user.id, first.user.id);
  const namesake = await test.client().signIn(test.provider, verified("ann-2", "ann", "ann@example.com"));
  assert.equal(namesake.user.handle, "ann-2", "another subject with the same name is another person");
  const reserved = await test.client().signIn(test.provider, verified("x-1", "everyone", "x@example.com"));
  assert.equal(reserved.user.handle, "user-everyone");
});

Deno.test("without an invitation nobody comes in unless the settings say so; with one they do, once", async () => {
  await using test = await signInHost({ acme: "" });
  const stranger = await test.client().signIn(test.provider, ANN);
  assert.deepEqual([stranger.user, stranger.failure.reason], [undefined, "not_invited"]);
  assert.match(stranger.failure.message, /Provider acme says that you are ann, and you have no account here/);

  const { link } = await test.owner.call("host.user.invite", { role: "admin", handle: "annie", name: "Ann L." });
  const invitation = link.split("#")[1];
  const { user } = await test.client().signIn(test.provider, ANN, { invitation });
  assert.deepEqual([user.handle, user.name, user.role], ["annie", "Ann L.", "admin"]);
  const again = await test.client().post("/auth/oidc/start", { provider: "acme", invitation });
  assert.equal(again.status, 404);
});

Deno.test("who may come in is said by domains of verified mail addresses and by groups", async () => {
  await using test = await signInHost({
    acme: 'sign-up = "allowed"\ndomains = ["example.org"]\ngroups = ["guests-of-acme"]',
  });
  const ann = await test.client().signIn(test.provider, ANN);
  assert.equal(ann.user.role, "member");
  const unverified = await test.client().signIn(test.provider, {
    ...verified("bob-1", "bob", "bob@example.org"),
    email_verified: false,
  });
  assert.equal(unverified.failure.reason, "not_invited");
  assert.match(unverified.failure.hint, /not verified at Provider acme/);
  for (const email of ["eve@example.org.evil.net", "eve@evil.net", "example.org@evil.net", "eve@sub.example.org"]) {
    const eve = await test.client().signIn(test.provider, verified(`eve ${email}`, "eve", email));
    assert.equal(eve.failure?.reason, "not_invited", email);
  }
  const guest = await test.client().signIn(test.provider, {
    ...verified("carl-1", "carl", "carl@elsewhere.net"),
    groups: ["guests-of-acme"],
  });
  assert.equal(guest.user.handle, "carl");
});

Deno.test("a mail address opens an account only if it is verified, and only where the settings trust the provider with it", async () => {
  await using trusted = await TestProvider.start();
  await using test = await signInHost({
    others: [["trusted", trusted, 'link-by-mail = true\nsign-up = "everyone"']],
  });
  const asOlga = { sub: "olga-elsewhere", preferred_username: "olga", email: "OLGA@example.org" };
  // `acme` is not trusted with mail addresses: somebody with another subject there may only say to be olga.
  const other = await test.client().signIn(test.provider, { ...asOlga, email_verified: true });
  assert.equal(other.failure.reason, "not_connected");
  for (const email_verified of [false, undefined, "yes", 1]) {
    const client = test.client();
    const account = { ...asOlga, sub: `unverified ${email_verified}`, email_verified };
    const { user } = await client.signIn(trusted, account, { provider: "trusted" });
    assert.notEqual(user.handle, "olga", "a new account, without the mail address");
    assert.equal((await client.call("host.user.me")).email, undefined);
  }
  const olga = test.client();
  const { user } = await olga.signIn(trusted, { ...asOlga, email_verified: true }, { provider: "trusted" });
  assert.deepEqual([user.handle, user.role], ["olga", "owner"]);
  assert.deepEqual((await olga.call("host.user.me")).sources.map((one: { id: string }) => one.id), ["acme", "trusted"]);
});

Deno.test("an owner's link connects an account that was there with who opens it", async () => {
  await using test = await signInHost({ oidc: "local = true", acme: "" });
  const { link } = await test.owner.call("host.user.invite", { handle: "bea" });
  const bea = test.client();
  const joined = await bea.post("/auth/accept", {
    token: link.split("#")[1],
    name: "Bea",
    password: "quiet green rivers",
  });
  assert.equal(joined.status, 200, "local accounts stand beside the provider's");
  const reset = await test.owner.call("host.user.reset", { id: "@bea" });
  const invitation = reset.link.split("#")[1];
  const taken = test.client();
  assert.equal((await taken.signIn(test.provider, { ...OWNER }, { invitation })).failure.reason, "connected_elsewhere");
  const { user } = await test.client().signIn(test.provider, ANN, { invitation });
  assert.equal(user.handle, "bea");
  assert.equal((await test.client().signIn(test.provider, ANN)).user.handle, "bea");
  const login = await test.client().post("/auth/login", { handle: "bea", password: "quiet green rivers" });
  assert.equal(login.status, 200);
});

Deno.test("people see what is connected with their account, connect more, and keep a last way in", async () => {
  await using second = await TestProvider.start();
  await using test = await signInHost({ others: [["second", second, ""]] });
  const ann = test.client();
  const { user } = await ann.signIn(test.provider, ANN);
  const list = async () => (await (await ann.request("/auth/identities")).json()).items;
  const [first] = await list();
  assert.deepEqual([first.provider, first.name, first.label], ["acme", "Provider acme", "ann"]);
  const only = await ann.post("/auth/identities/remove", { id: first.id });
  assert.deepEqual([only.status, only.body.error.data.reason], [422, "last_way_in"]);

  assert.equal((await test.client().post("/auth/oidc/start", { provider: "second", connect: true })).status, 401);
  const forged = await test.host.fetch("/auth/oidc/start", {
    method: "POST",
    body: JSON.stringify({ provider: "second", connect: true }),
    headers: { "content-type": "application/json", cookie: `bulkhead_session=${ann.cookies.get("bulkhead_session")}` },
  });
  assert.equal(forged.status, 403, "without the CSRF token");
  await forged.body?.cancel();

  const session = ann.cookies.get("bulkhead_session");
  const there = verified("ann-there", "ann.lee", "other@example.org");
  const back = second.authorize(await ann.start("second", { connect: true }), there);
  assert.equal(await ann.comeBack(back), "/account");
  assert.equal(ann.cookies.get("bulkhead_session"), session, "connecting is no sign-in");
  assert.deepEqual((await list()).map((one: { provider: string }) => one.provider), ["acme", "second"]);
  assert.equal((await test.client().signIn(second, there, { provider: "second" })).user.id, user.id);

  const bob = test.client();
  await bob.signIn(test.provider, verified("bob-1", "bob", "bob@example.org"));
  await bob.comeBack(second.authorize(await bob.start("second", { connect: true }), there));
  assert.equal((await bob.state()).failure.reason, "connected_elsewhere");
  // Bob begins to connect, and in between the browser becomes Ann's.
  const begun = await bob.start("second", { connect: true });
  bob.cookies.set("bulkhead_session", session!);
  assert.equal(await bob.comeBack(second.authorize(begun, verified("bob-there", "bob", "b@example.org"))), "/account");
  assert.equal((await bob.state()).failure.reason, "unknown_trip");

  const elsewhere = test.client();
  await elsewhere.signIn(test.provider, ANN);
  const gone = await ann.post("/auth/identities/remove", { id: (await list())[0].id });
  assert.equal(gone.status, 200);
  assert.equal((await elsewhere.state()).user, undefined, "sessions that it began end");
  const other = (await (await test.owner.request("/auth/identities")).json()).items[0].id;
  assert.equal(
    (await ann.post("/auth/identities/remove", { id: other })).status,
    404,
    "another's is not shown to exist",
  );
});

Deno.test("a disabled account stays shut, also for the provider", async () => {
  await using test = await signInHost();
  await test.client().signIn(test.provider, ANN);
  await test.owner.call("host.user.disable", { id: "@ann" });
  assert.equal((await test.client().signIn(test.provider, ANN)).failure.reason, "disabled");
});

Deno.test("people of this server and of providers are in one list, searched and narrowed by where they come from", async () => {
  await using test = await signInHost({ oidc: "local = true" });
  await test.client().signIn(test.provider, { ...ANN, groups: ["acme", "acme:ops"] });
  const { link } = await test.owner.call("host.user.invite", { handle: "bea" });
  await test.client().post("/auth/accept", { token: link.split("#")[1], password: "quiet green rivers" });
  const handles = async (params: object) =>
    (await test.owner.call("host.user.list", params)).items.map((one: { handle: string }) => one.handle);
  assert.deepEqual(await handles({}), ["ann", "bea", "olga"]);
  assert.deepEqual(await handles({ source: "acme" }), ["ann", "olga"]);
  assert.deepEqual(await handles({ source: "local" }), ["bea"]);
  assert.deepEqual(await handles({ query: "@BE" }), ["bea"]);
  assert.deepEqual(await handles({ query: "ann@example" }), ["ann"]);
  const groups = (await test.owner.call("host.group.list")).items;
  assert.deepEqual(await handles({ group: groups[0].id }), ["ann"]);
  assert.deepEqual(await handles({ source: "acme", limit: 1 }), ["ann"]);
});

Deno.test("of --demo's people nobody can sign in until invited; whoever claims the host as alice becomes her", async () => {
  const alice = { sub: "alice-1", preferred_username: "alice", name: "Alice A.", email: "alice@example.org" };
  await using test = await signInHost({ args: ["--demo"], owner: alice });
  const me = await test.owner.call("host.user.me");
  assert.deepEqual([me.handle, me.name, me.role], ["alice", "Alice A.", "owner"]);
  const bob = verified("bob-1", "bob", "bob@example.org");
  assert.equal((await test.client().signIn(test.provider, bob)).user.handle, "bob-2", "the name alone opens nothing");
  const { link } = await test.owner.call("host.user.invite", { handle: "carol" });
  const carol = verified("carol-1", "caroline", "carol@example.org");
  const { user } = await test.client().signIn(test.provider, carol, { invitation: link.split("#")[1] });
  assert.equal(user.handle, "carol");
});

Deno.test("two first sign-ins at once are one person", async () => {
  await using test = await signInHost();
  const clients = [test.client(), test.client(), test.client()];
  const answers = await Promise.all(clients.map((client) => client.start("acme")));
  await Promise.all(clients.map((client, index) => client.comeBack(test.provider.authorize(answers[index]!, ANN))));
  const states = await Promise.all(clients.map((client) => client.state()));
  assert.equal(new Set(states.map((state) => state.user.id)).size, 1);
  assert.equal((await test.owner.call("host.user.list", { query: "ann" })).items.length, 1);
});

Deno.test("changes of roles by groups, refusals and connections are in the audit log", async () => {
  await using test = await signInHost({ acme: 'sign-up = "everyone"\n[oidc.providers.acme.roles]\nadmin = ["ops"]' });
  await test.client().signIn(test.provider, ANN);
  await test.client().signIn(test.provider, { ...ANN, groups: ["ops"] });
  const { items } = await test.owner.call("host.audit.list", { caller: "@ann" });
  const told = items.map((one: { method: string; reason: string }) => `${one.method}: ${one.reason}`);
  assert.deepEqual(told, [
    "auth.role: member to admin by oidc acme",
    "auth.login: oidc acme",
    "auth.login: oidc acme",
  ]);
});
