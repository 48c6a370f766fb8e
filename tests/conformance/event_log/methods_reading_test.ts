import assert from "node:assert/strict";
import type { NewEvent } from "../../../host/bus/mod.ts";
import { event, type List, setUp } from "./methods_fixture.ts";
import { until } from "./fixture.ts";

Deno.test("large events make short pages, and none is passed over", async () => {
  await using t = await setUp();
  const text = "x".repeat(900_000);
  for (let n = 0; n < 30; n++) {
    await t.log.publish([{ ...event("a.b", "role:admin", n), data: { n, text } }]);
  }
  const numbers = (list: List) => list.items.map((item) => (item.data as { n: number }).n);
  const all = Array.from({ length: 30 }, (_, n) => n);
  const back: number[] = [];
  for (let cursor: string | undefined, pages = 0; pages === 0 || cursor; pages++) {
    const page = await t.call<List>("host.event.list", { limit: 200, ...(cursor ? { cursor } : {}) });
    assert.ok(page.items.length < 15, `${page.items.length} of 900 kB in one page`);
    back.unshift(...numbers(page));
    cursor = page.nextCursor;
  }
  assert.deepEqual(back, all);
  const onwards: number[] = [];
  for (let since: number | undefined = 0; since !== undefined;) {
    const page: List = await t.call<List>("host.event.list", { limit: 200, since });
    assert.ok(page.items.length < 15);
    onwards.push(...numbers(page));
    since = page.nextSince;
  }
  assert.deepEqual(onwards, all);
});

Deno.test("no way out of the log leads past the audience", async () => {
  await using t = await setUp();
  const secret = (audience: string, text: string): NewEvent => ({
    ...event("chat.m.sent", audience),
    subject: "talk",
    data: { text },
  });
  await t.rooms.set("chat", "r1", ["mia"]);
  const root = { ...event("chat.m.sent", "role:guest"), data: { text: "for-all" } };
  const hidden = [
    secret("room:r1", "for-the-room"),
    secret("plugins", "for-plugins"),
    secret("role:admin", "for-admins"),
    secret("role:member", "for-members"),
  ].map((each) => ({ ...each, causeid: root.id, hops: 1 }));
  await t.log.publish([root, ...hidden]);
  await t.log.subscribe(
    { name: "plugin:slow", types: ["chat.**"], from: 0, maxAttempts: 1 },
    () => Promise.reject(new Error("no")),
  );
  await until(async () => (await t.log.deadLetters()).length === 5, "the dead letters");
  const params: Record<string, Record<string, unknown>[]> = {
    "host.event.list": [{}, { since: 0 }, { text: "for-" }, { subject: "talk" }, {
      types: ["chat.**"],
      source: "chat",
    }],
    "host.event.get": [1, 2, 3, 4, 5].map((seq) => ({ seq })),
    "host.event.chain": [1, 2, 3, 4, 5].map((seq) => ({ seq })),
    "host.event.tail": [{ since: 0, waitMs: 0 }],
    "host.event.deadLetter.get": [1, 2, 3, 4, 5].map((id) => ({ id })),
  };
  const people = {
    gus: ["guest", ["for-all"]],
    mia: ["member", ["for-all", "for-members", "for-the-room"]],
    max: ["member", ["for-all", "for-members"]],
    olga: ["owner", ["for-admins", "for-all", "for-members"]],
  } as const;
  const methods = Object.entries(t.methods).filter(([, method]) => method.readOnly).map(([name]) => name);
  assert.ok(methods.length >= 10);
  for (const [id, [role, may]] of Object.entries(people)) {
    const seen = new Set<string>();
    for (const name of methods) {
      if (!(t.methods[name]!.roles ?? ["owner", "admin", "member", "agent"]).includes(role)) continue;
      for (const each of params[name] ?? [{}]) {
        const answer = await t.call(name, each, id, role).catch((error: Error) => error.message);
        const words = JSON.stringify(answer).match(/for-[a-z-]*[a-z]/g) ?? [];
        for (const word of words) {
          seen.add(word);
          assert.ok((may as readonly string[]).includes(word), `${id} got "${word}" from ${name}`);
        }
      }
    }
    assert.deepEqual([...seen].sort(), [...may].sort(), id);
  }
});
