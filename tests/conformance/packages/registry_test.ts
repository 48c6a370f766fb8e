import assert from "node:assert/strict";
import type { InspectInfo, PluginDetail, RegistryInfo } from "../../../ui/state/wire.ts";
import { sha256 } from "../../../host/packages/sha256.ts";
import { soundPackage } from "../../../host/packages/_test/tar_bytes.ts";
import {
  bundledCode,
  madePackage,
  rawServer,
  registryKey,
  staticRegistry,
  testHost,
  testTls,
  until,
} from "../../harness/mod.ts";
import { hostileRegistry, ID, manifest } from "./_registry.ts";
import { refused, refusedBoth, take, traces } from "./_target.ts";

const QUICK = { headMs: 400, windowMs: 400, windowBytes: 1_000, totalMs: 4_000 };

Deno.test("an index that is not to be believed is refused, and what was known before still counts", async (t) => {
  await using host = await testHost();
  await using hostile = await hostileRegistry();
  const { registry, source } = hostile;
  await hostile.offer(soundPackage());
  const add = () => host.call("host.registry.add", { url: registry.url });
  await t.step("signed with another key than it names", async () => {
    const file = `${registry.folder}/index.sig.json`;
    const right = await Deno.readTextFile(file);
    await Deno.writeTextFile(
      file,
      JSON.stringify({ ...JSON.parse(right), publicKey: (await registryKey()).publicKey }),
    );
    await refused(host, add, "index_signature_invalid");
    await Deno.writeTextFile(file, right);
  });
  await t.step("expired when it is added", async () => {
    const index = await registry.index();
    await registry.change((one) => void (one.expires = "2020-01-01T00:00:00Z"));
    await refused(host, add, "index_expired");
    await registry.change((one) => void (one.expires = index.expires));
  });
  await t.step("with a name that steers a terminal", async () => {
    await registry.change((one) => void (one.registry.name = "Shop\u001b[31m"));
    await refused(host, add, "index_invalid");
    await registry.change((one) => void (one.registry.name = "Shop"));
  });
  assert.deepEqual((await host.call<{ items: unknown[] }>("host.registry.list")).items, []);
  await add();
  await t.step("older than the one that was seen", async () => {
    const { revision } = await registry.index();
    await registry.change((one) => void (one.revision = revision - 1));
    await refusedBoth(host, source, "index_older");
    await registry.change((one) => void (one.revision = revision + 1));
  });
  await t.step("the same revision with other content", async () => {
    await host.call("host.registry.refresh");
    const index = await registry.index();
    const write = (one: unknown) => registry.writeIndex(new TextEncoder().encode(JSON.stringify(one)));
    await write({ ...index, registry: { name: "Another" } });
    await refusedBoth(host, source, "index_older");
    await write(index);
  });
  await t.step("signed by another registry's key", async () => {
    const other = await registryKey();
    await registry.change((one) => void one, { key: other });
    await refusedBoth(host, source, "index_key_changed");
    await registry.change((one) => void one);
  });
  await t.step("expired since it was added", async () => {
    await registry.change((one) => void (one.expires = "2020-01-01T00:00:00Z"));
    await refusedBoth(host, source, "index_expired");
    await registry.change((one) => void (one.expires = "2099-01-01T00:00:00Z"));
  });
  await t.step("revoked", async () => {
    await registry.change((one) => void one.revoked.push(sha256(soundPackage())));
    const error = await host.call("host.plugin.inspect", { source }).then(() => undefined, (error) => error);
    assert.ok(["revoked", "not_found"].includes(error?.data?.reason), `${error?.data?.reason}: ${error?.message}`);
  });
});

Deno.test("what is revoked while it runs is stopped, says so, and does not come back", async () => {
  await using host = await testHost();
  await using registry = await staticRegistry();
  const code = await bundledCode({
    "plugin.json": JSON.stringify({ id: "plugin", version: "1.0.0", engine: "^1", name: "x", entry: "plugin.ts" }),
    "plugin.ts": `import { definePlugin } from "@bulkhead/plugin";\nexport default definePlugin({ methods: {} });\n`,
  });
  const archive = await madePackage({ id: ID, version: "1.2.3", code });
  await registry.publish({ id: ID, version: "1.2.3", archive });
  await host.call("host.registry.add", { url: registry.url });
  await take(host, `${registry.url}#${ID}`);
  const state = () => host.call<PluginDetail>("host.plugin.get", { id: ID });
  assert.equal((await state()).state, "ready");
  await registry.change((index) => void index.revoked.push(sha256(archive)));
  await host.call("host.registry.refresh");
  await until(async () => (await state()).state === "stopped");
  assert.match((await state()).reason ?? "", /revoked/);
  assert.deepEqual((await traces(host)).processes, []);
  await host.call("host.plugin.enable", { id: ID }).catch(() => {});
  await host.call("host.plugin.restart", { id: ID }).catch(() => {});
  assert.equal((await state()).state, "stopped");
  // That its registry is forgotten does not make it sound again.
  await host.call("host.registry.remove", { url: registry.url });
  await host.call("host.plugin.restart", { id: ID }).catch(() => {});
  assert.equal((await state()).state, "stopped");
});

