import assert from "node:assert/strict";
import { type SpawnedHost, spawnHost } from "../../harness/mod.ts";
import { temporaryFolder } from "./run_product.ts";

const PASSWORD = "tall ship sails";

/** A browser of one person: it keeps the cookie and sends the CSRF token, as the pages do. */
class Browser {
  cookie = "";
  csrf = "";
  constructor(readonly url: string) {}

  async send(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const response = await fetch(this.url + path, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        ...(this.cookie ? { cookie: `bulkhead_session=${this.cookie}` } : {}),
        ...(body === undefined ? {} : { "content-type": "application/json", origin: this.url }),
        ...(this.csrf ? { "x-csrf-token": this.csrf } : {}),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const cookie = /bulkhead_session=([^;]*)/.exec(response.headers.get("set-cookie") ?? "")?.[1];
    if (cookie !== undefined) this.cookie = cookie;
    return response;
  }

  async post(path: string, body: unknown, headers?: Record<string, string>) {
    const response = await this.send(path, body, headers);
    const answer = await response.json();
    if (typeof answer.csrf === "string") this.csrf = answer.csrf;
    return { status: response.status, body: answer };
  }

  call(method: string, params: unknown = {}, headers?: Record<string, string>) {
    return this.post("/rpc", { jsonrpc: "2.0", id: 1, method, params }, headers);
  }
}

const startLocal = (dir: string): Promise<SpawnedHost> =>
  spawnHost({ dir, plugins: [], args: ["--auth", "local", "--no-demo", "--profile", "none"] });

Deno.test("from the printed claim link to a session, a token and a sign-out, over a kill -9", async () => {
  await using folder = await temporaryFolder();
  const first = await startLocal(folder.path);
  try {
    const browser = new Browser(first.url);
    const token = first.claimLink!.split("#")[1];
    assert(first.claimLink!.startsWith(`${first.url}/claim#`));
    assert.equal((await browser.call("host.user.me")).status, 401);
    const claimed = await browser.post("/auth/claim", { token, handle: "ann", name: "Ann Lee", password: PASSWORD });
    assert.equal(claimed.status, 200);
    assert.equal((await browser.call("host.user.me")).body.result.handle, "ann");
    const api = (await browser.call("host.token.create", { name: "ci" })).body.result.token;
    assert.equal((await browser.call("host.secret.set", { name: "API_KEY", value: "abcdefgh9876" })).status, 200);
    // What was answered is on disk: no drain, no goodbye.
    await first.end("SIGKILL");

    await using second = await startLocal(folder.path);
    assert.equal(second.claimLink, undefined);
    const again = new Browser(second.url);
    again.cookie = browser.cookie;
    again.csrf = (await (await again.send("/auth/state")).json()).csrf;
    assert.equal((await again.call("host.user.me")).body.result.name, "Ann Lee");
    assert.equal((await again.call("host.secret.list")).body.result.items[0].last4, "9876");
    const bearer = new Browser(second.url);
    const byToken = await bearer.call("host.user.me", {}, { authorization: `Bearer ${api}` });
    assert.equal(byToken.body.result.role, "member");

    const stolen = { cookie: again.cookie, csrf: again.csrf };
    assert.equal((await again.post("/auth/logout", {})).status, 200);
    const thief = Object.assign(new Browser(second.url), stolen);
    assert.equal((await thief.call("host.user.me")).status, 401);
    const login = await again.post("/auth/login", { handle: "ann", password: PASSWORD });
    assert.equal(login.status, 200);
    assert.equal((await again.call("host.user.me")).body.result.handle, "ann");
  } finally {
    await first.end("SIGKILL");
  }
});

Deno.test("what another site, another name or a header from outside asks for is refused", async () => {
  await using folder = await temporaryFolder();
  await using host = await startLocal(folder.path);
  const browser = new Browser(host.url);
  const token = host.claimLink!.split("#")[1];
  await browser.post("/auth/claim", { token, handle: "ann", name: "Ann", password: PASSWORD });
  const me = (headers: Record<string, string>) => browser.call("host.user.me", {}, headers);
  assert.equal((await me({})).status, 200);
  assert.equal((await me({ "x-csrf-token": "guessed" })).status, 403);
  for (const [path, origin] of [["/rpc", "https://evil.example"], ["/auth/login", "null"]] as const) {
    const response = await browser.send(path, {}, { origin });
    await response.body?.cancel();
    assert.equal(response.status, 403, origin);
  }

  const nobody = new Browser(host.url);
  const spoofed: Record<string, string>[] = [
    { "x-forwarded-user": "ann" },
    { "x-forwarded-user": "ann", "x-forwarded-for": "127.0.0.1" },
  ];
  for (const headers of spoofed) {
    assert.equal((await nobody.call("host.user.me", {}, headers)).status, 401);
  }
  assert.equal((await nobody.post("/auth/dev", { handle: "ann" })).status, 404);
  assert.equal(
    (await nobody.post("/auth/claim", { token, handle: "eve", name: "Eve", password: PASSWORD })).status,
    403,
  );
});

Deno.test("in proxy mode the header counts from the trusted address only", async () => {
  const args = ["--profile", "none", "--no-demo", "--auth", "proxy", "--trusted-proxy"];
  const ask = (host: SpawnedHost) => new Browser(host.url).call("host.user.me", {}, { "x-forwarded-user": "ann" });
  await using folder = await temporaryFolder();
  const dir = folder.path;
  {
    await using host = await spawnHost({ dir, plugins: [], args: [...args, "127.0.0.1"] });
    const { status, body } = await ask(host);
    assert.equal(status, 200);
    assert.deepEqual([body.result.handle, body.result.role], ["ann", "member"]);
  }
  await using host = await spawnHost({ dir, plugins: [], args: [...args, "10.9.8.7"] });
  assert.equal((await ask(host)).status, 401);
});

Deno.test("revoking a session closes its WebSocket", async () => {
  await using folder = await temporaryFolder();
  await using host = await startLocal(folder.path);
  const browser = new Browser(host.url);
  const token = host.claimLink!.split("#")[1];
  await browser.post("/auth/claim", { token, handle: "ann", name: "Ann", password: PASSWORD });
  const socket = new WebSocket(`${host.url.replace("http", "ws")}/ws`, {
    headers: { cookie: `bulkhead_session=${browser.cookie}`, origin: host.url },
    // Deno's own option; the DOM's type knows only protocols.
  } as unknown as string[]);
  const closed = new Promise<number>((resolve) => socket.onclose = (event) => resolve(event.code));
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error("the socket did not open"));
  });
  const { items } = (await browser.call("host.session.list")).body.result;
  assert.equal(items.length, 1);
  await browser.call("host.session.revoke", { id: items[0].id });
  assert(await closed >= 4000);
});
