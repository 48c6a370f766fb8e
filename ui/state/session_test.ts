import assert from "node:assert/strict";
import { RpcFailure } from "../sdk/failure.ts";
import { Session } from "./session.ts";

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

Deno.test("signing in answers who it is, and every later call carries the session's token", async () => {
  const fake = host();
  const session = new Session({ fetch: fake.fetch });
  assert.equal((await session.load()).user, undefined);
  assert.equal((await session.login({ handle: "alice", password: "right" })).user?.name, "Alice");
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