Deno.test("what asks for more than was shown is not installed", async () => {
  await using host = await testHost();
  await using hostile = await hostileRegistry();
  await hostile.offer(soundPackage());
  await host.call("host.registry.add", { url: hostile.registry.url });
  const info = await host.call<InspectInfo>("host.plugin.inspect", { source: hostile.source });
  const permissions = { net: [{ host: "*", reason: "all of it" }] };
  // The same version, while somebody reads what was shown.
  await hostile.offer(soundPackage(manifest({ permissions })));
  const { grantHash } = info;
  await assert.rejects(
    host.call("host.plugin.install", { source: info.source, grantHash }),
    (error: { code: number; data: { reason: string } }) =>
      error.code === -32009 && error.data.reason === "consent_outdated",
  );
  assert.deepEqual((await traces(host)).files, []);
});

Deno.test("a registry leads nobody to addresses inside, nor lets anybody wait for ever", async (t) => {
  const tls = await testTls();
  await using outside = await staticRegistry({ tls });
  await using inside = await staticRegistry();
  let addresses = ["93.184.215.14"];
  await using host = await testHost({
    registries: {
      web: {
        ca: [tls.authority],
        resolve: (name) => Promise.resolve(name === "registry.test" ? addresses : ["10.1.2.3"]),
        reach: () => ({ address: "127.0.0.1", port: outside.port }),
      },
      pace: { index: QUICK, package: QUICK },
    },
  });
  const url = "https://registry.test/";
  const add = (url: string) => () => host.call<RegistryInfo>("host.registry.add", { url });
  const redirect = (to: string) =>
    outside.answers.set("/index.json", () => new Response(null, { status: 302, headers: { location: to } }));
  for (
    const to of [
      `${inside.url}index.json`,
      "http://169.254.169.254/latest/meta-data/",
      "https://localhost/index.json",
      "https://[::1]/index.json",
      "https://2130706433/index.json",
      "file:///etc/passwd",
      "https://inside.test/index.json",
    ]
  ) {
    await t.step(
      `an index that redirects to ${new URL(to).protocol}//${new URL(to).hostname || "a file"}`,
      async () => {
        redirect(to);
        await refused(host, add(url), "address_refused");
      },
    );
  }
  outside.answers.clear();
  for (const wrong of [["10.0.0.7"], ["93.184.215.14", "127.0.0.1"], ["169.254.169.254"], ["::ffff:127.0.0.1"]]) {
    await t.step(`a name that resolves to ${wrong.join(" and ")} for somebody who only looks`, async () => {
      addresses = wrong;
      await refusedBoth(host, `${url}#${ID}`, "address_refused");
    });
  }
  addresses = ["93.184.215.14"];
  await add(url)();
  await t.step("a package that redirects inside", async () => {
    const archive = soundPackage();
    await outside.publish({ id: ID, version: "1.2.3", archive });
    await inside.publish({ id: ID, version: "1.2.3", archive });
    const location = `${inside.url}${ID}-1.2.3.tgz`;
    outside.answers.set(`/${ID}-1.2.3.tgz`, () => new Response(null, { status: 307, headers: { location } }));
    await refusedBoth(host, `${url}#${ID}`, "address_refused");
  });
  assert.deepEqual(inside.requests, []);
  const slow = {
    "headers byte by byte": async (write: (text: string) => Promise<void>, gone: AbortSignal) => {
      for (const letter of "HTTP/1.1 200 OK\r\n" + "x".repeat(1_000)) {
        if (gone.aborted) return;
        await write(letter);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    "a body byte by byte": async (write: (text: string) => Promise<void>, gone: AbortSignal) => {
      await write("HTTP/1.1 200 OK\r\ncontent-length: 2000\r\n\r\n");
      while (!gone.aborted) await write("x").then(() => new Promise((resolve) => setTimeout(resolve, 50)));
    },
  };
  for (const [what, answer] of Object.entries(slow)) {
    await t.step(what, async () => {
      await using server = rawServer(answer);
      await using own = await testHost({ registries: { pace: { index: QUICK, package: QUICK } } });
      await refused(own, () => own.call("host.registry.add", { url: server.url }), "fetch_failed");
      await until(() => server.open === 0);
    });
  }
});
