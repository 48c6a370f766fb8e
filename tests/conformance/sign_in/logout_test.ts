/** The end of sessions, here and at the provider. */
import assert from "node:assert/strict";
import { testHost } from "../../harness/mod.ts";
import { signInHost } from "./_host.ts";
import { CLIENT, TestProvider } from "./_provider.ts";

const ANN = { sub: "ann-1", preferred_username: "ann", name: "Ann" };
const EVENTS = { "http://schemas.openid.net/event/backchannel-logout": {} };

Deno.test("signing out ends the session at once and names where the provider's ends", async () => {
  await using test = await signInHost();
  const ann = test.client();
  await ann.signIn(test.provider, ANN);
  const stolen = test.client();
  for (const [name, value] of ann.cookies) stolen.cookies.set(name, value);
  const { body } = await ann.post("/auth/logout", {});
  const url = new URL(body.redirect);
  assert.equal(`${url.origin}${url.pathname}`, `${test.provider.issuer}logout`);
  assert.equal(url.searchParams.get("client_id"), CLIENT.id);
  assert.equal(url.searchParams.get("post_logout_redirect_uri"), `${test.host.url}/sign-in`);
  assert.equal(url.searchParams.get("id_token_hint")!.split(".").length, 3);
  assert.equal((await stolen.state()).user, undefined, "the cookie is worth nothing any more");
  assert.equal((await ann.state()).user, undefined);
});

Deno.test("where the provider cannot sign out, or is not to, the session ends here alone", async () => {
  await using none = await TestProvider.start();
  await using unwanted = await TestProvider.start();
  await using test = await signInHost({
    others: [["none", none, 'sign-up = "everyone"'], ["unwanted", unwanted, 'sign-up = "everyone"\nlogout = false']],
  });
  none.twists = { discovery: ({ end_session_endpoint: _, ...document }) => document };
  for (const [id, provider] of [["none", none], ["unwanted", unwanted]] as const) {
    const client = test.client();
    assert.equal((await client.signIn(provider, ANN, { provider: id })).user !== undefined, true);
    assert.deepEqual((await client.post("/auth/logout", {})).body, { ok: true });
    assert.equal((await client.state()).user, undefined);
  }
});

Deno.test("a provider that has signed somebody out ends their sessions here, by a token that counts once", async () => {
  await using test = await signInHost();
  const { provider } = test;
  const send = async (token: string): Promise<number> => {
    const response = await test.host.fetch("/auth/oidc/backchannel/acme", {
      method: "POST",
      body: new URLSearchParams({ logout_token: token }),
    });
    await response.body?.cancel();
    return response.status;
  };
  const now = Math.floor(Date.now() / 1_000);
  const claims = (more: object = {}) => ({
    iss: provider.issuer,
    aud: CLIENT.id,
    iat: now,
    exp: now + 120,
    jti: crypto.randomUUID(),
    events: EVENTS,
    ...more,
  });
  const [first, second] = [test.client(), test.client()];
  await first.signIn(provider, { ...ANN, sid: "one" });
  await second.signIn(provider, { ...ANN, sid: "two" });

  const wrong: Record<string, object> = {
    "no event": { sub: "ann-1", events: {} },
    "a nonce, as an id token has": { sub: "ann-1", nonce: "n" },
    "nobody": {},
    "another client's": { sub: "ann-1", aud: "other" },
    "another issuer's": { sub: "ann-1", iss: "https://evil.example/" },
    "too old": { sub: "ann-1", iat: now - 3_600, exp: now - 1_800 },
  };
  for (const [what, more] of Object.entries(wrong)) {
    assert.equal(await send(await provider.sign(claims(more), "logout+jwt")), 403, what);
  }
  assert.equal(await send("no.token.atall"), 403);
  assert.equal((await first.state()).user.handle, "ann");

  const token = await provider.sign(claims({ sub: "ann-1", sid: "one" }), "logout+jwt");
  assert.equal(await send(token), 200);
  assert.equal((await first.state()).user, undefined);
  assert.equal((await second.state()).user.handle, "ann", "another session of the provider goes on");
  assert.equal(await send(token), 403, "a second time");
  assert.equal(await send(await provider.sign(claims({ sub: "ann-1" }), "logout+jwt")), 200);
  assert.equal((await second.state()).user, undefined);
});

Deno.test("a provider that the settings name no more signs nobody in, and its sessions have ended", async () => {
  await using gone = await TestProvider.start();
  await using test = await signInHost({ oidc: "local = true", others: [["gone", gone, 'sign-up = "everyone"']] });
  const [here, there] = [test.client(), test.client()];
  await here.signIn(test.provider, ANN);
  await there.signIn(gone, { ...ANN, preferred_username: "bob" }, { provider: "gone" });
  const { link } = await test.owner.call("host.user.invite", { handle: "carla" });
  const carla = test.client();
  await carla.post("/auth/accept", { token: link.split("#")[1], password: "quiet green rivers" });
  await test.host.stop();

  await using again = await testHost({
    dir: test.host.dir,
    auth: "oidc",
    toml: test.provider.toml("acme"),
    secrets: { TEST_CLIENT_SECRET: CLIENT.secret },
  });
  const signedIn = async (cookies: Map<string, string>) => {
    const response = await again.fetch("/auth/state", {
      headers: { cookie: `bulkhead_session=${cookies.get("bulkhead_session")}` },
    });
    return (await response.json()).user?.handle;
  };
  assert.equal(await signedIn(here.cookies), "ann");
  assert.equal(await signedIn(there.cookies), undefined);
  assert.equal(await signedIn(carla.cookies), undefined, "nobody has a password here any more");
});
