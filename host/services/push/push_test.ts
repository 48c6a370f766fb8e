import assert from "node:assert/strict";
import { type PushService, pushService, type TestHost, testHost, until } from "../../../tests/harness/mod.ts";
import { manualClock } from "../../observe/mod.ts";
import { addressClass } from "../../packages/mod.ts";
import { endpointFault } from "./endpoint.ts";
import { MAX_PAYLOAD_BYTES, payloadOf } from "./payload.ts";
import type { PushMessage } from "./ports.ts";
import { outcomeOf } from "./web_push.ts";

/** Tells people what it is told to. */
const bell = (permissions: unknown = { push: [{ urgency: "high", reason: "Rings" }] }) => ({
  "plugin.json": JSON.stringify({ id: "bell", version: "0.1.0", engine: "^1", name: "Bell", permissions }),
  "plugin.ts": `import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";
export default definePlugin({
  methods: {
    "ring": method({
      summary: "Rings", params: z.record(z.string(), z.any()), result: z.any(),
      handler: ({ fail, ...push }, ctx) => {
        ctx.db.transaction(() => ctx.push.send(push));
        if (fail) throw new Error("undone");
        return null;
      },
    }),
    "undone": method({
      summary: "Rings and fails", params: z.record(z.string(), z.any()), result: z.any(),
      handler: (push, ctx) => { ctx.push.send(push); throw new Error("undone"); },
    }),
  },
});
`,
});

interface Devices {
  key: string;
  devices: { id: string; name: string; lastSentAt?: string; error?: string }[];
}

const devices = async (host: TestHost, as = "alice") => await host.call<Devices>("host.push.get", {}, { as });

/** Turns notifications on in a new browser of somebody. */
async function subscribe(host: TestHost, service: PushService, options: { as?: string; browser: string }) {
  const { as = "alice", browser } = options;
  const { subscription } = await service.browser(browser, (await devices(host, as)).key);
  const params = { ...subscription, name: browser, language: "de-AT" };
  return await host.call<{ id: string; endpoint: string }>("host.push.subscribe", params, { as });
}

async function idOf(host: TestHost, handle: string): Promise<string> {
  const { items } = await host.call<{ items: { id: string; handle: string }[] }>("host.user.list");
  return items.find((user) => user.handle === handle)!.id;
}

Deno.test("a push reaches each device of the person alone, encrypted and signed, in its language", async () => {
  await using service = pushService();
  await using host = await testHost({ pluginFiles: { bell: bell() }, push: { loopback: true } });
  await subscribe(host, service, { browser: "laptop" });
  await subscribe(host, service, { browser: "phone" });
  await subscribe(host, service, { browser: "bob's", as: "bob" });
  const to = await idOf(host, "alice");
  await host.call("bell.ring", {
    to,
    title: "Ding",
    body: { en: "It rang", de: "Es hat geläutet" },
    path: "hall/front door",
    hash: "now",
    tag: "door",
    group: "hall",
    order: 7,
    urgency: "high",
    ttlS: 90,
    topic: "door",
  });
  await until(() => service.taken.length === 2, { what: "both devices" });
  assert.deepEqual(service.taken.map(({ browser }) => browser).sort(), ["laptop", "phone"]);
  const [{ data, urgency, topic, ttl }] = service.taken as [PushService["taken"][0]];
  const { at, ...rest } = data;
  assert.deepEqual(rest, {
    plugin: "bell",
    title: "Ding",
    body: "Es hat geläutet",
    url: "/app/bell/hall/front%20door#now",
    tag: "bell:door",
    group: "hall",
    order: 7,
  });
  assert.equal(typeof at, "number");
  assert.deepEqual([urgency, topic, ttl], ["high", "door", 90]);
  await until(async () => (await devices(host)).devices.every(({ lastSentAt }) => lastSentAt), { what: "the times" });
  await assert.rejects(host.call("bell.undone", { to, title: "Never" }), /undone|went wrong/);
  await host.call("bell.ring", { to: await idOf(host, "bob"), title: "Dong" });
  await until(() => service.taken.length === 3, { what: "bob's" });
  assert.deepEqual([service.taken[2]!.browser, service.taken[2]!.data.title], ["bob's", "Dong"]);
  assert.deepEqual(service.faults, []);
});

