/** GitHub, which speaks OAuth and no OpenID Connect, by a server that answers as GitHub's API does. */
import assert from "node:assert/strict";
import { testHost } from "../../harness/mod.ts";
import { TestClient } from "./_client.ts";

const SECRET = "github-secret";

interface GithubAccount {
  user: Record<string, unknown>;
  emails?: unknown;
  orgs?: unknown[];
  teams?: unknown[];
}

/** What GitHub answers to a program that somebody authorised. */
class FakeGithub implements AsyncDisposable {
  account: GithubAccount = { user: {} };
  readonly #codes = new Map<string, URLSearchParams>();
  readonly #server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => this.#answer(request));

  get url(): string {
    return `http://127.0.0.1:${(this.#server.addr as Deno.NetAddr).port}`;
  }

  /** Somebody agrees: where the browser comes back to. */
  authorize(address: string, account: GithubAccount): URL {
    const { pathname, searchParams } = new URL(address);
    assert.equal(pathname, "/login/oauth/authorize");
    assert.equal(searchParams.get("code_challenge_method"), "S256");
    this.account = account;
    const code = crypto.randomUUID();
    this.#codes.set(code, searchParams);
    const back = new URL(searchParams.get("redirect_uri")!);
    back.searchParams.set("code", code);
    back.searchParams.set("state", searchParams.get("state")!);
    return back;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }

  async #answer(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/login/oauth/access_token") {
      const form = new URLSearchParams(await request.text());
      const known = this.#codes.get(form.get("code") ?? "");
      this.#codes.delete(form.get("code") ?? "");
      // With status 200, as GitHub does.
      if (!known) return Response.json({ error: "bad_verification_code", error_description: "It is incorrect" });
      if (form.get("client_secret") !== SECRET) return Response.json({ error: "incorrect_client_credentials" });
      return Response.json({ access_token: "gho_x", token_type: "bearer", scope: known.get("scope") });
    }
    if (request.headers.get("authorization") !== "Bearer gho_x") return new Response(null, { status: 401 });
    const { user, emails = [], orgs = [], teams = [] } = this.account;
    const page = Number(searchParams.get("page") ?? 1);
    switch (pathname) {
      case "/api/v3/user":
        return Response.json(user);
      case "/api/v3/user/emails":
        return Response.json(emails);
      case "/api/v3/user/orgs":
        return Response.json(orgs.slice((page - 1) * 100, page * 100));
      case "/api/v3/user/teams":
        return Response.json(teams.slice((page - 1) * 100, page * 100));
    }
    return new Response(null, { status: 404 });
  }
}

async function githubHost(github: FakeGithub, lines: string, secret = SECRET) {
  const toml = `[oidc.providers.hub]\nkind = "github"\nissuer = "${github.url}"\nclient-id = "Iv1.x"\n` +
    `client-secret = "HUB_SECRET"\n${lines}`;
  const host = await testHost({ plugins: [], auth: "oidc", toml, secrets: { HUB_SECRET: secret } });
  const signIn = async (account: GithubAccount, options: { claim?: string } = {}) => {
    const client = new TestClient(host);
    await client.comeBack(github.authorize(await client.start("hub", options), account));
    return { client, state: await client.state() };
  };
  return { host, signIn, [Symbol.asyncDispose]: () => host[Symbol.asyncDispose]() };
}

const MONA: GithubAccount = {
  user: { id: 583231, login: "Mona-Lisa", name: "Mona Lisa" },
  emails: [
    { email: "583231+mona@users.noreply.github.com", primary: true, verified: true },
    { email: "old@example.org", primary: false, verified: false },
    { email: "Mona@example.org", primary: false, verified: true },
  ],
  orgs: [...Array.from({ length: 150 }, (_, index) => ({ login: `org-${index}` })), { login: "acme" }],
  teams: [{ slug: "ops", organization: { login: "acme" } }],
};

Deno.test("an account of GitHub signs in by its number, with its verified address, organisations and teams", async () => {
  await using github = new FakeGithub();
  await using test = await githubHost(
    github,
    '[oidc.providers.hub.roles]\nadmin = ["acme/ops"]\nowner = ["acme-owners"]\n',
  );
  const claim = test.host.running.claimLink()!.split("#")[1]!;
  const { client, state } = await test.signIn(MONA, { claim });
  assert.deepEqual([state.user.handle, state.user.name, state.user.role], ["mona-lisa", "Mona Lisa", "owner"]);
  const me = await client.call("host.user.me");
  assert.equal(me.email, "mona@example.org", "neither the one that GitHub made up nor one that is not verified");
  assert.equal(me.groups.length, 152);
  assert.equal(me.groups.some((one: { name: string }) => one.name === "acme/ops"), true);

  const renamed = { ...MONA, user: { ...MONA.user, login: "somebody-else" } };
  assert.equal((await test.signIn(renamed)).state.user.id, state.user.id, "a name at GitHub can change hands");
  const taker = { ...MONA, user: { id: 999, login: "Mona-Lisa" }, emails: [] };
  assert.equal((await test.signIn(taker)).state.failure.reason, "not_invited");
  assert.deepEqual((await client.post("/auth/logout", {})).body, { ok: true }, "GitHub has nothing to sign out at");
});

Deno.test("what GitHub refuses, with status 200, is a refusal, and odd answers let nobody in", async () => {
  await using github = new FakeGithub();
  await using test = await githubHost(github, 'sign-up = "everyone"\n', "another secret");
  assert.match((await test.signIn(MONA)).state.failure.message, /GitHub cannot be used: it does not know the client/);

  await using good = await githubHost(github, 'sign-up = "everyone"\n');
  const odd: GithubAccount[] = [{ user: {} }, { user: { id: "583231", login: "x" } }, { user: { id: null } }];
  for (const account of odd) {
    assert.equal((await good.signIn(account)).state.failure.reason, "provider_answer", JSON.stringify(account));
  }
  const noMail = await good.signIn({ user: { id: 7, login: "quiet" }, emails: { message: "Not Found" } });
  assert.equal(noMail.state.user.handle, "quiet");
  const client = new TestClient(good.host);
  const mixed = github.authorize(await client.start("hub"), MONA);
  mixed.searchParams.set("iss", "https://evil.example/");
  await client.comeBack(mixed);
  assert.equal((await client.state()).failure.reason, "provider_answer");
});
