/** Answers of a provider that are wrong, forged, late or meant for somebody else: none of them signs anybody in. */
import assert from "node:assert/strict";
import { type JWTPayload, SignJWT } from "jose";
import { OWNER, signInHost } from "./_host.ts";
import { CLIENT, TestProvider, type Twists } from "./_provider.ts";

const ANN = { sub: "ann-1", preferred_username: "ann", name: "Ann", email: "ann@example.org", email_verified: true };
const now = () => Math.floor(Date.now() / 1_000);

/** A token without, or with another kind of, signature. */
function unsigned(claims: JWTPayload, header: object): string {
  const part = (value: object) =>
    new TextEncoder().encode(JSON.stringify(value)).toBase64({ alphabet: "base64url", omitPadding: true });
  return `${part(header)}.${part(claims)}.`;
}

Deno.test("the honest way signs in, with a session of its own and nothing left of the way", async () => {
  await using test = await signInHost();
  const ann = test.client();
  const state = await ann.signIn(test.provider, ANN, { returnTo: "/workflows?state=failed" });
  assert.deepEqual([state.user.handle, state.user.name, state.user.role], ["ann", "Ann", "member"]);
  assert.deepEqual([...ann.cookies.keys()], ["bulkhead_session"]);
  assert.equal((await ann.call("host.user.me")).email, "ann@example.org");
});

Deno.test("an id token that is expired, forged, or for another nonce, client or issuer signs nobody in", async () => {
  await using test = await signInHost();
  await using stranger = await TestProvider.start();
  const twists: Record<string, Twists> = {
    "expired": { claims: (claims) => ({ ...claims, iat: now() - 900, exp: now() - 600 }) },
    "another nonce": { claims: (claims) => ({ ...claims, nonce: "x".repeat(43) }) },
    "no nonce": { claims: ({ nonce: _, ...claims }) => claims },
    "another audience": { claims: (claims) => ({ ...claims, aud: "someone-else" }) },
    "another issuer": { claims: (claims) => ({ ...claims, iss: stranger.issuer }) },
    "no subject": { claims: ({ sub: _, ...claims }) => claims },
    "a subject of the wrong kind": { claims: (claims) => ({ ...claims, sub: ["ann-1"] as unknown as string }) },
    "alg none": { idToken: (claims) => unsigned(claims, { alg: "none" }) },
    "alg None": { idToken: (claims) => unsigned(claims, { alg: "None" }) },
    "HS256 with the client's secret": {
      idToken: (claims) =>
        new SignJWT(claims).setProtectedHeader({ alg: "HS256" }).sign(new TextEncoder().encode(CLIENT.secret)),
    },
    "HS256 with the public key": {
      idToken: (claims) =>
        new SignJWT(claims).setProtectedHeader({ alg: "HS256", kid: "k1" })
          .sign(new TextEncoder().encode(JSON.stringify(test.provider.jwk))),
    },
    "another's key": { idToken: (claims) => stranger.sign(claims) },
    "a key of its own in the header": {
      idToken: (claims) =>
        new SignJWT(claims).setProtectedHeader({ alg: "ES256", kid: "k2", jwk: stranger.jwk } as never)
          .sign(stranger.keys.privateKey),
    },
    "no id token": { token: () => Response.json({ access_token: "a", token_type: "Bearer" }) },
    "no JSON": { token: () => new Response("<h1>Hello</h1>", { headers: { "content-type": "text/html" } }) },
    "somebody else's userinfo": {
      claims: ({ email: _, ...claims }) => claims,
      userinfo: { sub: "olga", email: "olga@example.org", email_verified: true },
    },
  };
  for (const [what, twist] of Object.entries(twists)) {
    // Somebody who succeeds is not slowed down by what went wrong before.
    test.provider.twists = {};
    await test.owner.signIn(test.provider, { ...OWNER });
    const client = test.client();
    test.provider.twists = twist;
    const state = await client.signIn(test.provider, ANN);
    assert.equal(state.user, undefined, what);
    assert.match(state.failure.reason, /^provider_(answer|settings)$/, what);
    assert.equal(client.cookies.has("bulkhead_session"), false, what);
  }
  test.provider.twists = {};
  assert.equal((await test.owner.call("host.user.list")).items.length, 1, "no account was made");
  const denied = await test.owner.call("host.audit.list", { method: "auth.login", outcome: "denied" });
  assert.equal(denied.items.length, Object.keys(twists).length);
});

