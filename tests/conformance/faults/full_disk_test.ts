import assert from "node:assert/strict";
import { deliver, issueOpened, SECRET } from "../../e2e/github.ts";
import { startProduct } from "../../e2e/product.ts";

/** A data folder on a file system of 96 MB of its own, which only the product sees. */
const onSmallDisk = (dataDir: string) => [
  ...["unshare", "--user", "--map-root-user", "--mount", "sh", "-c"],
  ...['mount -t tmpfs -o size=96m tmpfs "$0" && exec "$@"', dataDir],
];

Deno.test({
  name: "with a full disk a delivery is refused, the host serves on, and with room again it accepts and loses nothing",
  ignore: !await canMount(),
  async fn() {
    await using product = await startProduct({
      launcher: onSmallDisk,
      env: { BULKHEAD_SECRET_GITHUB_WEBHOOK_SECRET: SECRET },
    });
    const inside = `/proc/${product.pid}/root${product.dataDir}`;
    const before = crypto.randomUUID();
    assert.ok(isAccepted(await deliver(product.url, "issues", issueOpened("before"), { id: before })));

    await fill(`${inside}/filler`);
    const refused = crypto.randomUUID();
    const statuses = new Set<number>();
    // What is open in the databases' files may hold a few more; then each delivery has to be refused.
    for (let i = 0; i < 200 && ![...statuses].some((status) => status >= 500); i++) {
      statuses.add(await deliver(product.url, "issues", issueOpened(`full ${i}`), { id: `${refused}-${i}` }));
    }
    assert.ok([...statuses].some((status) => status >= 500), `refused in the end: ${[...statuses]}`);
    const health = await fetch(`${product.url}/health`);
    await health.body?.cancel();
    assert.ok([200, 503].includes(health.status), "the host answers");

    await Deno.remove(`${inside}/filler`);
    const after = crypto.randomUUID();
    const deadline = Date.now() + 20_000;
    let status = 0;
    while (!isAccepted(status) && Date.now() < deadline) {
      status = await deliver(product.url, "issues", issueOpened("after"), { id: after });
      if (!isAccepted(status)) await new Promise((resolve) => setTimeout(resolve, 200));
    }
    assert.ok(isAccepted(status), `accepted again with room: ${status}`);
  },
});

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

function isAccepted(status: number): boolean {
  return status >= 200 && status < 300;
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
