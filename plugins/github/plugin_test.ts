import { sign } from "@octokit/webhooks-methods";
import examples from "@octokit/webhooks-examples" with { type: "json" };
import assert from "node:assert/strict";
import { type TestPlugin, testPlugin } from "@bulkhead/testing";
import github from "./plugin.ts";

const SECRET = "It's a Secret to Everybody";
const start = (secrets: Record<string, string> = { GITHUB_WEBHOOK_SECRET: SECRET }) =>
  testPlugin(github, { id: "github", secrets, caller: { role: "admin" } });

type Example = { name: string; examples: Record<string, unknown>[] };
const example = (event: string, action: string) =>
  (examples as Example[]).find(({ name }) => name === event)!.examples.find((payload) => payload.action === action)!;

let deliveries = 0;
async function deliver(
  plugin: TestPlugin,
  event: string,
  payload: unknown,
  { id = `delivery-${++deliveries}`, secret = SECRET, headers = {} }: {
    id?: string;
    secret?: string;
    headers?: Record<string, string | undefined>;
  } = {},
) {
  const body = typeof payload === "string" ? payload : JSON.stringify(payload);
  const all = {
    "content-type": "application/json",
    "x-github-event": event,
    "x-github-delivery": id,
    "x-hub-signature-256": await sign(secret, body),
    ...headers,
  };
  const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Record<
    string,
    string
  >;
  const result = await plugin.hook("", { headers: given, body });
  await plugin.relayed();
  return { ...result, body: result.body as Record<string, unknown> };
}

const stored = async (plugin: TestPlugin) => (await plugin.call("github.delivery.list")).items as { id: string }[];

Deno.test("an opened issue becomes github.issues.opened with GitHub's payload", async () => {
  await using plugin = await start();
  const payload = example("issues", "opened");
  const result = await deliver(plugin, "issues", payload, { id: "d-1" });
  assert.equal(result.status, 202);
  const [event, ...more] = plugin.events;
  assert.deepEqual(more, []);
  assert.equal(event!.type, "github.issues.opened");
  assert.equal(event!.id, "d-1");
  assert.equal(event!.subject, "Codertocat/Hello-World#1");
  assert.equal(event!.actor, "github:Codertocat");
  assert.equal(event!.actorkind, "external");
  assert.equal(event!.audience, undefined);
  assert.deepEqual(event!.data, payload);
});

Deno.test("a pull request's subject is its number, a push's its repository", async () => {
  await using plugin = await start();
  await deliver(plugin, "pull_request", example("pull_request", "opened"));
  const push = (examples as Example[]).find(({ name }) => name === "push")!.examples[0]!;
  await deliver(plugin, "push", push);
  assert.deepEqual(plugin.events.map(({ type, subject }) => [type, subject]), [
    ["github.pull_request.opened", "Codertocat/Hello-World#2"],
    ["github.push", "Codertocat/Hello-World"],
  ]);
});

Deno.test("every example that GitHub's own library ships is published under a type of its own", async () => {
  await using plugin = await start();
  let sent = 0;
  for (const { name, examples: payloads } of examples as Example[]) {
    for (const payload of payloads) {
      const { status } = await deliver(plugin, name, payload);
      assert.ok(status === 200 || status === 202, `${name}: ${status}`);
      const action = payload.action === undefined ? "" : `.${payload.action}`;
      assert.equal(plugin.events[sent++]!.type, `github.${name}${action}`);
    }
  }
  assert.ok(sent > 200, `only ${sent} examples`);
});

Deno.test("a wrong, a missing and a malformed signature are 401 and leave nothing", async () => {
  await using plugin = await start();
  const payload = example("issues", "opened");
  const wrong = [
    await deliver(plugin, "issues", payload, { secret: "another" }),
    await deliver(plugin, "issues", payload, { headers: { "x-hub-signature-256": undefined } }),
    await deliver(plugin, "issues", payload, { headers: { "x-hub-signature-256": "sha256=" } }),
    await deliver(plugin, "issues", payload, { headers: { "x-hub-signature-256": `sha1=${"0".repeat(40)}` } }),
    // Signed for other bytes.
    await deliver(plugin, "issues", payload, { headers: { "x-hub-signature-256": await sign(SECRET, "{}") } }),
  ];
  for (const result of wrong) {
    assert.equal(result.status, 401);
    assert.equal((result.body.error as { code: number }).code, -32001);
  }
  assert.deepEqual(await stored(plugin), []);
  assert.deepEqual(plugin.events, []);
});

