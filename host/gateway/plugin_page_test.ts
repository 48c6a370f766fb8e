import assert from "node:assert/strict";
import { RpcError } from "../sdk/errors.ts";
import { guardedScript } from "./endpoints/page_script.ts";
import { rawHttp } from "./_raw_http.ts";
import { startTestHost, type TestHost } from "./_test_host.ts";
import type { PluginPages } from "./ports.ts";

const GUARD = new TextDecoder().decode(guardedScript(new Uint8Array()));
const HASH = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

interface PagesHost extends AsyncDisposable {
  host: TestHost;
  /** The files of the plugin `polls`. */
  folder: string;
  /** What the plugin is now; changed by tests. */
  polls: { hash: string; entry?: string };
}

/** A gateway with the pages of `polls` (files), `chat` (compiled in) and `off` (disabled). */
async function withPages(): Promise<PagesHost> {
  const root = await Deno.realPath(await Deno.makeTempDir());
  const folder = `${root}/ui`;
  await Deno.mkdir(`${folder}/sub`, { recursive: true });
  const files: Record<string, string> = {
    "page.html": `<!doctype html><script type="module" src="./page.js"></script>`,
    "page.js": "export const a = 1;\n".repeat(200),
    "sub/style.css": "p{}",
    "picture.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "font.woff2": "font",
    "data.xyz": "bytes",
    ".secret": "hidden",
    "with space.txt": "spaced",
  };
  for (const [name, text] of Object.entries(files)) await Deno.writeTextFile(`${folder}/${name}`, text);
  await Deno.writeTextFile(`${root}/plugin.js`, "outside the pages");
  await Deno.writeTextFile(`${root}/icon.svg`, "<svg/>");
  await Deno.symlink(`${root}/plugin.js`, `${folder}/link.js`);
  await Deno.symlink(root, `${folder}/up`);
  const polls: PagesHost["polls"] = { hash: HASH, entry: "page.html" };
  const pages: PluginPages = {
    // deno-lint-ignore require-await -- the port is asynchronous
    async find(id) {
      if (id === "polls") return { kind: "files", folder, ...polls };
      if (id === "off") throw new RpcError("plugin_unavailable", "It is off", { hint: "disabled" });
      return id === "chat" ? { kind: "compiled" } : undefined;
    },
    icon: (id) => Promise.resolve(id === "polls" || id === "off" ? `${root}/icon.svg` : undefined),
  };
  const host = await startTestHost({ pages });
  return {
    host,
    folder,
    polls,
    async [Symbol.asyncDispose]() {
      await host[Symbol.asyncDispose]();
      await Deno.remove(root, { recursive: true });
    },
  };
}

