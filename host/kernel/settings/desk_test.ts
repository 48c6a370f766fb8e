import assert from "node:assert/strict";
import { manualClock } from "../../observe/mod.ts";
import type { PluginManifest } from "../../packages/ports.ts";
import { openSecrets } from "../../secrets/mod.ts";
import { createWriter, migrate, openDatabase } from "../../storage/mod.ts";
import { SettingsDesk } from "./desk.ts";
import { SettingsStore } from "./store.ts";

const SETTINGS = { properties: { channel: { type: "string" }, token: { type: "string", writeOnly: true } } };
const of = (id: string, settings: Record<string, unknown> = SETTINGS) => ({
  id,
  plugin: { manifest: { id, version: "0.1.0", engine: "^1", name: id, settings } as PluginManifest },
});

async function withDesk(work: (desk: SettingsDesk, count: (table: string) => number) => Promise<void>): Promise<void> {
  const dataDir = await Deno.makeTempDir();
  const db = openDatabase(":memory:");
  const writer = createWriter(db);
  try {
    migrate(db, "kernel", new URL("../migrations/", import.meta.url));
    const { sealed } = openSecrets({ db, writer, dataDir, env: {} });
    const desk = new SettingsDesk({ store: new SettingsStore(db, writer), sealed, clock: manualClock() });
    await work(desk, (table) => db.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)!.n);
  } finally {
    await writer.close();
    db.close();
    await Deno.remove(dataDir, { recursive: true });
  }
}
const set = (desk: SettingsDesk, id: string, values: Record<string, unknown>) =>
  desk.set(of(id), { values, clear: [], by: "u-1" });

Deno.test("deleted data takes the settings with it, secret ones included, and nobody else's", async () => {
  await withDesk(async (desk, count) => {
    await set(desk, "notes", { channel: "#general", token: "tok_1234567890" });
    await set(desk, "other", { channel: "#other", token: "tok_other_one" });
    await desk.forget("notes");
    assert.deepEqual(desk.effective(of("notes")).values, {});
    assert.deepEqual(desk.effective(of("other")).values, { channel: "#other", token: "tok_other_one" });
    assert.deepEqual([count("ker_settings"), count("sec_values")], [1, 1]);
  });
});

Deno.test("what becomes a secret with a new version is answered no more, and is sealed at the next change", async () => {
  await withDesk(async (desk, count) => {
    const before = of("notes", { properties: { channel: { type: "string" }, token: { type: "string" } } });
    await desk.set(before, { values: { channel: "#general", token: "tok_1234567890" }, clear: [], by: "u-1" });
    assert.equal(desk.view(before).values.token, "tok_1234567890");
    assert.equal(count("sec_values"), 0);
    const now = desk.view(of("notes"));
    assert.deepEqual([now.values, now.set], [{ channel: "#general" }, ["token"]]);
    await set(desk, "notes", { channel: "#other" });
    assert.equal(count("sec_values"), 1);
    assert.deepEqual(desk.effective(of("notes")).values, { channel: "#other", token: "tok_1234567890" });
    // And one that is a secret no more is still not answered until it is set anew.
    assert.deepEqual(desk.view(before).values, { channel: "#other" });
    await desk.set(before, { values: { token: "in plain" }, clear: [], by: "u-1" });
    assert.deepEqual(desk.view(before).values, { channel: "#other", token: "in plain" });
  });
});

Deno.test("a schema that is too large cannot be used, and that is said", async () => {
  await withDesk(async (desk) => {
    const properties = Object.fromEntries(Array.from({ length: 3_000 }, (_, n) => [`n${n}`, {}]));
    const huge = of("huge", { properties });
    assert.match(desk.effective(huge).reason ?? "", /more than 2000 parts/);
    assert.equal(desk.view(huge).schema, undefined);
    await assert.rejects(desk.set(huge, { values: { n1: 1 }, clear: [], by: "u-1" }), /cannot be set/);
  });
});
