import assert from "node:assert/strict";
import { type RawAnswer, rawServer, testTls, until } from "../../../tests/harness/mod.ts";
import { systemClock } from "../../observe/mod.ts";
import { PackageError, type PackageFault } from "../ports.ts";
import { Web, type WebOptions } from "./web.ts";
import type { Pace } from "./web_pace.ts";

const QUICK: Pace = { headMs: 300, windowMs: 300, windowBytes: 100, totalMs: 5_000 };
const PATIENT: Pace = { headMs: 20_000, windowMs: 20_000, windowBytes: 1, totalMs: 60_000 };
const OK = "HTTP/1.1 200 OK\r\n";

function web(options: Partial<WebOptions> = {}): Web {
  return new Web({
    clock: systemClock(),
    agent: "test",
    resolve: (name) => Promise.reject(new Error(`"${name}" must not be resolved`)),
    ...options,
  });
}

/** Reads a URL whose own origin may be private. */
function own(text: string, options: { pace?: Pace; maxBytes?: number; web?: Web; signal?: AbortSignal } = {}) {
  const url = new URL(text);
  const { pace = PATIENT, maxBytes = 1_000 } = options;
  return (options.web ?? web()).bytes(url, {
    ...{ pace, maxBytes, privateOrigin: url.origin },
    ...(options.signal ? { signal: options.signal } : {}),
  });
}

async function refused(work: Promise<unknown>, fault: PackageFault, message: RegExp): Promise<void> {
  await assert.rejects(work, (error) => {
    assert.ok(error instanceof PackageError, `${error}`);
    assert.deepEqual([error.fault, message.test(error.message)], [fault, true], error.message);
    return true;
  });
}

Deno.test("a body comes as it was sent, without cookies or credentials going out", async () => {
  let request = "";
  await using server = rawServer(async (write, _gone, text) => {
    request = text;
    await write(`${OK}set-cookie: a=b\r\ncontent-length: 5\r\n\r\nhello`);
  });
  const got = await own(`${server.url}a/b?c=d`);
  assert.equal(new TextDecoder().decode(got.body), "hello");
  assert.deepEqual([got.bytes, got.private], [5, true]);
  assert.match(request, /^GET \/a\/b\?c=d HTTP\/1\.1\r\n/);
  assert.match(request, new RegExp(`\r\nhost: 127\\.0\\.0\\.1:${server.port}\r\n`, "i"));
  assert.match(request, /\r\naccept-encoding: identity\r\n/i);
  assert.doesNotMatch(request, /cookie|authorization/i);
});

Deno.test("an encoded body is not decoded, so that a small one cannot become a large one", async () => {
  const bomb = new Uint8Array(
    await new Response(new Blob([new Uint8Array(2_000_000)]).stream().pipeThrough(new CompressionStream("gzip")))
      .arrayBuffer(),
  );
  await using server = rawServer(async (write) => {
    await write(`${OK}content-encoding: gzip\r\ncontent-length: ${bomb.byteLength}\r\n\r\n`);
    await write(bomb);
  });
  const url = new URL(server.url);
  const options = { pace: PATIENT, maxBytes: bomb.byteLength, privateOrigin: url.origin };
  const chunks: Uint8Array[] = [];
  await web().stream(url, options, (chunk) => void chunks.push(chunk));
  assert.deepEqual(new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer()), bomb);
  await refused(web().bytes(url, options), "fetch_failed", /content-encoding "gzip", expected none/);
});

Deno.test("private, reserved and translated addresses are refused, in every notation", async () => {
  const urls = [
    "https://127.0.0.1/",
    "https://0x7f.1/",
    "https://2130706433/",
    "https://10.0.0.1/",
    "https://192.168.0.1:8443/",
    "https://100.64.0.1/",
    "https://[::1]/",
    "https://[fd00::1]/",
    "http://127.0.0.1/",
  ];
  for (const url of urls) {
    await refused(web().bytes(new URL(url), { pace: PATIENT, maxBytes: 1 }), "address_refused", /private address/);
  }
  for (const url of ["https://169.254.169.254/", "https://[::ffff:127.0.0.1]/", "https://0.0.0.0/", "https://[::]/"]) {
    await refused(own(url), "address_refused", /leads to the address/);
  }
  for (const url of ["ftp://example.com/", "file:///etc/passwd", "data:,x"]) {
    await refused(own(url), "address_refused", /scheme/);
  }
  await refused(own("https://user:secret@example.com/"), "address_refused", /user name or password/);
});

Deno.test("a private origin opens that origin alone: neither another port nor another scheme", async () => {
  await using server = rawServer((write) => write(`${OK}content-length: 0\r\n\r\n`));
  const options = { pace: PATIENT, maxBytes: 1, privateOrigin: `http://127.0.0.1:${server.port}` };
  await web().bytes(new URL(server.url), options);
  for (const url of ["http://127.0.0.1:1/", `https://127.0.0.1:${server.port}/`, `http://127.0.0.2:${server.port}/`]) {
    await refused(web().bytes(new URL(url), options), "address_refused", /private address 127/);
  }
});