Deno.test("a redelivery is answered 200 and published no second time", async () => {
  await using plugin = await start();
  const payload = example("issues", "opened");
  assert.equal((await deliver(plugin, "issues", payload, { id: "same" })).status, 202);
  const again = await deliver(plugin, "issues", payload, { id: "same" });
  assert.equal(again.status, 200);
  assert.deepEqual(again.body, { id: "same", type: "github.issues.opened", duplicate: true });
  assert.equal(plugin.events.length, 1);
  assert.deepEqual((await stored(plugin)).map(({ id }) => id), ["same"]);
});

Deno.test("an answered delivery survives a crash before it reached the log", async () => {
  let hostTakes = false;
  await using plugin = await testPlugin(github, {
    id: "github",
    secrets: { GITHUB_WEBHOOK_SECRET: SECRET },
    relay: () => {
      if (!hostTakes) throw new Error("the host is away");
    },
  });
  const body = JSON.stringify(example("issues", "opened"));
  const headers = {
    "x-github-event": "issues",
    "x-github-delivery": "kept",
    "x-hub-signature-256": await sign(SECRET, body),
  };
  assert.equal((await plugin.hook("", { headers, body })).status, 202);
  const folder = plugin.snapshot();
  hostTakes = true;
  await using after = await testPlugin(github, { id: "github", dataDir: folder });
  await after.relayed();
  assert.deepEqual(after.events.map(({ id }) => id), ["kept"]);
});

Deno.test("an action that a repository_dispatch chose stays one segment of the type", async () => {
  await using plugin = await start();
  await deliver(plugin, "repository_dispatch", { action: "deploy.to prod" });
  assert.equal(plugin.events[0]!.type, "github.repository_dispatch.deploy_to_prod");
});

Deno.test("a ping is answered 200", async () => {
  await using plugin = await start();
  const ping = (examples as Example[]).find(({ name }) => name === "ping")!.examples[0]!;
  const result = await deliver(plugin, "ping", ping);
  assert.equal(result.status, 200);
  assert.equal(plugin.events[0]!.type, "github.ping");
});

Deno.test("a webhook set up for forms is understood", async () => {
  await using plugin = await start();
  const payload = example("issues", "opened");
  const form = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const result = await deliver(plugin, "issues", form, {
    headers: { "content-type": "application/x-www-form-urlencoded" },
  });
  assert.equal(result.status, 202);
  assert.deepEqual(plugin.events[0]!.data, payload);
});

Deno.test("signed nonsense is 400 and leaves nothing", async () => {
  await using plugin = await start();
  const cases: [string, string, unknown, Record<string, string | undefined>][] = [
    ["not JSON", "issues", "{oops", {}],
    ["not an object", "issues", "[1]", {}],
    ["an action that is no name", "issues", { action: 7 }, {}],
    ["no event", "issues", {}, { "x-github-event": undefined }],
    ["no delivery id", "issues", {}, { "x-github-delivery": undefined }],
  ];
  for (const [what, event, payload, headers] of cases) {
    const { status, body } = await deliver(plugin, event, payload, { headers });
    assert.equal(status, 400, what);
    assert.ok((body.error as { message: string }).message.length > 10, what);
  }
  assert.deepEqual(await stored(plugin), []);
  assert.deepEqual(plugin.events, []);
});

Deno.test("a payload that the log cannot take is 413 and leaves nothing, not even its id", async () => {
  await using plugin = await start();
  const result = await deliver(plugin, "issues", { action: "opened", body: "x".repeat(1024 * 1024) }, { id: "big" });
  assert.equal(result.status, 413);
  assert.deepEqual(await stored(plugin), []);
  assert.equal((await deliver(plugin, "issues", { action: "opened" }, { id: "big" })).status, 202);
});

Deno.test("without a secret every delivery is 503 and the answer says what to set", async () => {
  await using plugin = await start({});
  const result = await deliver(plugin, "issues", example("issues", "opened"));
  assert.equal(result.status, 503);
  assert.equal(result.headers?.["retry-after"], "60");
  assert.match(JSON.stringify(result.body), /BULKHEAD_SECRET_GITHUB_WEBHOOK_SECRET/);
  assert.equal((await plugin.call("github.webhook.get")).configured, false);
  plugin.settings({ secrets: { GITHUB_WEBHOOK_SECRET: SECRET } });
  assert.equal((await deliver(plugin, "issues", example("issues", "opened"))).status, 202);
});

Deno.test("deliveries are listed in pages, newest first", async () => {
  await using plugin = await start();
  for (const id of ["a", "b", "c"]) await deliver(plugin, "issues", example("issues", "opened"), { id });
  const first = await plugin.call("github.delivery.list", { limit: 2 });
  assert.deepEqual(first.items.map((item: { id: string }) => item.id), ["c", "b"]);
  const second = await plugin.call("github.delivery.list", { limit: 2, cursor: first.nextCursor });
  assert.deepEqual(second.items.map((item: { id: string }) => item.id), ["a"]);
  assert.equal(second.nextCursor, undefined);
});