async function get(host: TestHost, path: string, headers: Record<string, string> = {}, method = "GET") {
  const response = await fetch(host.url(path), { headers, method, redirect: "manual" });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

/** The policy by directive. */
function policyOf(headers: Headers): Record<string, string> {
  const directives = headers.get("content-security-policy")!.split(";").map((text) => text.trim());
  return Object.fromEntries(
    directives.map((text) => [text.split(" ")[0], text.slice(text.indexOf(" ") + 1)]),
  );
}

Deno.test("a page's files have their kind, the sandbox that lets scripts run, and nobody's cookie", async () => {
  await using all = await withPages();
  const { host } = all;
  const kinds = {
    "page.html": "text/html; charset=utf-8",
    "page.js": "text/javascript; charset=utf-8",
    "sub/style.css": "text/css; charset=utf-8",
    "font.woff2": "font/woff2",
    "data.xyz": "application/octet-stream",
    "with%20space.txt": "text/plain; charset=utf-8",
  };
  const own = `http://127.0.0.1:${host.gateway.port}/p/polls/`;
  for (const [path, kind] of Object.entries(kinds)) {
    const { status, headers } = await get(host, `/p/polls/${path}`, { cookie: "session-owner", origin: "null" });
    assert.deepEqual([status, headers.get("content-type")], [200, kind], path);
    const { sandbox, "default-src": rest, "frame-ancestors": frames, ...policy } = policyOf(headers);
    assert.deepEqual([sandbox, rest, frames], ["allow-scripts allow-forms", "'none'", "'self'"]);
    for (const what of ["script-src", "style-src", "img-src", "font-src", "media-src"]) assert.equal(policy[what], own);
    for (const what of ["connect-src", "form-action", "base-uri"]) assert.equal(policy[what], "'none'");
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(headers.get("referrer-policy"), "no-referrer");
    assert.equal(headers.get("access-control-allow-origin"), "*");
    assert.equal(headers.get("cross-origin-resource-policy"), "cross-origin");
    assert.equal(headers.get("x-frame-options"), null);
    assert.equal(headers.getSetCookie().length, 0);
  }
});

Deno.test("the folder's own address is the page; where it lies deeper one is led there", async () => {
  await using all = await withPages();
  const { host, polls } = all;
  assert.match((await get(host, "/p/polls/")).body, /page\.js/);
  const bare = await get(host, "/p/polls");
  assert.deepEqual([bare.status, bare.headers.get("location")], [302, "/p/polls/"]);
  polls.entry = "sub/page.html";
  const deeper = await get(host, "/p/polls/");
  assert.deepEqual([deeper.status, deeper.headers.get("location")], [302, "/p/polls/sub/page.html"]);
  delete polls.entry;
  assert.equal((await get(host, "/p/polls/")).status, 404);
});

Deno.test("a person who goes to a page's address gets the cockpit, whatever the path", async () => {
  await using all = await withPages();
  const { host } = all;
  const person = { "sec-fetch-dest": "document" };
  for (const [path, id] of [["/p/polls", "polls"], ["/p/polls/", "polls"], ["/p/polls/page.html", "polls"]]) {
    const { status, headers } = await get(host, path!, person);
    assert.deepEqual([status, headers.get("location")], [302, `/app/${id}`], path);
  }
  for (const path of ["/p/chat", "/p/chat/", "/p/off/"]) {
    assert.equal((await get(host, path, person)).headers.get("location"), `/app/${path.split("/")[2]}`);
  }
  assert.equal((await get(host, "/p/chat")).headers.get("location"), "/app/chat");
});

Deno.test("no path leads out of the folder, to what is hidden, or through a link", async () => {
  await using all = await withPages();
  const paths = [
    "/p/polls/../plugin.js",
    "/p/polls/%2e%2e/plugin.js",
    "/p/polls/..%2fplugin.js",
    "/p/polls/sub/..%2f..%2fplugin.js",
    "/p/polls/..%5cplugin.js",
    "/p/polls/sub%2fstyle.css",
    "/p/polls//etc/passwd",
    "/p/polls/%2fetc%2fpasswd",
    "/p/polls/.secret",
    "/p/polls/sub/../.secret",
    "/p/polls/link.js",
    "/p/polls/up/plugin.js",
    "/p/polls/up/",
    "/p/polls/sub",
    "/p/polls/sub/",
    "/p/polls/page.html/",
    "/p/polls/page.html%00.png",
    "/p/polls/%ff",
    "/p/polls/gone.js",
    "/p/Polls/page.html",
    "/p/%2e%2e/page.html",
    "/p//page.html",
    "/p/",
    "/p/unknown/page.html",
    "/p/constructor/page.html",
    "/p/chat/page.js",
  ];
  for (const path of paths) {
    const { status, headers, body } = await rawHttp(
      { hostname: "127.0.0.1", port: all.host.gateway.port },
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`,
    );
    assert.equal(status, 404, path);
    assert.match(headers.get("content-security-policy")!, /^sandbox; default-src 'none'/, path);
    assert.doesNotMatch(body, /outside the pages|hidden|root:/, path);
  }
});

Deno.test("a plugin that is off shows no page, but its icon; nothing is written by any method", async () => {
  await using all = await withPages();
  const { host } = all;
  const off = await get(host, "/p/off/page.html");
  assert.equal(off.status, 503);
  assert.match(off.headers.get("content-security-policy")!, /^sandbox; default-src 'none'/);
  assert.equal(JSON.parse(off.body).error.data.reason, "plugin_unavailable");
  for (const id of ["polls", "off"]) {
    const icon = await get(host, `/p/${id}/_icon.svg`);
    assert.deepEqual([icon.status, icon.headers.get("content-type")], [200, "image/svg+xml"]);
  }
  assert.equal((await get(host, "/p/chat/_icon.svg")).status, 404);
  for (const method of ["POST", "PUT", "DELETE", "PATCH"]) {
    const answer = await get(host, "/p/polls/page.html", {}, method);
    assert.deepEqual([answer.status, answer.headers.get("allow")], [405, "GET, HEAD"]);
    assert.match(answer.headers.get("content-security-policy")!, /^sandbox;/);
  }
});

Deno.test("a picture that could hold a script may not run one, wherever it is opened", async () => {
  await using all = await withPages();
  for (const path of ["picture.svg", "_icon.svg"]) {
    const policy = policyOf((await get(all.host, `/p/polls/${path}`)).headers);
    assert.equal(policy.sandbox, "sandbox");
    assert.equal(policy["default-src"], "'none'");
    assert.equal(policy["script-src"], undefined);
  }
});

Deno.test("what is there is asked for again and not sent twice; another package is another answer", async () => {
  await using all = await withPages();
  const { host, polls } = all;
  const first = await get(host, "/p/polls/page.js");
  assert.equal(first.headers.get("cache-control"), "no-cache");
  const etag = first.headers.get("etag")!;
  const again = await get(host, "/p/polls/page.js", { "if-none-match": etag });
  assert.deepEqual([again.status, again.body], [304, ""]);
  assert.match(again.headers.get("content-security-policy")!, /^sandbox allow-scripts/);
  const head = await get(host, "/p/polls/page.js", { "accept-encoding": "identity" }, "HEAD");
  assert.deepEqual([head.status, head.headers.get("content-length"), head.body], [
    200,
    String(4000 + GUARD.length),
    "",
  ]);
  polls.hash = HASH.replaceAll("0", "f");
  const other = await get(host, "/p/polls/page.js", { "if-none-match": etag });
  assert.equal(other.status, 200);
  assert.notEqual(other.headers.get("etag"), etag);
});

Deno.test("text goes out compressed, sound and pictures in the parts that are asked for", async () => {
  await using all = await withPages();
  const address = { hostname: "127.0.0.1", port: all.host.gateway.port };
  const ask = (extra: string, name = "page.js") =>
    rawHttp(address, `GET /p/polls/${name} HTTP/1.1\r\nHost: 127.0.0.1\r\n${extra}\r\n`);
  const packed = await ask("Accept-Encoding: gzip\r\n");
  assert.equal(packed.headers.get("content-encoding"), "gzip");
  assert.ok(packed.body.length < 1_000);
  const part = await ask("Range: bytes=1-2\r\nAccept-Encoding: gzip\r\n", "font.woff2");
  assert.deepEqual([part.status, part.body, part.headers.get("content-range")], [206, "on", "bytes 1-2/4"]);
  const end = await ask("Range: bytes=-3\r\n");
  assert.deepEqual([end.status, end.body], [206, "1;\n"]);
  const beyond = await ask("Range: bytes=9000-\r\n", "font.woff2");
  assert.deepEqual([beyond.status, beyond.headers.get("content-range")], [416, "bytes */4"]);
});

Deno.test("every script begins with the guard, on its own lines and as strict as it was", async () => {
  await using all = await withPages();
  const sources = {
    "a.js": "const a = 1;\nthrow new Error(a);\n",
    "b.mjs": "export const b = 1;",
    "c.js": "// why\n/* and\nhow */ 'use strict';\nthis.x = 1;",
    "d.js": "",
  };
  for (const [name, source] of Object.entries(sources)) {
    await Deno.writeTextFile(`${all.folder}/${name}`, source);
    const { body } = await get(all.host, `/p/polls/${name}`);
    assert.equal(body, `${name === "c.js" ? '"use strict";' : ""}${GUARD}${source}`);
  }
  assert.equal((await get(all.host, "/p/polls/sub/style.css")).body, "p{}");
});

Deno.test("nothing that stands in a Host header becomes part of the policy", async () => {
  await using all = await withPages();
  const port = all.host.gateway.port;
  const policy = async (host: string) => {
    const request = `GET /p/polls/page.html HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
    const { status, headers } = await rawHttp({ hostname: "127.0.0.1", port }, request);
    return status === 200 ? policyOf(headers)["script-src"] : status;
  };
  assert.equal(await policy(`localhost:${port}`), `http://localhost:${port}/p/polls/`);
  assert.equal(await policy(`[::1]:${port}`), "'self'");
  for (const host of ["127.0.0.1; script-src *", "127.0.0.1:1 *", "evil.example", "localhost:80/x"]) {
    assert.ok(!String(await policy(host)).includes("*"), host);
  }
});
