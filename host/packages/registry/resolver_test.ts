import assert from "node:assert/strict";
import { type RawAnswer, rawServer, staticRegistry, testTls } from "../../../tests/harness/mod.ts";
import { systemClock } from "../../observe/mod.ts";
import { archiveOf, offer, refused, testRegistries } from "./_test_registries.ts";
import type { Pace } from "./web_pace.ts";

const QUICK: Pace = { headMs: 20_000, windowMs: 300, windowBytes: 100, totalMs: 60_000 };

Deno.test("the newest version that fits is chosen; a pre-release only when it is named", async () => {
  await using registry = await staticRegistry();
  await using host = await testRegistries();
  await offer(registry, { hello: ["1.2.0", "2.0.0-rc.1", "1.10.0", "0.9.0"] });
  await registry.publish({ id: "hello", version: "3.0.0", engine: "^2", archive: archiveOf("hello 3.0.0") });
  await host.registries.add(registry.url, "u");
  const expected: [string, string | undefined, string][] = [
    ["hello", undefined, "1.10.0"],
    ["hello@^1.2", undefined, "1.10.0"],
    ["hello@<1", undefined, "0.9.0"],
    ["hello@~1.2", undefined, "1.2.0"],
    ["hello@2.0.0-rc.1", undefined, "2.0.0-rc.1"],
    ["hello@>=2.0.0-rc", undefined, "2.0.0-rc.1"],
    ["hello@^1", "0.9.0", "0.9.0"],
    [`${registry.url}#hello`, "1.2.0", "1.2.0"],
    [`${registry.url}index.json#hello@0.x`, undefined, "0.9.0"],
  ];
  for (const [source, version, chosen] of expected) {
    const resolved = await host.registries.resolve(source, version === undefined ? {} : { version });
    assert.deepEqual(
      [source, resolved.entry?.version, resolved.canonical, resolved.kind, resolved.id],
      [source, chosen, `${registry.url}#hello`, "registry", "hello"],
    );
    assert.equal(await host.fetch(source, version), `hello ${chosen}`);
  }
  assert.match((await refused(host.registries.resolve("hello@3"), "engine_mismatch")).message, /\^2.*1\.2\.0/);
  assert.match((await refused(host.registries.resolve("hello@4"), "not_found")).hint!, /3\.0\.0, 2\.0\.0-rc\.1, 1\.10/);
  await refused(host.registries.resolve("hello@newest"), "source_invalid");
  await refused(host.registries.resolve("hello", { version: "no" }), "source_invalid");
  assert.match((await refused(host.registries.resolve(`${registry.url}#other`), "not_found")).hint!, /offers hello/);
});

Deno.test("a plugin that has only pre-releases has to be asked for by one", async () => {
  await using registry = await staticRegistry();
  await using host = await testRegistries();
  await offer(registry, { hello: ["1.0.0-beta.1", "1.0.0-beta.2"] });
  await host.registries.add(registry.url, "u");
  assert.match((await refused(host.registries.resolve("hello"), "not_found")).hint!, /beta\.2, 1\.0\.0-beta\.1/);
  assert.equal(await host.fetch("hello@^1.0.0-beta"), "hello 1.0.0-beta.2");
});

Deno.test("an id alone is looked for in all registries; in two it is ambiguous, in none it is not found", async () => {
  await using one = await staticRegistry();
  await using two = await staticRegistry();
  await using host = await testRegistries();
  assert.match((await refused(host.registries.resolve("hello"), "not_found")).hint!, /host\.registry\.add/);
  await host.registries.add(one.url, "u");
  await host.registries.add(two.url, "u");
  assert.match((await refused(host.registries.resolve("hello"), "not_found")).hint!, new RegExp(one.url));
  // Both are published after they were added: what counts is what they offer now.
  await offer(one, { hello: ["1.0.0"], first: ["1.0.0"] });
  await offer(two, { hello: ["2.0.0"] });
  const error = await refused(host.registries.resolve("hello"), "source_ambiguous");
  assert.match(error.hint!, new RegExp(`"${one.url}#hello"`));
  assert.match(error.hint!, new RegExp(`"${two.url}#hello"`));
  assert.equal(await host.fetch("first"), "first 1.0.0");
  assert.equal(await host.fetch(`${one.url}#hello`), "hello 1.0.0");
});

