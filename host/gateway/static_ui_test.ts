import assert from "node:assert/strict";
import { rawHttp } from "./_raw_http.ts";
import { startTestHost, type TestHost } from "./_test_host.ts";

async function withUi(): Promise<TestHost> {
  const host = await startTestHost();
  await Deno.mkdir(`${host.uiDir}/assets`, { recursive: true });
  await Deno.writeTextFile(`${host.uiDir}/index.html`, "<!doctype html><title>cockpit</title>");
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

Deno.test("pages of the cockpit all get its index, with a policy that allows no inline script", async () => {
  await using host = await withUi();
  for (const path of ["/", "/plugins", "/chat/general", "/claim"]) {
    const { status, headers, body } = await get(host, path);
    assert.deepEqual([status, headers.get("cache-control")], [200, "no-cache"], path);
    assert.match(body, /cockpit/);
    const policy = headers.get("content-security-policy")!;
    assert.match(policy, /script-src 'self';/);
    assert.match(policy, /frame-src 'self'/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.equal(headers.get("x-content-type-options"), "nosniff");
  }
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
    assert.ok(status === 404 || status === 200 && body.includes("cockpit"), `${path} ${status}`);
  }
});
