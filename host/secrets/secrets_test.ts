import assert from "node:assert/strict";
import { ExitError } from "../config/mod.ts";
import { hostProvider } from "../rpc/mod.ts";
import { openDatabase } from "../storage/mod.ts";
import { TestStore } from "./_test_store.ts";
import type { Secrets } from "./mod.ts";
import type { SecretInfo } from "./secret.ts";

async function exitOf(work: Promise<unknown>): Promise<ExitError> {
  const error = await work.then(() => undefined, (error) => error);
  assert(error instanceof ExitError, String(error));
  return error;
}

const call = async (secrets: Secrets, method: string, params: unknown): Promise<unknown> => {
  const provider = hostProvider("host", secrets.methods);
  const descriptor = provider.methods().find((candidate) => candidate.name === method)!;
  const caller = { kind: "user", id: "u-1", name: "Ann", role: "owner" } as const;
  const checked = provider.checkParams!(descriptor, params);
  const result = await provider.deliver({ method, params: checked, caller, transport: "http" }, descriptor);
  provider.checkResult!(descriptor, result);
  return result;
};

Deno.test("a secret is there again after a restart, and nowhere on disk in plain", async () => {
  await using store = new TestStore();
  const value = "whsec_9f8e7d6c5b4a";
  await store.with((secrets) => secrets.set("GITHUB_WEBHOOK_SECRET", value, "u-1"));
  await store.with((secrets) => assert.equal(secrets.get("GITHUB_WEBHOOK_SECRET"), value));
  for (const entry of Deno.readDirSync(store.dir)) {
    if (!entry.isFile) continue;
    const bytes = new TextDecoder("latin1").decode(Deno.readFileSync(`${store.dir}/${entry.name}`));
    assert(!bytes.includes(value), entry.name);
  }
});

Deno.test("the key is made once, for its owner only, and closed again when it was left open", async () => {
  await using store = new TestStore();
  await store.with(() => {});
  const key = Deno.readTextFileSync(store.keyPath);
  assert.equal(Deno.statSync(store.keyPath).mode! & 0o777, 0o600);
  Deno.chmodSync(store.keyPath, 0o644);
  await store.with(() => {});
  assert.equal(Deno.statSync(store.keyPath).mode! & 0o777, 0o600);
  assert.equal(Deno.readTextFileSync(store.keyPath), key);
});

Deno.test("a missing, damaged or foreign key stops the start, and nothing is overwritten", async () => {
  await using store = new TestStore();
  await store.with((secrets) => secrets.set("A", "some value", "u-1"));
  const key = Deno.readTextFileSync(store.keyPath);

  Deno.removeSync(store.keyPath);
  assert.match((await exitOf(store.with(() => {}))).message, /key .* is missing/);
  assert.throws(() => Deno.statSync(store.keyPath), Deno.errors.NotFound);

  Deno.writeTextFileSync(store.keyPath, "???");
  assert.match((await exitOf(store.with(() => {}))).message, /is damaged/);

  Deno.writeTextFileSync(store.keyPath, new Uint8Array(32).toBase64());
  assert.match((await exitOf(store.with(() => {}))).message, /"A" cannot be read with/);

  Deno.writeTextFileSync(store.keyPath, key);
  await store.with((secrets) => assert.equal(secrets.get("A"), "some value"));
});

Deno.test("two stored values cannot change places", async () => {
  await using store = new TestStore();
  await store.with(async (secrets) => {
    await secrets.set("A", "value of a", "u-1");
    await secrets.set("B", "value of b", "u-1");
  });
  const db = openDatabase(`${store.dir}/host.db`);
  db.exec(
    "UPDATE sec_secrets SET (nonce, sealed) = (SELECT nonce, sealed FROM sec_secrets WHERE name = 'B') WHERE name = 'A'",
  );
  db.close();
  assert.match((await exitOf(store.with(() => {}))).message, /"A" cannot be read/);
});

Deno.test("the same value is stored differently each time", async () => {
  await using store = new TestStore();
  await store.with(async (secrets) => {
    await secrets.set("A", "value", "u-1");
    await secrets.set("B", "value", "u-1");
  });
  const db = openDatabase(`${store.dir}/host.db`);
  const rows = db.all<{ sealed: Uint8Array }>("SELECT sealed FROM sec_secrets");
  db.close();
  assert.equal(rows.length, 2);
  assert.notDeepEqual(rows[0], rows[1]);
});

Deno.test("a variable beats the store and cannot be changed from inside", async () => {
  await using store = new TestStore();
  await store.with((secrets) => secrets.set("A", "from the store", "u-1"));
  await store.with(async (secrets) => {
    assert.equal(secrets.get("A"), "from outside");
    assert.equal(secrets.get("EMPTY"), undefined);
    assert.deepEqual(secrets.list().map(({ name, source }) => `${name} ${source}`), ["A environment", "B environment"]);
    await assert.rejects(secrets.set("A", "new", "u-1"), { code: -32022 });
    await assert.rejects(secrets.delete("A"), { code: -32022 });
  }, {
    BULKHEAD_SECRET_A: "from outside",
    BULKHEAD_SECRET_B: "bbb",
    BULKHEAD_SECRET_EMPTY: "",
    BULKHEAD_SECRET_lower: "x",
  });
  await store.with((secrets) => assert.equal(secrets.get("A"), "from the store"));
});