Deno.test("what a provider says of itself is held against the settings", async () => {
  await using wrongAlg = await TestProvider.start();
  await using wrongIssuer = await TestProvider.start();
  await using unsafe = await TestProvider.start();
  await using test = await signInHost({
    others: [["alg", wrongAlg, ""], ["issuer", wrongIssuer, ""], ["unsafe", unsafe, ""]],
  });
  wrongAlg.twists = {
    discovery: (document) => ({ ...document, id_token_signing_alg_values_supported: ["RS256", "HS256", "none"] }),
  };
  wrongIssuer.twists = { discovery: (document) => ({ ...document, issuer: test.provider.issuer }) };
  unsafe.twists = { discovery: (document) => ({ ...document, authorization_endpoint: "javascript:alert(1)//" }) };
  const state = await test.client().signIn(wrongAlg, ANN, { provider: "alg" });
  assert.equal(state.failure.reason, "provider_answer");
  for (const provider of ["issuer", "unsafe"]) {
    const { status, body } = await test.client().post("/auth/oidc/start", { provider });
    assert.deepEqual([status, body.error.data.reason], [422, "provider_settings"], provider);
  }
});

Deno.test("an address of the id token is not verified by what the userinfo endpoint says of another", async () => {
  await using test = await signInHost({ acme: 'sign-up = "allowed"\ndomains = ["example.org"]' });
  test.provider.twists = {
    claims: ({ email_verified: _, ...claims }) => claims,
    userinfo: { sub: "ann-1", email: "ann@elsewhere.net", email_verified: true },
  };
  const state = await test.client().signIn(test.provider, ANN);
  assert.equal(state.failure.reason, "not_invited");
  assert.match(state.failure.hint, /not verified/);
  test.provider.twists.userinfo = { sub: "ann-1", email: ANN.email, email_verified: true };
  assert.equal((await test.client().signIn(test.provider, ANN)).user.handle, "ann");
});

Deno.test("whoever was refused can be asked anew who they are", async () => {
  await using test = await signInHost();
  const { body } = await test.client().post("/auth/oidc/start", { provider: "acme", again: true });
  assert.equal(new URL(body.url).searchParams.get("prompt"), "login");
  assert.equal(new URL(await test.client().start("acme")).searchParams.has("prompt"), false);
});

Deno.test("an answer counts once, in the browser that began, for ten minutes, at the provider that was asked", async () => {
  await using other = await TestProvider.start();
  await using test = await signInHost({ others: [["other", other, 'sign-up = "everyone"']] });
  const { provider } = test;
  const refused = async (client: ReturnType<typeof test.client>, to: URL | string, reason: string, what: string) => {
    assert.equal(await client.comeBack(to), "/sign-in", what);
    const state = await client.state();
    assert.deepEqual([state.user, state.failure?.reason], [undefined, reason], what);
    assert.equal((await client.state()).failure, undefined, "it is told once");
  };

  const ann = test.client();
  const answer = provider.authorize(await ann.start("acme"), ANN);
  const cookies = new Map(ann.cookies);
  await refused(test.client(), answer, "unknown_trip", "a browser that began nothing");
  const eve = test.client();
  await eve.start("acme");
  await refused(eve, answer, "unknown_trip", "a browser that began something else");
  const planted = test.client();
  for (const [name, value] of eve.cookies) planted.cookies.set(name, value);
  const trip = [...cookies.keys()].find((name) => name.startsWith("bulkhead_trip_"))!;
  for (const value of eve.cookies.values()) planted.cookies.set(trip, value);
  await refused(planted, answer, "unknown_trip", "a cookie of another way under this one's name");
  const wrong = new URL(answer);
  wrong.searchParams.set("state", "A".repeat(43));
  await refused(ann, wrong, "unknown_trip", "another state");
  assert.equal(await ann.comeBack(answer), "/");
  assert.equal((await ann.state()).user.handle, "ann");

  const replayed = test.client();
  for (const [name, value] of cookies) replayed.cookies.set(name, value);
  await refused(replayed, answer, "unknown_trip", "the same answer again, with the same cookie");

  const mixed = test.client();
  const toOther = await mixed.start("other");
  const fromAcme = new URL(other.authorize(toOther, ANN));
  fromAcme.searchParams.set("iss", provider.issuer);
  await refused(mixed, fromAcme, "provider_answer", "the answer names another issuer than was asked");
  const silent = new URL(other.authorize(await mixed.start("other"), ANN));
  silent.searchParams.delete("iss");
  await refused(mixed, silent, "provider_answer", "the answer names no issuer, and the provider says that it does");
  const elsewhere = new URL(other.authorize(await mixed.start("other"), ANN));
  elsewhere.pathname = "/auth/oidc/callback/acme";
  await refused(mixed, elsewhere, "unknown_trip", "the answer comes in at another provider's door");

  const twice = new URL(provider.authorize(await mixed.start("acme"), ANN));
  twice.searchParams.append("code", "another");
  await refused(mixed, twice, "provider_answer", "two codes");
  const denied = new URL(provider.authorize(await mixed.start("acme"), ANN));
  denied.searchParams.delete("code");
  denied.searchParams.set("error", "access_denied");
  denied.searchParams.set("error_description", "Call 0900-EVIL now");
  await mixed.comeBack(denied);
  const { failure } = await mixed.state();
  assert.equal(failure.reason, "provider_denied");
  assert.equal(JSON.stringify(failure).includes("EVIL"), false, "what an address says is not shown");
});