Deno.test("what a push service cannot take now is sent when it says, and a device that is gone is removed", async () => {
  const clock = manualClock(Date.parse("2026-03-01T12:00:00Z"));
  await using service = pushService();
  await using host = await testHost({ pluginFiles: { bell: bell() }, push: { loopback: true }, clock });
  await subscribe(host, service, { browser: "laptop" });
  const to = await idOf(host, "alice");
  service.answers.push({ status: 429, headers: { "retry-after": "120" } }, { status: 503 });
  await host.call("bell.ring", { to, title: "One" });
  await host.call("bell.ring", { to, title: "Two" });
  await until(async () => (await devices(host)).devices[0]!.error === "The push service answered 429");
  await clock.advance(119_000);
  assert.equal(service.answers.length, 1, "it was asked too early");
  await clock.advance(1_500);
  await until(async () => (await devices(host)).devices[0]!.error === "The push service answered 503");
  await clock.advance(30_000);
  await until(() => service.taken.length === 2, { what: "both" });
  assert.deepEqual(service.taken.map(({ data }) => data.title), ["One", "Two"]);
  assert.equal((await devices(host)).devices[0]!.error, undefined);
  service.answers.push({ status: 410 });
  await host.call("bell.ring", { to, title: "Three" });
  await until(async () => (await devices(host)).devices.length === 0, { what: "it to be removed" });
});

