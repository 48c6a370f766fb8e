import assert from "node:assert/strict";
import { createWriter, migrate, openDatabase } from "../../storage/mod.ts";
import type { Database } from "../../storage/ports.ts";
import { keyOf, type Permissions } from "../permissions/mod.ts";
import { forgetGrants, GrantStore } from "./store.ts";

const MIGRATIONS = new URL("../migrations/", import.meta.url);
const reason = "for the test";

async function withStore(work: (store: GrantStore, db: Database) => Promise<void>): Promise<void> {
  const db = openDatabase(":memory:");
  const writer = createWriter(db);
  try {
    migrate(db, "kernel", MIGRATIONS);
    await work(new GrantStore(db, writer), db);
  } finally {
    await writer.close();
    db.close();
  }
}

const consent = (permissions: Permissions, manifestHash: string, by = "alice") => ({
  plugin: "polls",
  manifestHash,
  permissions,
  at: `2026-01-0${manifestHash.length}T00:00:00.000Z`,
  by,
});
const held = (store: GrantStore) =>
  [...store.decisions("polls").values()].map((one) => `${one.granted ? "+" : "-"}${keyOf(one)}`).sort();

Deno.test("grants of a release before this one are kept, one row each", async () => {
  const dir = await Deno.makeTempDir();
  try {
    await Deno.copyFile(new URL("0001_plugins.sql", MIGRATIONS), `${dir}/0001_plugins.sql`);
    const db = openDatabase(":memory:");
    migrate(db, "kernel", new URL(`file://${dir}/`));
    const old = {
      net: [{ host: "api.example.com", reason }],
      call: [{ method: "chat.message.send", reason }],
      sys: [{ name: "hostname", reason }],
      secrets: [{ name: "TOKEN", optional: true, reason }],
      process: [{ command: "git", args: ["log", "a b"], reason }, { command: "*", reason }],
      files: [{ access: "read", reason }],
      hooks: [{ path: "", reason }],
    };
    db.run(
      "INSERT INTO ker_grants (plugin, manifest_hash, entries, granted_at, granted_by) VALUES (?, ?, ?, ?, ?)",
      "polls",
      "hash",
      JSON.stringify(old),
      "2026-01-01T00:00:00.000Z",
      "alice",
    );
    migrate(db, "kernel", MIGRATIONS);
    const writer = createWriter(db);
    const store = new GrantStore(db, writer);
    assert.equal(store.consentedHash("polls"), "hash");
    const decisions = store.decisions("polls");
    assert.deepEqual([...decisions.keys()].sort(), [
      "call chat.message.send",
      "files read",
      "hooks ",
      "net api.example.com",
      "process *",
      `process git log "a b"`,
      "secrets TOKEN",
      "sys hostname",
    ]);
    assert.deepEqual(decisions.get("secrets TOKEN"), {
      kind: "secrets",
      target: "TOKEN",
      value: { name: "TOKEN", optional: true, reason },
      granted: true,
      extra: false,
      at: "2026-01-01T00:00:00.000Z",
      by: "alice",
    });
    await writer.close();
    db.close();
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("consent to a new manifest gives what is new, takes what is gone, and gives nothing back that was revoked", async () => {
  await withStore(async (store) => {
    const [a, b, c] = ["a.org", "b.org", "c.org"].map((host) => ({ host, reason }));
    await store.consent(consent({ net: [a!, b!] }, "1"));
    const revoked = store.decisions("polls").get("net b.org")!;
    await store.decide("polls", [{ ...revoked, granted: false, by: "bob", at: "2026-02-01T00:00:00.000Z" }]);
    await store.consent(consent({ net: [b!, c!] }, "22"));
    assert.deepEqual(held(store), ["+net c.org", "-net b.org"]);
    await store.consent(consent({ net: [c!] }, "333"));
    await store.consent(consent({ net: [b!, c!] }, "4444"));
    const decisions = store.decisions("polls");
    assert.deepEqual(held(store), ["+net c.org", "-net b.org"]);
    assert.deepEqual([decisions.get("net b.org")?.by, decisions.get("net b.org")?.at], [
      "bob",
      "2026-02-01T00:00:00.000Z",
    ]);
    assert.equal(decisions.get("net c.org")?.at, "2026-01-02T00:00:00.000Z");
    assert.equal(store.consentedHash("polls"), "4444");
  });
});

Deno.test("what was given by hand outlives manifests that do not ask for it", async () => {
  await withStore(async (store, db) => {
    const extra = { kind: "sys" as const, target: "loadavg", value: { name: "loadavg", reason } };
    await store.decide("polls", [{
      ...extra,
      granted: true,
      extra: true,
      at: "2026-01-01T00:00:00.000Z",
      by: "alice",
    }]);
    await store.consent(consent({}, "1"));
    assert.deepEqual(held(store), ["+sys loadavg"]);
    // Once it is asked for, it is one like the others.
    await store.consent(consent({ sys: [{ name: "loadavg", reason }] }, "22"));
    await store.consent(consent({}, "333"));
    assert.deepEqual(held(store), []);
    forgetGrants(db, "polls");
    assert.equal(store.consentedHash("polls"), undefined);
  });
});