Deno.test("many failed answers from one place are slowed down", async () => {
  await using test = await signInHost();
  const eve = test.client();
  const reasons = new Set<string>();
  for (let count = 0; count < 12; count++) {
    await eve.comeBack(`${test.host.url}/auth/oidc/callback/acme?code=x&state=${"A".repeat(43)}`);
    reasons.add((await eve.state()).failure.reason);
  }
  assert.deepEqual([...reasons], ["unknown_trip", "rate_limited"]);
});

Deno.test("after signing in people go on to a page of this host and nowhere else", async () => {
  await using test = await signInHost();
  const cases: [returnTo: string, to: string][] = [
    ["/people?tab=groups#x", "/people?tab=groups#x"],
    ["//evil.example", "/"],
    ["///evil.example", "/"],
    ["/\\evil.example", "/"],
    ["\\/evil.example", "/"],
    ["https://evil.example/", "/"],
    ["javascript:alert(1)", "/"],
    ["/..//evil.example", "/"],
    ["/%0d%0aset-cookie:a=b", "/%0d%0aset-cookie:a=b"],
    ["/\r\nset-cookie: a=b", "/"],
    ["/\t/evil.example", "/"],
    ["people", "/"],
    ["/auth/logout", "/"],
    ["@evil.example", "/"],
  ];
  const ann = test.client();
  for (const [returnTo, to] of cases) {
    const back = test.provider.authorize(await ann.start("acme", { returnTo }), ANN);
    assert.equal(await ann.comeBack(back), to, returnTo);
  }
});

Deno.test("signing in ends the session that the browser came with, and takes no cookie that was planted", async () => {
  await using test = await signInHost();
  const ann = test.client();
  await ann.signIn(test.provider, ANN);
  const first = ann.cookies.get("bulkhead_session")!;
  await ann.signIn(test.provider, ANN);
  const second = ann.cookies.get("bulkhead_session")!;
  assert.notEqual(first, second);
  const thief = test.client();
  thief.cookies.set("bulkhead_session", first);
  assert.equal((await thief.state()).user, undefined, "the session from before has ended");

  const victim = test.client();
  victim.cookies.set("bulkhead_session", "planted-by-somebody-else");
  await victim.signIn(test.provider, ANN);
  assert.notEqual(victim.cookies.get("bulkhead_session"), "planted-by-somebody-else");
  thief.cookies.set("bulkhead_session", "planted-by-somebody-else");
  assert.equal((await thief.state()).user, undefined);
});

Deno.test("a foreign page starts nothing, and the redirect URI is exactly the configured one whatever the request says", async () => {
  await using test = await signInHost();
  const start = (headers: Record<string, string>) =>
    test.host.fetch("/auth/oidc/start", {
      method: "POST",
      body: JSON.stringify({ provider: "acme" }),
      headers: { "content-type": "application/json", ...headers },
    });
  const foreign = await start({ origin: "https://evil.example" });
  assert.equal(foreign.status, 403);
  await foreign.body?.cancel();
  const form = await start({ "content-type": "application/x-www-form-urlencoded" });
  assert.equal(form.status, 400);
  await form.body?.cancel();
  const forwarded = await start({ "x-forwarded-host": "evil.example", forwarded: "host=evil.example" });
  const url = new URL((await forwarded.json()).url);
  assert.equal(url.searchParams.get("redirect_uri"), `${test.host.url}/auth/oidc/callback/acme`);
  const localhost = await start({ origin: test.host.url.replace("127.0.0.1", "localhost"), host: "localhost" });
  const { error } = await localhost.json();
  assert.match(error.message, /^(Signing in with a provider works at|Another site)/);
});

Deno.test("a provider that is down is told from one that is wrongly set up, and both from a refusal", async () => {
  await using test = await signInHost();
  const ann = test.client();
  const away = test.provider.authorize(await ann.start("acme"), ANN);
  test.provider.twists = { token: () => new Response("<h1>Bad Gateway</h1>", { status: 502 }) };
  await ann.comeBack(away);
  const { failure } = await ann.state();
  assert.deepEqual([failure.reason, failure.message], [
    "provider_unavailable",
    "Provider acme does not answer, so nobody can sign in with it now",
  ]);
  test.provider.twists = { token: () => Response.json({ error: "invalid_client" }, { status: 401 }) };
  await ann.comeBack(test.provider.authorize(await ann.start("acme"), ANN));
  assert.match((await ann.state()).failure.message, /does not know the client/);
  test.provider.twists = {};

  const cold = await TestProvider.start();
  await using other = await signInHost({ others: [["cold", cold, ""]] });
  await cold.stop();
  const { status, body } = await other.client().post("/auth/oidc/start", { provider: "cold" });
  assert.deepEqual([status, body.error.data.reason], [503, "provider_unavailable"]);
  const unknown = await other.client().post("/auth/oidc/start", { provider: "nobody" });
  assert.equal(unknown.status, 404);
});