Deno.test("what waits outlives the host, under the same key; what is too old by then is not sent", async () => {
  const dir = await Deno.realPath(await Deno.makeTempDir());
  const clock = manualClock(Date.parse("2026-03-01T12:00:00Z"));
  try {
    await using service = pushService();
    let key: string;
    {
      await using host = await testHost({ dir, pluginFiles: { bell: bell() }, push: { loopback: true }, clock });
      await subscribe(host, service, { browser: "laptop" });
      key = (await devices(host)).key;
      service.answers.push({ status: 503, headers: { "retry-after": "600" } });
      const to = await idOf(host, "alice");
      await host.call("bell.ring", { to, title: "Old", ttlS: 60 });
      await host.call("bell.ring", { to, title: "First", topic: "a" });
      await host.call("bell.ring", { to, title: "Second", topic: "a" });
      await until(() => service.answers.length === 0);
      const row = () => host.running.db.get<{ n: number }>("SELECT count(*) AS n FROM psh_queue")!.n;
      await until(() => row() === 2, { what: "the topic to be replaced" });
      const sealed = host.running.db.get<{ sealed: Uint8Array }>("SELECT sealed FROM sec_values WHERE name = 'vapid'")!;
      assert.equal(new TextDecoder().decode(sealed.sealed).includes(key.slice(0, 20)), false);
    }
    await using host = await testHost({ dir, push: { loopback: true }, clock });
    assert.equal((await devices(host)).key, key);
    await clock.advance(601_000);
    await until(() => service.taken.length === 1, { what: "the rest" });
    assert.deepEqual(service.taken.map(({ data }) => data.title), ["Second"]);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("a device ends with the rights of its person, and belongs to whoever uses the browser last", async () => {
  await using service = pushService();
  await using host = await testHost({ pluginFiles: { bell: bell() }, push: { loopback: true } });
  const { subscription } = await service.browser("shared", (await devices(host)).key);
  const on = (as: string) => host.call("host.push.subscribe", { ...subscription, name: "Shared" }, { as });
  const { id } = await on("bob");
  await on("carol");
  assert.deepEqual([(await devices(host, "bob")).devices.length, (await devices(host, "carol")).devices.length], [
    0,
    1,
  ]);
  await assert.rejects(host.call("host.push.unsubscribe", { id }, { as: "carol" }), /no such device/);
  const [own] = (await devices(host, "carol")).devices;
  await assert.rejects(host.call("host.push.unsubscribe", { id: own!.id }, { as: "bob" }), /no such device/);
  await assert.rejects(host.call("host.push.try", { id: own!.id, title: "x" }, { as: "bob" }), /no such device/);
  assert.deepEqual(await host.call("host.push.try", { id: own!.id, title: "Works" }, { as: "carol" }), { sent: true });
  assert.equal(service.taken[0]!.data.title, "Works");
  const sessionId = { sessionId: "s-somebodyelses" };
  await assert.rejects(
    host.call("host.push.subscribe", { ...subscription, name: "x", ...sessionId }, { as: "carol" }),
    /no such session/,
  );
  await host.call("host.user.disable", { id: "@carol" });
  const left = () => host.running.db.get<{ n: number }>("SELECT count(*) AS n FROM psh_devices")!.n;
  await until(() => left() === 0, { what: "carol's device to be removed" });
});

Deno.test("without a grant nothing is sent, and a plugin has no devices", async () => {
  await using service = pushService();
  const normal = { push: [{ urgency: "normal", reason: "Rings softly" }] };
  await using host = await testHost({ pluginFiles: { bell: bell(normal) }, push: { loopback: true } });
  await subscribe(host, service, { browser: "laptop" });
  const to = await idOf(host, "alice");
  await host.call("bell.ring", { to, title: "Loud", urgency: "high" });
  await host.call("bell.ring", { to, title: "Soft", urgency: "low" });
  await until(() => service.taken.length === 1, { what: "the soft one" });
  assert.equal(service.taken[0]!.data.title, "Soft");
});

Deno.test("the host goes to push services on the internet only", async () => {
  const rules = { addressClass };
  const fault = (endpoint: string, more = {}) => endpointFault(endpoint, { ...rules, ...more });
  assert.equal(fault("https://fcm.googleapis.com/fcm/send/abc"), undefined);
  assert.equal(fault("https://8.8.8.8/x"), undefined);
  for (
    const bad of [
      ...["http://push.example.com/x", "https://127.0.0.1/x", "https://10.0.0.7/x", "https://[::1]/x", "x"],
      ...["https://localhost/x", "https://169.254.169.254/x", "https://0x7f000001/x", "https://[::ffff:10.0.0.1]/x"],
      ...[
        "https://user:pw@push.example.com/x",
        "https://intranet/x",
        "file:///etc/passwd",
        `https://a.b/${"x".repeat(1_100)}`,
      ],
    ]
  ) assert.notEqual(fault(bad), undefined, bad);
  assert.equal(fault("http://127.0.0.1:99/x", { loopback: true }), undefined);
  assert.notEqual(fault("http://10.0.0.1/x", { loopback: true }), undefined);

  // A name that leads into a private network is refused when it is sent to.
  let asked = 0;
  await using host = await testHost({
    pluginFiles: { bell: bell() },
    push: {
      resolve: (name) => (asked++, Promise.resolve(name === "inside.example.com" ? ["8.8.8.8", "10.1.2.3"] : [])),
    },
  });
  await assert.rejects(
    host.call("host.push.subscribe", {
      endpoint: "http://127.0.0.1/x",
      keys: { p256dh: "A".repeat(87), auth: "A".repeat(22) },
      name: "x",
    }),
    /not https/,
  );
  await using service = pushService();
  const { subscription } = await service.browser("x", (await devices(host)).key);
  const endpoint = "https://inside.example.com/x";
  const { id } = await host.call("host.push.subscribe", { ...subscription, endpoint, name: "x" });
  const answer = await host.call<{ sent: boolean; error: string }>("host.push.try", { id, title: "x" });
  assert.deepEqual([answer.sent, asked], [false, 1]);
  assert.match(answer.error, /10\.1\.2\.3, which is not on the internet/);
  await assert.rejects(
    host.call("host.push.subscribe", {
      endpoint: "https://push.example.com/y",
      keys: { ...subscription.keys, p256dh: `B${"A".repeat(86)}` },
      name: "y",
    }),
    /point of the curve/,
  );
});

Deno.test("a payload fits into one message, whatever its text is made of", () => {
  const message = { id: "1", to: "u", title: "t", path: "", tag: "1", urgency: "normal", ttlS: 1 } as PushMessage;
  for (
    const body of ["x".repeat(2_000), "😀".repeat(1_000), "\u0001".repeat(2_000), "漢".repeat(2_000), "a😀".repeat(666)]
  ) {
    const json = payloadOf("bell", { ...message, body, group: "g".repeat(200) }, { language: "en", at: 1 });
    assert.ok(new TextEncoder().encode(json).byteLength <= MAX_PAYLOAD_BYTES);
    const shown = (JSON.parse(json) as { body: string }).body;
    assert.ok(shown.isWellFormed() && shown.length > 100, shown.slice(0, 20));
  }
});

Deno.test("the answers of push services are told apart", () => {
  const now = Date.parse("2026-03-01T12:00:00Z");
  assert.deepEqual(outcomeOf(201, undefined, now), { kind: "sent" });
  for (const status of [404, 410]) assert.equal(outcomeOf(status, undefined, now).kind, "gone");
  for (const status of [301, 400, 401, 403, 413]) assert.equal(outcomeOf(status, undefined, now).kind, "refused");
  const after = (header?: string) => (outcomeOf(503, header, now) as { afterMs?: number }).afterMs;
  assert.deepEqual(
    [after("7"), after("Sun, 01 Mar 2026 12:01:00 GMT"), after("soon"), after(), after("99999999")],
    [7_000, 60_000, undefined, undefined, 86_400_000],
  );
});