Deno.test("every address of a name is looked at: one private among public ones refuses it", async () => {
  const answers = ["93.184.215.14", "2606:4700::1111", "10.0.0.7"];
  const lookup = web({ resolve: () => Promise.resolve(answers) });
  await refused(
    lookup.bytes(new URL("https://plugins.example/"), { pace: PATIENT, maxBytes: 1 }),
    "address_refused",
    /private address 10\.0\.0\.7/,
  );
});

Deno.test("plain http over the internet is refused", async () => {
  const lookup = web({ resolve: () => Promise.resolve(["93.184.215.14"]) });
  await refused(own("http://plugins.example/", { web: lookup }), "address_refused", /plain http/);
});

Deno.test("a name without an address is told by its name", async () => {
  const lookup = web({ resolve: () => Promise.reject(new Error("ENOTFOUND")) });
  await refused(own("https://plugins.example/", { web: lookup }), "fetch_failed", /"plugins\.example" has no address/);
});

Deno.test("the connection goes to the address that was checked, whatever the name says a moment later", async () => {
  const tls = await testTls();
  await using public_ = secureServer(tls, "public");
  await using private_ = secureServer(tls, "private");
  const reached: string[] = [];
  let asked = 0;
  const rebinding = web({
    ca: [tls.authority],
    // The first answer is public; every later one is this machine.
    resolve: () => Promise.resolve(asked++ === 0 ? ["93.184.215.14"] : ["127.0.0.1"]),
    reach(address, port) {
      reached.push(`${address}:${port}`);
      return { address: "127.0.0.1", port: address === "93.184.215.14" ? public_.port : private_.port };
    },
  });
  const options = { pace: PATIENT, maxBytes: 100 };
  const got = await rebinding.bytes(new URL("https://registry.test/"), options);
  assert.equal(new TextDecoder().decode(got.body), "public");
  assert.deepEqual([asked, reached], [1, ["93.184.215.14:443"]]);
  await refused(rebinding.bytes(new URL("https://registry.test/"), options), "address_refused", /127\.0\.0\.1/);
  assert.equal(reached.length, 1);
});

Deno.test("TLS verifies the name of the URL, although the connection goes to an address", async () => {
  const tls = await testTls();
  await using server = secureServer(tls, "hello");
  const options = {
    resolve: () => Promise.resolve(["93.184.215.14"]),
    reach: () => ({ address: "127.0.0.1", port: server.port }),
  };
  const get = (client: Web, url: string) => client.bytes(new URL(url), { pace: PATIENT, maxBytes: 100 });
  const trusting = web({ ...options, ca: [tls.authority] });
  assert.equal(new TextDecoder().decode((await get(trusting, "https://registry.test/")).body), "hello");
  assert.equal(new TextDecoder().decode((await get(trusting, "https://registry.test./")).body), "hello");
  await refused(get(trusting, "https://other.test/"), "fetch_failed", /altnames/);
  await refused(get(web(options), "https://registry.test/"), "fetch_failed", /certificate/);
});

Deno.test("when the first address of a name does not answer, the next one is tried", async () => {
  await using server = rawServer((write) => write(`${OK}content-length: 2\r\n\r\nok`));
  const two = web({ resolve: () => Promise.resolve(["127.0.0.9", "127.0.0.1"]) });
  assert.equal((await own(`http://two.test:${server.port}/`, { web: two })).bytes, 2);
});

/** Answers each path with a redirect; other paths with "end". */
function redirecting(to: (path: string) => string | undefined): RawAnswer {
  return async (write, _gone, request) => {
    const location = to(/^GET (\S+)/.exec(request)![1]!);
    const head = location === undefined ? OK : `HTTP/1.1 302 Found\r\nlocation: ${location}\r\n`;
    await write(`${head}content-length: 3\r\n\r\nend`);
  };
}

Deno.test("three redirects are followed, a fourth is not", async () => {
  await using server = rawServer(redirecting((path) => path === "/0" ? undefined : `/${Number(path.slice(1)) - 1}`));
  assert.equal((await own(`${server.url}3`)).bytes, 3);
  await refused(own(`${server.url}4`), "fetch_failed", /more than 3 times/);
});

Deno.test("each redirect is checked anew: to another private origin, link-local, other schemes, nowhere", async () => {
  await using other = rawServer((write) => write(`${OK}content-length: 0\r\n\r\n`));
  const targets: [string, PackageFault, RegExp][] = [
    [other.url, "address_refused", /private address 127/],
    ["http://169.254.169.254/latest/meta-data/", "address_refused", /169\.254/],
    ["https://[::1]/", "address_refused", /private address/],
    ["file:///etc/passwd", "address_refused", /scheme/],
    ["//10.0.0.1/", "address_refused", /private address 10/],
    ["http://", "fetch_failed", /no URL/],
  ];
  for (const [target, fault, message] of targets) {
    await using server = rawServer(redirecting(() => target));
    await refused(own(server.url), fault, message);
  }
});

