import assert from "node:assert/strict";
import {
  rawServer,
  registryKey,
  type SocketClient,
  staticRegistry,
  type TestHost,
  testHost,
  until,
} from "../../tests/harness/mod.ts";
import { manualClock } from "../observe/mod.ts";
import { RpcError } from "../sdk/errors.ts";

interface Registry {
  url: string;
  revision: number;
  addedBy: string;
  problem?: string;
}
interface Offer {
  id: string;
  source: string;
  registry: { name: string };
  versions: { version: string; fits: boolean }[];
  installed?: string;
}

const archive = new TextEncoder().encode("an archive");

async function refused(work: Promise<unknown>): Promise<RpcError> {
  const error = await work.then(() => assert.fail("was not refused"), (error) => error);
  assert.ok(error instanceof RpcError, `${error}`);
  return error;
}

const list = async (host: TestHost) => (await host.call<{ items: Registry[] }>("host.registry.list")).items;

const changes = (socket: SocketClient) => socket.volatile.filter(({ type }) => type === "host.registry.changed").length;

Deno.test("only admins see and change registries and publishers", async () => {
  await using host = await testHost();
  const calls: [string, unknown][] = [
    ["host.registry.list", {}],
    ["host.registry.add", { url: "https://plugins.example/" }],
    ["host.registry.remove", { url: "https://plugins.example/" }],
    ["host.registry.refresh", {}],
    ["host.registry.search", {}],
    ["host.registry.publisher.list", {}],
    ["host.registry.publisher.trust", { publicKey: (await registryKey()).publicKey, name: "x" }],
    ["host.registry.publisher.distrust", { fingerprint: "0".repeat(32) }],
  ];
  for (const [method, params] of calls) {
    assert.equal((await refused(host.call(method, params, { as: "bob" }))).data.reason, "forbidden", method);
  }
});

Deno.test("a registry is added, told to admins who look, and removed", async () => {
  await using registry = await staticRegistry();
  await using host = await testHost();
  const [alice, bob] = [await host.ws("alice"), await host.ws("bob")];
  for (const socket of [alice, bob]) await socket.call("events.subscribe", { types: ["host.registry.changed"] });
  const added = await host.call<Registry>("host.registry.add", { url: registry.url });
  assert.deepEqual([added.url, added.revision], [registry.url, 1]);
  assert.match(added.addedBy, /^u-/);
  assert.deepEqual(await list(host), [added]);
  await until(() => changes(alice) === 1, { what: "the message of the change" });
  const later = { limit: 1, cursor: "1" };
  assert.deepEqual(await host.call("host.registry.list", later), { items: [] });
  assert.deepEqual(await host.call("host.registry.remove", { url: `${registry.url}index.json` }), {
    url: registry.url,
  });
  await until(() => changes(alice) === 2, { what: "the message of the removal" });
  assert.equal(changes(bob), 0);
  const gone = await refused(host.call("host.registry.remove", { url: registry.url }));
  assert.deepEqual([gone.data.reason, gone.data.path], ["not_found", "/url"]);
});

Deno.test("each refusal has its reason, its place and its code", async () => {
  await using registry = await staticRegistry();
  await using host = await testHost();
  const add = async (url: string) => {
    const { code, data } = await refused(host.call("host.registry.add", { url }));
    return [code, data.reason, data.path];
  };
  assert.deepEqual(await add("plugins.example"), [-32602, "source_invalid", "/url"]);
  assert.deepEqual(await add(`${registry.url}?a=1`), [-32602, "source_invalid", "/url"]);
  assert.deepEqual(await add("http://169.254.169.254/"), [-32022, "address_refused", "/url"]);
  assert.deepEqual(await add(`${registry.url}nothing/`), [-32022, "fetch_failed", "/url"]);
  await registry.writeIndex(new Uint8Array(9 * 1024 * 1024));
  assert.deepEqual(await add(registry.url), [-32013, "too_large", "/url"]);
  await registry.writeIndex(new TextEncoder().encode("{}"));
  assert.deepEqual(await add(registry.url), [-32022, "index_invalid", "/url"]);
  assert.deepEqual(await list(host), []);
  assert.equal((await refused(host.call("host.registry.search", { registry: "x" }))).data.path, "/registry");
  assert.equal((await refused(host.call("host.registry.search", { cursor: "x" }))).data.path, "/cursor");
});

Deno.test("a registry that answers too slowly is refused while the caller waits", async () => {
  const pace = { headMs: 10_000, windowMs: 300, windowBytes: 1_000, totalMs: 20_000 };
  await using host = await testHost({ registries: { pace: { index: pace } } });
  await using server = rawServer(async (write, gone) => {
    await write("HTTP/1.1 200 OK\r\n\r\n");
    while (!gone.aborted) await write(" ").then(() => new Promise((resolve) => setTimeout(resolve, 20)));
  });
  const error = await refused(host.call("host.registry.add", { url: server.url }));
  assert.equal(error.data.reason, "fetch_failed");
  await until(() => server.open === 0, { what: "the connections to be closed" });
});

