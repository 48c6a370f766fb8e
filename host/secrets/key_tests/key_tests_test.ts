/** Keys tried at servers that speak as the services do. */
import assert from "node:assert/strict";
import { jwtVerify } from "jose";
import { keyTestFor, SERVICES, tryKey } from "./mod.ts";

/** What each service takes for a good key, and answers then. */
const SERVERS: Record<string, (request: Request) => Promise<boolean> | boolean> = {
  anthropic: (request) =>
    at(request, "GET /v1/models?limit=1") && request.headers.get("anthropic-version") === "2023-06-01" &&
    request.headers.get("x-api-key") === "good-key-1",
  openai: (request) => at(request, "GET /v1/models") && bearer(request) === "good-key-1",
  openrouter: (request) => at(request, "GET /api/v1/key") && bearer(request) === "good-key-1",
  github: (request) =>
    at(request, "GET /user") && request.headers.has("user-agent") && bearer(request) === "good-key-1",
  postmark: (request) =>
    at(request, "GET /server") && request.headers.get("x-postmark-server-token") === "good-key-1" &&
    request.headers.get("accept") === "application/json",
  livekit: async (request) => {
    if (!at(request, "POST /twirp/livekit.RoomService/ListRooms")) return false;
    const secret = new TextEncoder().encode("good-key-1");
    const checked = await jwtVerify(bearer(request)!, secret, { issuer: "API1" }).catch(() => undefined);
    return JSON.stringify(checked?.payload.video) === '{"roomList":true}';
  },
};
const ANSWERS: Record<string, unknown> = {
  openrouter: { data: { label: "sk-or-v1-0e6...1c96" } },
  github: { login: "octocat" },
  postmark: { Name: "Staging" },
};

const at = (request: Request, line: string) => {
  const { pathname, search } = new URL(request.url);
  return `${request.method} ${pathname}${search}` === line;
};
const bearer = (request: Request) => request.headers.get("authorization")?.replace(/^Bearer /, "");

function serve(handler: (request: Request) => Response | Promise<Response>) {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, handler);
  return { url: `http://127.0.0.1:${server.addr.port}`, [Symbol.asyncDispose]: () => server.shutdown() };
}

const material = (value: string, url: string) => ({
  value,
  secret: (name: string) => ({ LIVEKIT_API_KEY: "API1", LIVEKIT_URL: "wss://x.livekit.cloud" })[name],
  endpoint: () => url,
});

Deno.test("a good key is told from a bad one at every service", async () => {
  assert.deepEqual([...SERVICES].sort(), Object.keys(SERVERS).sort());
  for (const service of SERVICES) {
    await using server = serve(async (request) => {
      await request.text();
      const good = await SERVERS[service]!(request);
      return Response.json(good ? ANSWERS[service] ?? {} : { error: "bad key" }, { status: good ? 200 : 401 });
    });
    const test = keyTestFor({ service, name: "X", value: "" })!;
    const good = await tryKey(test, material("good-key-1", server.url));
    assert.equal(good.outcome, "valid", `${service}: ${good.message}`);
    const bad = await tryKey(test, material("bad-key-22", server.url));
    assert.equal(bad.outcome, "refused", service);
    assert.ok(!JSON.stringify(bad).includes("bad-key-22"));
  }
});

Deno.test("an answer tells whose key it is; a fault, a redirect and silence are no verdict", async () => {
  const github = keyTestFor({ service: "github", name: "X", value: "" })!;
  {
    await using server = serve(() => Response.json({ login: "octocat" }));
    assert.equal((await tryKey(github, material("k", server.url))).message, "GitHub accepts the key: octocat");
  }
  {
    let followed = false;
    await using elsewhere = serve(() => {
      followed = true;
      return Response.json({});
    });
    await using server = serve(() => Response.redirect(elsewhere.url, 302));
    assert.equal((await tryKey(github, material("k", server.url))).outcome, "unclear");
    assert.equal(followed, false, "a key goes to no other server");
  }
  {
    await using server = serve(() => new Response("busy", { status: 503 }));
    assert.match((await tryKey(github, material("k", server.url))).message, /HTTP 503: try again later/);
  }
  const { outcome } = await tryKey(github, material("k", "http://127.0.0.1:1"));
  assert.equal(outcome, "unreachable");
});

Deno.test("a key's service is known by its name, else by how it looks", () => {
  const service = (name: string, value = "x") => keyTestFor({ name, value })?.service;
  assert.equal(service("ANTHROPIC_API_KEY"), "anthropic");
  assert.equal(service("MY_KEY", "sk-ant-api03-x"), "anthropic");
  assert.equal(service("MY_KEY", "sk-or-v1-x"), "openrouter");
  assert.equal(service("MY_KEY", "sk-proj-x"), "openai");
  assert.equal(service("MY_KEY", "ghp_x"), "github");
  assert.equal(service("GITHUB_WEBHOOK_SECRET"), undefined);
  assert.equal(service("POSTMARK_SERVER_TOKEN"), "postmark");
  assert.equal(service("LIVEKIT_API_SECRET"), "livekit");
  assert.equal(service("ELSE"), undefined);
});

Deno.test("a LiveKit secret without its key says what is missing", async () => {
  const livekit = keyTestFor({ service: "livekit", name: "X", value: "" })!;
  const alone = { ...material("s", "http://127.0.0.1:1"), secret: () => undefined };
  await assert.rejects(tryKey(livekit, alone), { code: -32022, message: /together with its key/ });
});
