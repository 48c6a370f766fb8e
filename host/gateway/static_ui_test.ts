import assert from "node:assert/strict";
import { rawHttp } from "./_raw_http.ts";
import { startTestHost, type TestHost } from "./_test_host.ts";

async function withUi(): Promise<TestHost> {
  const host = await startTestHost();
  await Deno.mkdir(`${host.uiDir}/assets`, { recursive: true });
  for (const [file, title] of [["index", "cockpit"], ["gate", "way in"]]) {
    await Deno.writeTextFile(`${host.uiDir}/${file}.html`, `<!doctype html><head><title>${title}</title></head>`);
  }
  await Deno.writeTextFile(`${host.uiDir}/assets/index-Ab3_x-9Z.js`, "export {};");
  await Deno.writeTextFile(`${host.uiDir}/icon.svg`, "<svg/>");
  await Deno.writeTextFile(`${host.dataDir}/secret.txt`, "secret");
  return host;
}

async function get(host: TestHost, path: string, headers: Record<string, string> = {}, method = "GET") {
  const response = await fetch(host.url(path), { headers, method });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

Deno.test("before the pages are built, / says so and looks again by itself", async () => {
  await using host = await startTestHost();
  const { status, headers, body } = await get(host, "/");
  assert.equal(status, 200);
  assert.match(headers.get("content-type")!, /^text\/html/);
  assert.match(body, /http-equiv="refresh"/);
  assert.match(body, /being built/);
});

/** The cookie of somebody whom the test's `/auth/state` knows. */
const MEMBER = { cookie: "bulkhead_session=member" };

/** What stands in the page for its script to begin with. */
function stateIn(page: string): Record<string, unknown> | undefined {
  const json = page.match(/<script type="application\/json" id="auth-state">(.*?)<\/script>/s)?.[1];
  return json === undefined ? undefined : JSON.parse(json);
}

Deno.test("who is signed in gets the cockpit at every address, all others the way in, with a policy that allows no inline script", async () => {
  await using host = await withUi();
  for (const path of ["/", "/plugins", "/chat/general", "/sign-in", "/index.html", "/gate.html"]) {
    for (const [caller, page] of [[MEMBER, /cockpit/], [{}, /way in/]] as const) {
      const { status, headers, body } = await get(host, path, { ...caller, accept: "text/html" });
      assert.deepEqual([status, headers.get("cache-control")], [200, "no-store"], path);
      assert.match(body, page, path);
      const policy = headers.get("content-security-policy")!;
      assert.match(policy, /script-src 'self';/);
      assert.match(policy, /frame-src 'self'/);
      assert.match(policy, /frame-ancestors 'none'/);
      assert.equal(headers.get("x-content-type-options"), "nosniff");
    }
  }
  assert.match((await get(host, "/invite", MEMBER)).body, /way in/, "a link is for whoever opens it");
  assert.match((await get(host, "/claim", MEMBER)).body, /way in/);
});

Deno.test("a page holds what /auth/state says to the one who asks, and its cookies; no text in it ends the page's own data", async () => {
  await using host = await withUi();
  const page = await get(host, "/plugins", MEMBER);
  const { user, csrf } = stateIn(page.body) as { user: { name: string }; csrf: string };
  assert.deepEqual([user.name, csrf], ["</script><!--<script>", "of the session"]);
  assert.equal(page.body.match(/<\/script>/g)?.length, 1);
  assert.equal(page.headers.get("set-cookie"), null);
  const nobody = await get(host, "/plugins", { cookie: "bulkhead_session=old" });
  assert.deepEqual([stateIn(nobody.body)!.user, nobody.headers.get("set-cookie")], [
    undefined,
    "bulkhead_session=; Max-Age=0; Path=/",
  ]);
  const head = await get(host, "/plugins", MEMBER, "HEAD");
  assert.deepEqual([head.status, head.body], [200, ""]);
});

Deno.test("while the host starts, everybody gets the way in, which asks by itself", async () => {
  await using host = await startTestHost({ closed: true });
  await Deno.mkdir(host.uiDir, { recursive: true });
  await Deno.writeTextFile(`${host.uiDir}/gate.html`, "<!doctype html><head><title>way in</title></head>");
  const { status, body } = await get(host, "/plugins", MEMBER);
  assert.deepEqual([status, stateIn(body)], [200, undefined]);
  assert.match(body, /way in/);
});

Deno.test("hashed assets are kept for ever, others are asked for again and answered with 304", async () => {
  await using host = await withUi();
  const asset = await get(host, "/assets/index-Ab3_x-9Z.js");
  assert.equal(asset.headers.get("cache-control"), "public, max-age=31536000, immutable");
  assert.match(asset.headers.get("content-type")!, /^text\/javascript/);
  const icon = await get(host, "/icon.svg");
  assert.deepEqual([icon.headers.get("content-type"), icon.headers.get("cache-control")], [
    "image/svg+xml",
    "no-cache",
  ]);
  const again = await get(host, "/icon.svg", { "if-none-match": icon.headers.get("etag")! });
  assert.deepEqual([again.status, again.body], [304, ""]);
  const head = await get(host, "/icon.svg", {}, "HEAD");
  assert.deepEqual([head.status, head.headers.get("content-length")], [200, "6"]);
});

Deno.test("text is compressed for those who take it, and the new content is sent after a new build", async () => {
  await using host = await withUi();
  const address = { hostname: "127.0.0.1", port: host.gateway.port };
  const request = (encoding: string) =>
    `GET /assets/big.js HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: ${encoding}\r\n\r\n`;
  for (const text of ["export const a = 1;\n".repeat(500), "export const bb = 2;\n".repeat(600)]) {
    await Deno.writeTextFile(`${host.uiDir}/assets/big.js`, text);
    for (let times = 0; times < 2; times++) {
      const packed = await rawHttp(address, request("br, gzip"));
      assert.deepEqual([packed.headers.get("content-encoding"), packed.headers.get("vary")], [
        "gzip",
        "accept-encoding",
      ]);
      assert.ok(packed.body.length < text.length / 10);
      assert.equal((await get(host, "/assets/big.js")).body, text);
    }
    const plain = await rawHttp(address, request("identity"));
    assert.deepEqual([plain.headers.get("content-encoding"), plain.body], [null, text]);
  }
});

Deno.test("a missing asset is not found, and nothing is written by any method", async () => {
  await using host = await withUi();
  assert.equal((await get(host, "/assets/gone-12345678.js", { accept: "*/*" })).status, 404);
  for (const method of ["POST", "PUT", "DELETE"]) assert.equal((await get(host, "/icon.svg", {}, method)).status, 405);
});

Deno.test("no path leaves the folder", async () => {
  await using host = await withUi();
  const paths = [
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/assets/../../secret.txt",
    "/..%5csecret.txt",
    "//etc/passwd",
    "/%00",
    "/.git/config",
    "/assets/%ff",
  ];
  for (const path of paths) {
    const request = `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\n\r\n`;
    const { status, body } = await rawHttp({ hostname: "127.0.0.1", port: host.gateway.port }, request);
    assert.doesNotMatch(body, /secret|root:/, path);
    assert.ok(status === 404 || status === 200 && body.includes("way in"), `${path} ${status}`);
  }
});
