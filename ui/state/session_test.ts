import assert from "node:assert/strict";
import { RpcFailure } from "../sdk/failure.ts";
import { Session, wantsOtherAccount } from "./session.ts";

const ALICE = { id: "u1", handle: "alice", name: "Alice", role: "owner" };

/** The routes below `/auth` of a host that knows one password. */
function host() {
  let user: typeof ALICE | undefined;
  const requests: { path: string; headers: Headers }[] = [];
  const ask: typeof fetch = (input, init) => {
    const path = String(input);
    requests.push({ path, headers: new Headers(init?.headers) });
    const body = init?.body ? JSON.parse(String(init.body)) : {};
    if (path === "/auth/login" && body.password !== "right") {
      const error = { code: -32001, message: "Handle or password is wrong", data: { reason: "unauthenticated" } };
      return Promise.resolve(Response.json({ error }, { status: 401 }));
    }
    if (path === "/auth/login") user = ALICE;
    if (path === "/auth/logout") user = undefined;
    const state = {
      name: "Bulkhead",
      version: "1",
      mode: "local",
      claimed: true,
      ...(user ? { user, csrf: "token" } : {}),
    };
    return Promise.resolve(Response.json(state));
  };
  return { requests, fetch: ask };
}

Deno.test("who signed in is known when the page is loaded anew, and every call then carries the session's token", async () => {
  const fake = host();
  const gate = new Session({ fetch: fake.fetch });
  assert.equal((await gate.load()).user, undefined);
  await gate.login({ handle: "alice", password: "right" });
  const session = new Session({ fetch: fake.fetch, state: await gate.load() });
  assert.equal(session.state?.user?.name, "Alice");
  assert.equal(session.csrf(), "token");
  await session.logout();
  assert.equal(fake.requests.at(-1)!.headers.get("x-csrf-token"), "token");
  assert.equal(session.state, undefined);
});

Deno.test("a refusal keeps the host's own words", async () => {
  const session = new Session({ fetch: host().fetch });
  await session.load();
  await assert.rejects(
    session.login({ handle: "alice", password: "wrong" }),
    (error) => error instanceof RpcFailure && error.message === "Handle or password is wrong" && !error.offline,
  );
});

Deno.test("a host that cannot be reached is offline, not a wrong password", async () => {
  const session = new Session({ fetch: () => Promise.reject(new TypeError("refused")) });
  await assert.rejects(session.load(), (error) => error instanceof RpcFailure && error.offline);
});

Deno.test("an answer that is no answer of ours is named with its path", async () => {
  const session = new Session({ fetch: () => Promise.resolve(new Response("", { status: 500 })) });
  await assert.rejects(session.load(), /\/auth\/state answered 500/);
});

Deno.test("a provider is begun with what somebody wants there, and signing out goes where the provider ends its session", async () => {
  const asked: [path: string, body: unknown][] = [];
  const session = new Session({
    fetch: (input, init) => {
      asked.push([String(input), JSON.parse(String(init?.body))]);
      return Promise.resolve(
        Response.json({ url: "https://git.example.org/login", redirect: "https://git.example.org/out" }),
      );
    },
  });
  assert.equal(await session.provider("forge", { returnTo: "/people", again: true }), "https://git.example.org/login");
  assert.equal(await session.provider("forge", { invitation: "t" }), "https://git.example.org/login");
  assert.equal(await session.logout(), "https://git.example.org/out");
  assert.deepEqual(asked, [
    ["/auth/oidc/start", { provider: "forge", again: true, returnTo: "/people" }],
    ["/auth/oidc/start", { provider: "forge", invitation: "t" }],
    ["/auth/logout", {}],
  ]);
});

Deno.test("after a refusal the provider is to ask who it is, after a fault it is not", () => {
  const failure = (reason: string) => ({ failure: { message: "No", reason } });
  assert.equal(wantsOtherAccount(failure("not_invited")), true);
  assert.equal(wantsOtherAccount(failure("provider_unavailable")), false);
  assert.equal(wantsOtherAccount({}), false);
});
