import assert from "node:assert/strict";
import type { RpcError } from "../../../host/sdk/errors.ts";
import { testHost, until } from "../../harness/mod.ts";
import { ownerOf, withReason } from "./owner.ts";
import { type Workshop, workshop } from "./workshop.ts";

/** A website on loopback that counts who came. */
function website(pages: Record<string, () => Response>) {
  const asked: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    const { pathname } = new URL(request.url);
    asked.push(pathname);
    return pages[pathname]?.() ?? new Response("not here", { status: 404 });
  });
  const host = `127.0.0.1:${server.addr.port}`;
  return { asked, host, url: `http://${host}`, [Symbol.asyncDispose]: () => server.shutdown() };
}

/** As its author would set it up for another website. */
async function aimAt(shop: Workshop, { url, granted }: { url: string; granted: string }): Promise<void> {
  await shop.copy("link-check");
  await shop.edit("link-check/domain/site.ts", (text) => text.replace("https://www.example.org", url));
  await shop.editManifest("link-check", (manifest) => void (manifest.permissions.net[0].host = granted));
}

Deno.test("link-check sleeps until it is called, reaches its own website, and keeps what it found", async () => {
  let status = 200;
  await using site = website({
    "/": () => new Response("hi", { status }),
    "/moved": () => Response.redirect(`${site.url}/`),
  });
  await using shop = await workshop();
  await aimAt(shop, { url: site.url, granted: site.host });
  const source = await shop.publish("link-check");
  const dir = `${shop.dir}/server`;
  {
    await using host = await testHost({ dir });
    const owner = ownerOf(host);
    await owner.addRegistry(shop.registry.url);
    const { permissions: [net] } = await owner.install(source);
    // An address of one's own network is red.
    assert.deepEqual([net!.target, net!.risk], [site.host, "high"]);
  }
  await using host = await testHost({ dir });
  const owner = ownerOf(host);
  const asleep = await owner.plugin("link-check");
  assert.deepEqual([asleep.state, asleep.running, asleep.pid], ["ready", false, undefined]);
  assert.deepEqual(site.asked, []);

  const check = await host.call<Record<string, unknown>>("link-check.page.check", { path: "/" });
  assert.deepEqual([check.ok, check.status, typeof check.ms], [true, 200, "number"]);
  assert.equal((await owner.plugin("link-check")).running, true);
  assert.equal((await host.call("link-check.page.check", { path: "/moved" })).status, 200);
  assert.equal((await host.call("link-check.page.check", { path: "/gone" })).status, 404);
  status = 500;
  await host.call("host.plugin.settings.set", { id: "link-check", values: { paths: ["/", "/moved"] } });
  const { items } = await host.call<{ items: { path: string; ok: boolean }[] }>("link-check.page.check_all");
  assert.deepEqual(items.map(({ path, ok }) => [path, ok]), [["/", false], ["/moved", false]]);
  assert.deepEqual(site.asked, ["/", "/moved", "/", "/gone", "/", "/moved", "/"]);

  const events = await until(async () => {
    const { items } = await host.call<{ items: { data: { path: string } }[] }>("host.event.list", {
      types: ["link-check.page.broken"],
    });
    return items.length === 3 && items;
  }, { what: "three pages to be announced as broken" });
  assert.deepEqual(events.map(({ data }) => data.path).sort(), ["/", "/gone", "/moved"]);

  // What it keeps outlives its process.
  await host.call("host.plugin.restart", { id: "link-check" });
  const history = await host.call<{ items: { path: string }[] }>("link-check.page.history");
  assert.deepEqual(history.items.map(({ path }) => path), ["/moved", "/", "/gone", "/moved", "/"]);
});

Deno.test("no path and no redirect leads link-check to another host, and the owner sees what was tried", async () => {
  await using other = website({ "/": () => new Response("reached") });
  await using site = website({
    "/away": () => Response.redirect(`${other.url}/`),
    "/name": () => Response.redirect(`http://localhost:${other.host.split(":")[1]}/`),
    "/metadata": () => Response.redirect("http://169.254.169.254/latest/meta-data/"),
  });
  await using shop = await workshop();
  await using host = await testHost();
  const owner = ownerOf(host);
  await aimAt(shop, { url: site.url, granted: site.host });
  const source = await shop.publish("link-check");
  await owner.addRegistry(shop.registry.url);
  await owner.install(source);
  for (const path of [`//${other.host}/`, `/\\${other.host}/`, `${other.url}/`, "file:///etc/passwd"]) {
    await assert.rejects(host.call("link-check.page.check", { path }), withReason("other_site"));
  }
  const port = other.host.split(":")[1];
  const led: [path: string, to: string][] = [
    ["/away", other.host],
    ["/name", `localhost:${port}`],
    ["/metadata", "169.254.169.254:80"],
  ];
  for (const [path, to] of led) {
    await assert.rejects(host.call("link-check.page.check", { path }), (error: RpcError) => {
      assert.equal(error.data.reason, "not_permitted");
      // The host that it was led to, and not the one that it asked.
      assert.ok(error.message.includes(`"${to}"`), error.message);
      return true;
    });
  }
  assert.deepEqual([site.asked, other.asked], [["/away", "/name", "/metadata"], []]);
  const tried = await until(async () => {
    const { denied } = await owner.grants("link-check");
    return denied.length >= 3 && denied.map(({ kind, target }) => `${kind} ${target}`).sort();
  }, { what: "what was refused to be listed" });
  assert.deepEqual(tried, led.map(([, to]) => `net ${to}`).sort());
  assert.deepEqual((await host.call<{ items: unknown[] }>("link-check.page.history")).items, []);
});

Deno.test("a link-check whose code names another website than its manifest reaches neither, until an owner grants it", async () => {
  await using site = website({ "/": () => new Response("hi") });
  await using shop = await workshop();
  await using host = await testHost();
  const owner = ownerOf(host);
  await aimAt(shop, { url: site.url, granted: "www.example.org" });
  const source = await shop.publish("link-check");
  await owner.addRegistry(shop.registry.url);
  await owner.install(source);
  await assert.rejects(host.call("link-check.page.check", { path: "/" }), withReason("not_permitted"));
  assert.deepEqual(site.asked, []);
  const attempt = await until(async () => (await owner.grants("link-check")).denied[0], { what: "the attempt" });
  assert.deepEqual([attempt.kind, attempt.target, attempt.risk, attempt.grantable], ["net", site.host, "high", true]);
  await host.call("host.plugin.grants.set", {
    id: "link-check",
    grant: [{ kind: attempt.kind, target: attempt.target }],
  });
  const check = await until(() => host.call("link-check.page.check", { path: "/" }), { what: "the granted host" });
  assert.equal(check.ok, true);
  assert.deepEqual(site.asked, ["/"]);
});
