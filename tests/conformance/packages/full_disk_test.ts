import assert from "node:assert/strict";
import type { InspectInfo } from "../../../ui/state/wire.ts";
import { startProduct } from "../../e2e/product.ts";
import { staticRegistry } from "../../harness/mod.ts";
import { callRpc } from "../../harness/rpc_client.ts";
import { attacker } from "./_attacker.ts";

/** A data folder on a file system of 64 MB of its own, which only the product sees. */
const onSmallDisk = (dataDir: string) => [
  ...["unshare", "--user", "--map-root-user", "--mount", "sh", "-c"],
  ...['mount -t tmpfs -o size=64m tmpfs "$0" && exec "$@"', dataDir],
];

Deno.test({
  name: "an installation on a full disk is made as a whole or leaves nothing; with room again it is made",
  ignore: !await canMount(),
  async fn() {
    await using registry = await staticRegistry();
    const big = crypto.getRandomValues(new Uint8Array(60_000));
    const files = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`ui/${n}.bin`, big]));
    await registry.publish({ id: "mallory", version: "1.0.0", archive: await attacker({ files }) });
    await using product = await startProduct({
      launcher: onSmallDisk,
      env: { BULKHEAD_AUTH: "dev", BULKHEAD_DEMO: "1", BULKHEAD_PROFILE: "none" },
    });
    const inside = `/proc/${product.pid}/root${product.dataDir}`;
    const call = <T>(method: string, params: unknown) => callRpc<T>(product.url, method, params);
    await call("host.registry.add", { url: registry.url });
    const source = `${registry.url}#mallory`;
    const names = (folder: string) => [...Deno.readDirSync(`${inside}/packages/${folder}`)].map(({ name }) => name);
    const filler = `${inside}/filler`;

    await fill(filler);
    await assert.rejects(call("host.plugin.inspect", { source }));
    assert.deepEqual([names("stage"), names("store")], [[], []]);
    const health = await fetch(`${product.url}/health`);
    await health.body?.cancel();
    assert.ok([200, 503].includes(health.status), "the host answers");
    await Deno.remove(filler);

    const { grantHash } = await until(() => call<InspectInfo>("host.plugin.inspect", { source }));
    await fill(filler);
    // What was fetched to be shown is here already: what is left of the databases' files may hold the rest, or not.
    const installed = await call("host.plugin.install", { source, grantHash }).then(() => true, () => false);
    assert.deepEqual([names("stage"), names("store").length], [[], installed ? 1 : 0]);
    await Deno.remove(filler);
    await until(() => call("host.plugin.install", { source, grantHash }));
    // One that was installed and found no room to start in tries again by itself.
    await until(async () =>
      assert.equal((await call<{ state: string }>("host.plugin.get", { id: "mallory" })).state, "ready")
    );
    assert.equal(names("store").length, 1);
  },
});

/** The database may need a moment until it believes that there is room again. */
async function until<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 0;; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

/** Writes until no byte fits. */
async function fill(path: string): Promise<void> {
  using file = await Deno.open(path, { create: true, write: true });
  for (let size = 1 << 20; size >= 1; size >>= 1) {
    try {
      while (true) await file.write(new Uint8Array(size));
    } catch {
      // a smaller piece may still fit
    }
  }
}

/** A file system of one's own needs user namespaces, which some machines forbid. */
async function canMount(): Promise<boolean> {
  const { success } = await new Deno.Command("unshare", {
    args: ["--user", "--map-root-user", "--mount", "sh", "-c", "mount -t tmpfs tmpfs /mnt"],
    stdout: "null",
    stderr: "null",
  }).output().catch(() => ({ success: false }));
  if (success) return true;
  const reason = "this machine allows no user namespaces, so there is no small disk to fill";
  if (Deno.env.get("BULKHEAD_REQUIRE") === "all") throw new Error(`BULKHEAD_REQUIRE=all, but ${reason}`);
  console.warn(`skipped: ${reason}`);
  return false;
}