Deno.test("the methods tell names and last four characters, never a value", async () => {
  await using store = new TestStore();
  await store.with(async (secrets) => {
    assert.deepEqual(await call(secrets, "host.secret.set", { name: "TOKEN", value: "abcdefgh1234" }), {
      name: "TOKEN",
    });
    await call(secrets, "host.secret.set", { name: "TINY", value: "abc12" });
    const { items } = await call(secrets, "host.secret.list", {}) as { items: SecretInfo[] };
    assert.deepEqual(items.map(({ name, last4, source, updatedBy }) => [name, last4, source, updatedBy]), [
      ["TINY", "", "store", "u-1"],
      ["TOKEN", "1234", "store", "u-1"],
    ]);
    assert.ok(Math.abs(Date.now() - Date.parse(items[0]!.updatedAt!)) < 60_000);
    assert.deepEqual(await call(secrets, "host.secret.delete", { name: "TINY" }), { name: "TINY" });
    await assert.rejects(call(secrets, "host.secret.delete", { name: "TINY" }), { code: -32004 });
    for (const name of ["token", "1A", "", "A-B", "__proto__", "A".repeat(65)]) {
      await assert.rejects(call(secrets, "host.secret.set", { name, value: "x" }), { code: -32602 }, name);
    }
    for (const value of ["", 7, null, "x".repeat(64 * 1024 + 1)]) {
      await assert.rejects(call(secrets, "host.secret.set", { name: "A", value }), { code: -32602 });
    }
  });
});

Deno.test("listeners hear of a new value and of its end, after it is stored", async () => {
  await using store = new TestStore();
  await store.with(async (secrets) => {
    const heard: unknown[] = [];
    const stop = secrets.onChange((name, value) => heard.push([name, value]));
    await secrets.set("A", "1", "u-1");
    await secrets.set("A", "2", "u-1");
    await secrets.delete("A");
    stop();
    await secrets.set("A", "3", "u-1");
    assert.deepEqual(heard, [["A", "1"], ["A", "2"], ["A", undefined]]);
  });
});

Deno.test("secrets are taken out of texts, in every form in which they get there", async () => {
  await using store = new TestStore();
  await store.with(async (secrets) => {
    const value = 'a"b/c d+e?$&.*';
    await secrets.set("ODD", value, "u-1");
    await secrets.set("LONGER", "prefix-and-more", "u-1");
    await secrets.set("SHORTER", "prefix", "u-1");
    await secrets.set("TINY", "the", "u-1");
    assert.equal(secrets.redact(`plain ${value}.`), "plain [secret ODD].");
    assert.equal(secrets.redact(JSON.stringify({ value })), '{"value":"[secret ODD]"}');
    assert.equal(secrets.redact(`?q=${encodeURIComponent(value)}`), "?q=[secret ODD]");
    assert.equal(secrets.redact("prefix-and-more, prefix, the"), "[secret LONGER], [secret SHORTER], the");
    await secrets.set("ODD", "quite another value", "u-1");
    await secrets.delete("SHORTER");
    assert.equal(secrets.redact(`prefix ${value} quite another value`), "[secret SHORTER] [secret ODD] [secret ODD]");
  });
});

Deno.test("values of others are sealed alike: there after a restart, not on disk in plain, in no list, out of logs", async () => {
  await using store = new TestStore();
  const change = { set: new Map<string, unknown>([["token", "tok_1234567890"], ["login", { pass: ["hunter2222"] }]]) };
  await store.with(async (secrets) => {
    await secrets.sealed.change("polls", { ...change, clear: [], by: "u-1" });
    assert.equal(
      secrets.redact("with tok_1234567890 and hunter2222"),
      "with [secret polls.token] and [secret polls.login]",
    );
  });
  await store.with(async (secrets) => {
    assert.deepEqual(Object.fromEntries(secrets.sealed.all("polls")), Object.fromEntries(change.set));
    assert.equal(secrets.sealed.all("other").size, 0);
    assert.deepEqual(secrets.list(), []);
    await secrets.sealed.change("polls", { set: new Map([["token", "tok_other_value"]]), clear: ["login"], by: "u-1" });
    // A plugin may still hold the one before.
    assert.equal(secrets.redact("tok_1234567890 tok_other_value"), "[secret polls.token] [secret polls.token]");
  });
  for (const entry of Deno.readDirSync(store.dir)) {
    if (!entry.isFile) continue;
    const bytes = new TextDecoder("latin1").decode(Deno.readFileSync(`${store.dir}/${entry.name}`));
    for (const value of ["tok_1234567890", "tok_other_value", "hunter2222"]) assert(!bytes.includes(value), entry.name);
  }
  await store.with(async (secrets) => {
    assert.deepEqual([...secrets.sealed.all("polls").keys()], ["token"]);
    await secrets.sealed.forget("polls");
  });
  await store.with((secrets) => assert.equal(secrets.sealed.all("polls").size, 0));
});

Deno.test("a sealed value that was put under another owner stops the start", async () => {
  await using store = new TestStore();
  await store.with((secrets) =>
    secrets.sealed.change("polls", { set: new Map([["token", "x"]]), clear: [], by: "u-1" })
  );
  const db = openDatabase(`${store.dir}/host.db`);
  db.run("UPDATE sec_values SET owner = 'other'");
  db.close();
  await exitOf(store.with(() => {}));
});