Deno.test("an unknown public registry may be looked at; its key is pinned when something is installed from it", async () => {
  const tls = await testTls();
  await using registry = await staticRegistry({ tls });
  await using host = await testRegistries({
    web: {
      ca: [tls.authority],
      resolve: () => Promise.resolve(["93.184.215.14"]),
      reach: () => ({ address: "127.0.0.1", port: registry.port }),
    },
  });
  await offer(registry, { hello: ["1.0.0"] });
  const url = "https://registry.test/";
  const source = await host.registries.resolve(`${url}#hello`);
  assert.deepEqual(source.registry, {
    url,
    name: "Test registry",
    publicKey: registry.key.publicKey,
    fingerprint: registry.key.fingerprint,
  });
  assert.deepEqual(host.registries.list(), []);
  await host.registries.remember(source, "u-alice");
  const [info] = host.registries.list();
  assert.deepEqual([info?.url, info?.addedBy, info?.revision], [url, "u-alice", 2]);
  await host.registries.remember(await host.registries.resolve("hello"), "u-bob");
  assert.equal((await host.reopen()).list()[0]!.addedBy, "u-alice");
  await registry.change((index) => void (index.revision = 1));
  await refused(host.registries.resolve(`${url}#hello`), "index_older");
  await registry.change((index) => void (index.revision = 3));
  assert.equal((await host.registries.add(url, "u-carol")).addedBy, "u-carol");
});

Deno.test("a public registry that an admin added does not become private by its name pointing elsewhere", async () => {
  const tls = await testTls();
  await using registry = await staticRegistry({ tls });
  let address = "93.184.215.14";
  await using host = await testRegistries({
    web: {
      ca: [tls.authority],
      resolve: () => Promise.resolve([address]),
      reach: () => ({ address: "127.0.0.1", port: registry.port }),
    },
  });
  await host.registries.add("https://registry.test/", "u");
  address = "10.0.0.7";
  await host.registries.refresh();
  assert.match(host.registries.list()[0]!.problem!, /^address_refused: .*10\.0\.0\.7/);
  await host.registries.add("https://registry.test/", "u");
  assert.equal(host.registries.list()[0]!.problem, undefined);
});

Deno.test("a package's URL may be relative or absolute, but not lead to another private origin", async () => {
  await using registry = await staticRegistry();
  await using other = await staticRegistry();
  await using host = await testRegistries();
  const archive = archiveOf("the bytes");
  await offer(other, { hello: ["1.0.0"] });
  await Deno.mkdir(`${registry.folder}/files`);
  await Deno.writeFile(`${registry.folder}/files/a b.tgz`, archive);
  const publish = (id: string, at: string) => registry.publish({ id, version: "1.0.0", archive, package: at });
  await publish("relative", "files/a%20b.tgz");
  await publish("dotted", "./x/../files/a b.tgz");
  await publish("rooted", "/files/a%20b.tgz");
  await publish("absolute", `${registry.url}files/a%20b.tgz`);
  await publish("foreign", `${other.url}hello-1.0.0.tgz`);
  await publish("metadata", "http://169.254.169.254/latest/x.tgz");
  await publish("local", "file:///etc/hostname");
  await publish("scheme", "//127.0.0.1:1/x.tgz");
  await publish("broken", "https://[/x.tgz");
  await host.registries.add(registry.url, "u");
  for (const id of ["relative", "dotted", "rooted", "absolute"]) assert.equal(await host.fetch(id), "the bytes", id);
  // That the other one was added too changes nothing: it is not this registry's own origin.
  await host.registries.add(other.url, "u");
  for (const id of ["foreign", "metadata", "local", "scheme"]) await refused(host.fetch(id), "address_refused");
  await refused(host.fetch("broken"), "index_invalid");
  assert.deepEqual(other.requests.filter((path) => path.endsWith(".tgz")), []);
  assert.deepEqual(host.left().downloads, []);
});

Deno.test("a package that is not what the index says is refused, and no file is left", async () => {
  await using registry = await staticRegistry();
  await using host = await testRegistries();
  const archive = archiveOf("0123456789");
  await registry.publish({ id: "changed", version: "1.0.0", archive });
  await registry.publish({ id: "longer", version: "1.0.0", archive });
  await registry.publish({ id: "shorter", version: "1.0.0", archive });
  await registry.publish({ id: "gone", version: "1.0.0", archive });
  await Deno.writeTextFile(`${registry.folder}/changed-1.0.0.tgz`, "012345678X");
  await Deno.writeTextFile(`${registry.folder}/longer-1.0.0.tgz`, "0123456789A");
  await Deno.writeTextFile(`${registry.folder}/shorter-1.0.0.tgz`, "012345678");
  await Deno.remove(`${registry.folder}/gone-1.0.0.tgz`);
  await host.registries.add(registry.url, "u");
  assert.match((await refused(host.fetch("changed"), "hash_mismatch")).message, /SHA-256 [0-9a-f]{64}, the index says/);
  await refused(host.fetch("longer"), "too_large");
  assert.match((await refused(host.fetch("shorter"), "hash_mismatch")).message, /has 9 bytes, the index says 10/);
  assert.match((await refused(host.fetch("gone"), "fetch_failed")).message, /status 404/);
  assert.deepEqual(host.left().downloads, []);
});