Deno.test("a search says where each plugin comes from, what fits and what is here, page by page", async () => {
  await using team = await staticRegistry({ name: "Team" });
  await using other = await staticRegistry({ name: "Other" });
  const greet = { "plugin.ts": 'import { definePlugin } from "@bulkhead/plugin"; export default definePlugin({});' };
  await using host = await testHost({ pluginFiles: { greet } });
  await team.publish({ id: "greet", version: "1.0.0", archive, publisher: "Ann" });
  await team.publish({ id: "greet", version: "2.0.0", archive, engine: "^9" });
  await team.publish({ id: "weather", version: "1.0.0", archive });
  await other.publish({ id: "greet", version: "0.5.0", archive });
  for (const registry of [team, other]) await host.call("host.registry.add", { url: registry.url });
  const search = async (params: object) => {
    const page = await host.call<{ items: Offer[]; nextCursor?: string }>("host.registry.search", params);
    return { ...page, ids: page.items.map(({ id, registry }) => `${id} of ${registry.name}`) };
  };
  const first = (await search({ query: "greet", registry: team.url.slice(0, -1) })).items;
  assert.deepEqual(first, [{
    id: "greet",
    name: "greet",
    registry: { url: team.url, name: "Team" },
    source: `${team.url}#greet`,
    versions: [
      { version: "2.0.0", engine: "^9", fits: false, size: archive.byteLength, publisher: "" },
      { version: "1.0.0", engine: "^1", fits: true, size: archive.byteLength, publisher: "Ann" },
    ],
    installed: "0.1.0",
  }]);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const { ids, nextCursor } = await search({ limit: 1, ...(cursor ? { cursor } : {}) });
    seen.push(...ids);
    cursor = nextCursor;
  } while (cursor);
  assert.deepEqual(seen.toSorted(), ["greet of Other", "greet of Team", "weather of Team"]);
});

Deno.test("a search finds what was published since, but asks a registry at most once a minute", async () => {
  const clock = manualClock(Date.now());
  await using registry = await staticRegistry();
  await using host = await testHost({ clock });
  await host.call("host.registry.add", { url: registry.url });
  const ids = async () => {
    const { items } = await host.call<{ items: Offer[] }>("host.registry.search");
    return items.map(({ id }) => id);
  };
  await registry.publish({ id: "hello", version: "1.0.0", archive });
  await clock.advance(60_000);
  assert.deepEqual(await ids(), ["hello"]);
  const reads = registry.requests.length;
  await registry.publish({ id: "other", version: "1.0.0", archive });
  await clock.advance(59_000);
  assert.deepEqual(await ids(), ["hello"]);
  assert.equal(registry.requests.length, reads);
  await host.call("host.registry.refresh");
  assert.deepEqual(await ids(), ["hello", "other"]);
});

Deno.test("a host that starts again knows its registries, and starts although one does not answer", async () => {
  const dir = await Deno.realPath(await Deno.makeTempDir());
  const registry = await staticRegistry();
  await registry.publish({ id: "hello", version: "1.0.0", archive });
  {
    await using host = await testHost({ dir });
    await host.call("host.registry.add", { url: registry.url });
  }
  // Answers only when the host has given up.
  registry.answers.set(
    "/index.json",
    ({ signal }) => new Promise((resolve) => signal.addEventListener("abort", () => resolve(new Response()))),
  );
  {
    await using host = await testHost({ dir });
    const { items } = await host.call<{ items: Offer[] }>("host.registry.search", { query: "hello" });
    assert.deepEqual(items.map(({ source }) => source), [`${registry.url}#hello`]);
    await until(() => registry.requests.filter((path) => path === "/index.json").length === 2, {
      what: "the index to be read in the background",
    });
  }
  await registry[Symbol.asyncDispose]();
  await Deno.remove(dir, { recursive: true });
});

Deno.test("publishers are put on the organisation's list and taken off it", async () => {
  const key = await registryKey();
  await using host = await testHost();
  const names = async () => {
    const { items } = await host.call<{ items: { name: string }[] }>("host.registry.publisher.list");
    return items.map(({ name }) => name);
  };
  const trusted = await host.call("host.registry.publisher.trust", { publicKey: key.publicKey, name: " Ann " });
  assert.deepEqual([trusted.name, trusted.fingerprint], ["Ann", key.fingerprint]);
  await host.call("host.registry.publisher.trust", { publicKey: (await registryKey()).publicKey, name: "Bob" });
  await host.call("host.registry.publisher.trust", { publicKey: key.publicKey, name: "Cem" });
  assert.deepEqual(await names(), ["Bob", "Cem"]);
  for (const publicKey of ["", "abc", new Uint8Array(31).toBase64(), new Uint8Array(33).toBase64()]) {
    const { data } = await refused(host.call("host.registry.publisher.trust", { publicKey, name: "x" }));
    assert.deepEqual([data.reason, data.path], ["invalid_params", "/publicKey"]);
  }
  await host.call("host.registry.publisher.distrust", { fingerprint: key.fingerprint });
  const again = refused(host.call("host.registry.publisher.distrust", { fingerprint: key.fingerprint }));
  assert.equal((await again).data.reason, "not_found");
  assert.deepEqual(await names(), ["Bob"]);
});
