import assert from "node:assert/strict";
import { sha256 } from "../../packages/mod.ts";
import { systemClock } from "../../observe/mod.ts";
import { UpgradeError, type UpgradeFault } from "../ports.ts";
import { entry, index, newKey, signed } from "../_test/releases.ts";
import { releaseSource } from "./source.ts";

const BYTES = new TextEncoder().encode("a tarball ".repeat(100));
const ENTRY = entry({ size: BYTES.length, sha256: sha256(BYTES) });
const PACE = { headMs: 500, windowMs: 300, windowBytes: 100_000_000, totalMs: 3_000 };

/** A web server on loopback that answers as told. */
async function server(answers: Record<string, (request: Request) => Response>) {
  const asked: string[] = [];
  const web = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    const { pathname } = new URL(request.url);
    asked.push(pathname);
    return answers[pathname]?.(request) ?? new Response("no", { status: 404 });
  });
  const folder = await Deno.makeTempDir();
  const url = `http://127.0.0.1:${web.addr.port}/stable/`;
  return {
    url,
    asked,
    file: `${folder}/incoming.tgz`,
    source: (pace?: typeof PACE) =>
      releaseSource(url, { clock: systemClock(), agent: "test", ...(pace ? { pace } : {}) }),
    async [Symbol.asyncDispose]() {
      await web.shutdown();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

async function refused(work: Promise<unknown>, fault: UpgradeFault, words: RegExp): Promise<void> {
  await assert.rejects(work, (error) => {
    assert.ok(error instanceof UpgradeError, String(error));
    assert.equal(error.fault, fault, error.message);
    assert.match(error.message, words);
    return true;
  });
}

const isThere = (path: string) => Deno.stat(path).then(() => true, () => false);

Deno.test("from a web server: the index and a tarball, told how far it is, and nothing else is asked for", async () => {
  const key = await newKey();
  const bytes = signed(index({ releases: [ENTRY] }), key);
  await using at = await server({
    "/stable/releases.json": () => new Response(bytes),
    [`/stable/${ENTRY.file}`]: () => new Response(BYTES),
  });
  assert.deepEqual(await at.source().index(), bytes);
  let last = [0, 0];
  await at.source().download(ENTRY, { file: at.file, progress: (...now) => last = now });
  assert.deepEqual(await Deno.readFile(at.file), BYTES);
  assert.deepEqual(last, [BYTES.length, BYTES.length]);
  assert.deepEqual(at.asked, ["/stable/releases.json", `/stable/${ENTRY.file}`]);
});

Deno.test("from a folder: the same, and what is no file is refused", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.writeFile(`${folder}/${ENTRY.file}`, BYTES);
  const source = releaseSource(folder, { clock: systemClock(), agent: "test" });
  await source.download(ENTRY, { file: `${folder}/taken` });
  assert.deepEqual(await Deno.readFile(`${folder}/taken`), BYTES);
  await refused(source.index(), "fetch_failed", /cannot be read/);
  await Deno.mkdir(`${folder}/releases.json`);
  await refused(source.index(), "fetch_failed", /not a regular file/);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("more bytes than said, fewer, others, an endless body: refused, and no file is left", async () => {
  const endless = () =>
    new Response(
      new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024)) }, { highWaterMark: 0 }),
    );
  const cases: [() => Response, UpgradeFault, RegExp][] = [
    [() => new Response(new Uint8Array(BYTES.length + 1)), "fetch_failed", /more than the 1000 bytes/],
    [() => new Response(BYTES.slice(1)), "hash_mismatch", /has 999 bytes/],
    [() => new Response(new Uint8Array(BYTES.length)), "hash_mismatch", /has the SHA-256/],
    [endless, "fetch_failed", /more than the 1000 bytes/],
  ];
  for (const [answer, fault, words] of cases) {
    await using at = await server({ [`/stable/${ENTRY.file}`]: answer });
    await refused(at.source().download(ENTRY, { file: at.file }), fault, words);
    assert.equal(await isThere(at.file), false);
  }
});

Deno.test("an endless index, one that never comes, and one that drips are given up", async () => {
  const drip = () => {
    let timer = 0;
    return new Response(
      new ReadableStream<Uint8Array>({
        start: (controller) => void (timer = setInterval(() => controller.enqueue(new Uint8Array(1)), 20) as never),
        cancel: () => clearInterval(timer),
      }),
    );
  };
  const endless = () =>
    new Response(new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024)) }));
  for (const answer of [endless, drip]) {
    await using at = await server({ "/stable/releases.json": answer });
    await refused(at.source(PACE).index(), "fetch_failed", /more than the|sent \d+ bytes in|broke off/);
  }
});

Deno.test("redirects are followed only so often, never to another private address, and never to another scheme", async () => {
  const to = (location: string) => () => new Response(null, { status: 302, headers: { location } });
  const cases: [string, RegExp][] = [
    ["/stable/releases.json", /led on more than 3 times/],
    ["http://127.0.0.2:1/releases.json", /leads to the private address/],
    ["http://169.254.169.254/latest/meta-data/", /leads to the (private )?address/],
    ["file:///etc/passwd", /has the scheme/],
  ];
  for (const [location, words] of cases) {
    await using at = await server({ "/stable/releases.json": to(location) });
    await refused(at.source().index(), "fetch_failed", words);
  }
  await using at = await server({
    "/stable/releases.json": to("/elsewhere"),
    "/elsewhere": () => new Response("{}"),
  });
  assert.deepEqual(await at.source().index(), new TextEncoder().encode("{}"));
});

Deno.test("a source that is neither a folder nor a web address is refused", () => {
  for (const source of ["ftp://example.com/", "relative/folder", ""]) {
    assert.throws(() => releaseSource(source, { clock: systemClock(), agent: "test" }), UpgradeError);
  }
});