Deno.test("a redirect from https to http is refused, to the registry's own private origin too", async () => {
  const tls = await testTls();
  await using plain = rawServer((write) => write(`${OK}content-length: 0\r\n\r\n`));
  await using server = secureServer(tls, "", plain.url);
  const client = web({ ca: [tls.authority], resolve: () => Promise.resolve(["127.0.0.1"]) });
  await refused(
    own(`https://registry.test:${server.port}/`, { web: client }),
    "address_refused",
    /from https on to "http:/,
  );
});

Deno.test("a bad status, a change of protocol and an answer that is no HTTP are told as such", async () => {
  const answers: [string, RegExp][] = [
    ["HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n", /status 404/],
    ["HTTP/1.1 206 Partial Content\r\ncontent-length: 0\r\n\r\n", /status 206/],
    ["HTTP/1.1 304 Not Modified\r\n\r\n", /status 304/],
    ["HTTP/1.1 302 Found\r\ncontent-length: 0\r\n\r\n", /no URL/],
    ["HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\nx", /another protocol/],
    ["SSH-2.0-OpenSSH\r\n", /did not answer/],
    ["", /did not answer/],
    [`${OK}x: ${"a".repeat(200_000)}\r\n\r\n`, /did not answer/],
  ];
  for (const [answer, message] of answers) {
    await using server = rawServer((write) => write(answer));
    await refused(own(server.url), "fetch_failed", message);
  }
});

Deno.test("a body above the limit is refused: at once when it is announced, as soon as it is passed otherwise", async () => {
  await using announced = rawServer(async (write, gone) => {
    await write(`${OK}content-length: 1001\r\n\r\n`);
    await ended(gone);
  });
  await refused(own(announced.url), "too_large", /more than the 1000 bytes/);
  await using endless = rawServer(async (write, gone) => {
    await write(`${OK}\r\n`);
    while (!gone.aborted) await write("x".repeat(500));
  });
  await refused(own(endless.url), "too_large", /more than the 1000 bytes/);
  await until(() => announced.open + endless.open === 0, { what: "the connections to be closed" });
});

Deno.test("a body that breaks off is an error, not a short body", async () => {
  for (const head of ["content-length: 10", "transfer-encoding: chunked"]) {
    await using server = rawServer((write) => write(`${OK}${head}\r\n\r\n5\r\nab`));
    await refused(own(server.url), "fetch_failed", /broke off/);
  }
});

Deno.test("a server that does not answer, or sends its headers byte by byte, is given up", async () => {
  await using silent = rawServer((_write, gone) => ended(gone));
  await refused(own(silent.url, { pace: QUICK }), "fetch_failed", /did not answer within 0\.3 s/);
  await using trickling = rawServer(async (write, gone) => {
    await write(OK);
    while (!gone.aborted) {
      await write("x");
      await pause(20);
    }
  });
  await refused(own(trickling.url, { pace: QUICK }), "fetch_failed", /did not answer within 0\.3 s/);
  await until(() => silent.open + trickling.open === 0, { what: "the connections to be closed" });
});

Deno.test("a server that sends its body byte by byte is given up, long before the deadline", async () => {
  await using server = rawServer(async (write, gone) => {
    await write(`${OK}content-length: 900\r\n\r\n`);
    while (!gone.aborted) {
      await write("x");
      await pause(20);
    }
  });
  await refused(own(server.url, { pace: { ...QUICK, totalMs: 60_000 } }), "fetch_failed", /bytes in 0\.3 s/);
  await until(() => server.open === 0, { what: "the connection to be closed" });
});

Deno.test("a server that is just fast enough meets the deadline for all of it", async () => {
  await using server = rawServer(async (write, gone) => {
    await write(`${OK}\r\n`);
    while (!gone.aborted) {
      await write("x".repeat(200));
      await pause(20);
    }
  });
  const pace = { headMs: 20_000, windowMs: 20_000, windowBytes: 1, totalMs: 400 };
  await refused(own(server.url, { pace, maxBytes: 10_000_000 }), "fetch_failed", /longer than 0\.4 s/);
});

Deno.test("a name server that does not answer is given up", async () => {
  const lookup = web({ resolve: () => new Promise(() => {}) });
  await refused(own("https://plugins.example/", { web: lookup, pace: QUICK }), "fetch_failed", /did not answer/);
});

Deno.test("the caller can take it back at any time", async () => {
  const stop = new AbortController();
  await using server = rawServer(async (write, gone) => {
    await write(`${OK}content-length: 10\r\n\r\nabc`);
    stop.abort(new Error("changed my mind"));
    await ended(gone);
  });
  await assert.rejects(own(server.url, { signal: stop.signal }), /changed my mind/);
  await assert.rejects(own(server.url, { signal: stop.signal }), /changed my mind/);
  await until(() => server.open === 0, { what: "the connection to be closed" });
});

function secureServer(tls: { cert: string; key: string }, text: string, location?: string) {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, cert: tls.cert, key: tls.key, onListen() {} },
    () => location ? Response.redirect(location) : new Response(text),
  );
  return { port: server.addr.port, [Symbol.asyncDispose]: () => server.shutdown() };
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
