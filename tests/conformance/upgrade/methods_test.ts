import assert from "node:assert/strict";
import { RpcError } from "../../../host/sdk/errors.ts";
import { PINNED_KEYS } from "../../../host/upgrade/mod.ts";
import { entry, index, newKey, signed } from "../../../host/upgrade/_test/releases.ts";
import type { ReleaseIndex } from "../../../host/upgrade/release/release_index.ts";
import { testHost } from "../../harness/mod.ts";
import { V1, V2 } from "./product.ts";

const LATER = "2999-01-01T00:00:00.000Z";

/** A host whose source holds what is put there. */
async function withSource(
  work: (at: {
    host: Awaited<ReturnType<typeof testHost>>;
    put(change: Partial<ReleaseIndex>, by?: Awaited<ReturnType<typeof newKey>>): void;
  }) => Promise<void>,
) {
  const source = await Deno.makeTempDir();
  const key = await newKey();
  const put = (change: Partial<ReleaseIndex>, by = key) =>
    Deno.writeFileSync(`${source}/releases.json`, signed(index({ expires: LATER, ...change }), by));
  try {
    await using host = await testHost({ toml: `[upgrade]\nsource = "${source}"\nkey = "${key.publicKey}"\n` });
    await work({ host, put });
  } finally {
    await Deno.remove(source, { recursive: true });
  }
}

const reason = (reason: string, words: RegExp) => (error: unknown) => {
  assert.ok(error instanceof RpcError, String(error));
  assert.equal(error.data.reason, reason, error.message);
  assert.match(`${error.message}\n${error.data.hint}`, words);
  return true;
};

Deno.test("the source's releases are shown with what keeps each from being gone to", async () => {
  await withSource(async ({ host, put }) => {
    put({
      releases: [
        entry({ version: V2, from: "0.0.1", notes: "Better" }),
        entry({ version: "99.0.0", from: "98.0.0" }),
        entry({ version: "98.0.0", from: "0.0.1", deno: "~77.0.0" }),
        entry({ version: V1, from: "0.0.1" }),
      ],
    });
    const { newest, items } = await host.call<
      { newest: string; items: { version: string; possible: boolean; obstacle?: { reason: string } }[] }
    >("host.system.upgrade.check");
    assert.equal(newest, V2);
    assert.deepEqual(items.map(({ version, obstacle }) => [version, obstacle?.reason]), [
      ["99.0.0", "too_old"],
      ["98.0.0", "deno_mismatch"],
      [V2, undefined],
      [V1, "not_newer"],
    ]);
  });
});

Deno.test("an index that is older than one that was seen, of another key, or too old is refused, and one that is newer is taken", async () => {
  await withSource(async ({ host, put }) => {
    put({ revision: 7 });
    await host.call("host.system.upgrade.check");
    put({ revision: 6 });
    await assert.rejects(host.call("host.system.upgrade.check"), reason("index_older", /revision 6, but 7 was seen/));
    put({ revision: 8 }, await newKey());
    await assert.rejects(host.call("host.system.upgrade.check"), reason("signature_invalid", /expected/));
    put({ revision: 8, expires: "2020-01-01T00:00:00.000Z" });
    await assert.rejects(host.call("host.system.upgrade.check"), reason("index_expired", /counted until 2020/));
    put({ revision: 8 });
    await host.call("host.system.upgrade.check");
  });
});

Deno.test("only an owner changes versions, everybody may know how far it is, and what was tried is in the audit log", async () => {
  await withSource(async ({ host, put }) => {
    put({ releases: [entry({ version: V2, from: "0.0.1" })] });
    for (const method of ["check", "start", "rollback"]) {
      await assert.rejects(
        host.call(`host.system.upgrade.${method}`, {}, { as: "bob" }),
        reason("forbidden", /host\.system\.upgrade/),
      );
    }
    const status = await host.call("host.system.upgrade.status", {}, { as: "dave" });
    assert.deepEqual(status, { version: V1, configured: true, canGoBack: false });
    // This host runs in the test's own process: nobody could start another version.
    await assert.rejects(host.call("host.system.upgrade.start"), reason("not_launched", /deno task start/));
    await assert.rejects(host.call("host.system.upgrade.rollback"), reason("not_launched", /deno task start/));
    const { items } = await host.call<{ items: { method: string; outcome: string }[] }>("host.audit.list", {});
    const tried = items.filter(({ method }) => /upgrade\.(start|rollback)/.test(method)).map(({ outcome }) => outcome);
    assert.deepEqual([...new Set(tried)].sort(), ["denied", "failed"]);
  });
});

Deno.test("without a source or a key it is said what to write, and where", async () => {
  await using host = await testHost({});
  await assert.rejects(
    host.call("host.system.upgrade.check"),
    reason("not_configured", /\[upgrade\] in bulkhead\.toml/),
  );
  await using other = await testHost({ toml: '[upgrade]\nsource = "/nowhere"\n' });
  const [expected, words] = PINNED_KEYS.length === 0
    ? ["no_keys", /key = "…"/] as const
    : ["fetch_failed", /cannot be read/] as const;
  await assert.rejects(other.call("host.system.upgrade.check"), reason(expected, words));
});