Deno.test("a package that breaks off, trickles in or never ends is refused, and no file is left", async () => {
  await using published = await staticRegistry();
  await using host = await testRegistries({ clock: systemClock(), pace: { package: QUICK } });
  const ok = (length: number) => `HTTP/1.1 200 OK\r\ncontent-length: ${length}\r\n\r\n`;
  const answers: Record<string, RawAnswer> = {
    truncated: (write) => write(`${ok(1_000)}01234`),
    trickling: async (write, gone) => {
      await write(ok(1_000));
      while (!gone.aborted) await write("x").then(() => new Promise((resolve) => setTimeout(resolve, 20)));
    },
    endless: async (write, gone) => {
      await write("HTTP/1.1 200 OK\r\n\r\n");
      while (!gone.aborted) await write("x".repeat(10_000));
    },
  };
  await using server = rawServer(async (write, gone, request) => {
    const path = /^GET (\S+)/.exec(request)![1]!;
    const answer = answers[path.slice(1, -"-1.0.0.tgz".length)];
    if (answer) return await answer(write, gone, request);
    const bytes = await Deno.readFile(`${published.folder}${path}`);
    await write(ok(bytes.byteLength));
    await write(bytes);
  });
  for (const id of Object.keys(answers)) {
    await published.publish({ id, version: "1.0.0", archive: new Uint8Array(1_000) });
  }
  await host.registries.add(server.url, "u");
  assert.match((await refused(host.fetch("truncated"), "fetch_failed")).message, /broke off/);
  assert.match((await refused(host.fetch("trickling"), "fetch_failed")).message, /bytes in 0\.3 s/);
  await refused(host.fetch("endless"), "too_large");
  assert.deepEqual(host.left().downloads, []);
});

Deno.test("a download can be taken back, and no file is left", async () => {
  await using registry = await staticRegistry();
  await using host = await testRegistries();
  await registry.publish({ id: "hello", version: "1.0.0", archive: new Uint8Array(500_000) });
  await host.registries.add(registry.url, "u");
  const source = await host.registries.resolve("hello");
  const stop = new AbortController();
  const download = source.download(`${host.dir}/downloads/x`, {
    signal: stop.signal,
    progress: () => stop.abort(new Error("taken back")),
  });
  await assert.rejects(download, /taken back/);
  assert.deepEqual(host.left().downloads, []);
});

Deno.test("a folder and a .tgz of this machine are named by their real path", async () => {
  await using host = await testRegistries();
  const dir = await Deno.realPath(host.dir);
  await Deno.mkdir(`${dir}/hello`);
  await Deno.writeTextFile(`${dir}/hello.tgz`, "bytes");
  await Deno.writeTextFile(`${dir}/hello.txt`, "bytes");
  await Deno.symlink(`${dir}/hello.tgz`, `${dir}/link.tgz`);
  const folder = await host.registries.resolve(`${dir}/./hello/`);
  assert.deepEqual([folder.kind, folder.path, folder.canonical], ["folder", `${dir}/hello`, `${dir}/hello`]);
  await refused(folder.download(`${dir}/downloads/x`, {}), "source_invalid");
  assert.equal(await host.fetch(`${dir}/link.tgz`), "bytes");
  const file = await host.registries.resolve(`${dir}/link.tgz`);
  assert.deepEqual([file.kind, file.canonical], ["file", `${dir}/hello.tgz`]);
  await refused(host.registries.resolve(`${dir}/hello.txt`), "source_invalid");
  await refused(host.registries.resolve(`${dir}/nothing`), "not_found");
  await refused(host.registries.resolve("hello/"), "source_invalid");
  await Deno.truncate(`${dir}/hello.tgz`, 64 * 1024 * 1024 + 1);
  await refused(host.fetch(`${dir}/hello.tgz`), "too_large");
  await Deno.remove(`${dir}/hello.tgz`);
  await refused(file.download(`${dir}/downloads/x`, {}), "not_found");
  assert.deepEqual(host.left().downloads, []);
});

Deno.test("a search finds every word in id, name or description, best match first", async () => {
  await using one = await staticRegistry();
  await using two = await staticRegistry();
  await using host = await testRegistries();
  const publish = (id: string, name: string, description?: string) =>
    one.publish({ id, name, ...(description ? { description } : {}), version: "1.0.0", archive: archiveOf(id) });
  await publish("link-check", "Link check", "Looks for dead links in messages");
  await publish("links", "Bookmarks");
  await publish("weather", "Weather", "With a link to the forecast");
  await offer(two, { links: ["2.0.0"] });
  await host.registries.add(one.url, "u");
  await host.registries.add(two.url, "u");
  const ids = (query: string) => host.registries.search(query).map(({ id }) => id);
  assert.deepEqual(ids(""), ["link-check", "links", "links", "weather"]);
  assert.deepEqual(ids("links"), ["links", "links", "link-check"]);
  assert.deepEqual(ids(" LINK  forecast "), ["weather"]);
  assert.deepEqual(ids("link"), ["link-check", "links", "links", "weather"]);
  assert.deepEqual(ids("nothing"), []);
  const registries = host.registries.search("links").slice(0, 2).map(({ registry }) => registry);
  assert.deepEqual(registries, [one.url, two.url].sort());
});
