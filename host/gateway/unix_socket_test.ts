import assert from "node:assert/strict";
import { rawHttp } from "./_raw_http.ts";
import { startTestHost, type TestHost } from "./_test_host.ts";

const BODY = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "demo.echo", params: { text: "a" } });

function call(host: TestHost, headers: string) {
  const head =
    `POST /rpc HTTP/1.1\r\nHost: anything\r\nContent-Type: application/json\r\nContent-Length: ${BODY.length}\r\n`;
  return rawHttp({ transport: "unix", path: `${host.dataDir}/run/rpc.sock` }, `${head}${headers}\r\n${BODY}`);
}

Deno.test("the Unix socket and its token are for the owner of the files alone", async () => {
  await using host = await startTestHost();
  const mode = async (name: string) => (await Deno.stat(`${host.dataDir}/run${name}`)).mode! & 0o777;
  assert.deepEqual([await mode(""), await mode("/rpc.sock"), await mode("/token")], [0o700, 0o600, 0o600]);
});

Deno.test("with the token of the file the caller is the owner, without it nobody", async () => {
  await using host = await startTestHost();
  const token = (await Deno.readTextFile(`${host.dataDir}/run/token`)).trim();
  const good = await call(host, `Authorization: Bearer ${token}\r\n`);
  assert.equal(JSON.parse(good.body).result.caller, "owner");
  for (
    const headers of [
      "",
      "Authorization: Bearer owner\r\n",
      `Authorization: Bearer ${token}x\r\n`,
      "X-Forwarded-User: owner\r\n",
    ]
  ) {
    const refused = await call(host, headers);
    assert.deepEqual([refused.status, JSON.parse(refused.body).error.code], [401, -32001]);
  }
});

Deno.test("the token of the Unix socket is worth nothing over TCP", async () => {
  await using host = await startTestHost();
  const token = (await Deno.readTextFile(`${host.dataDir}/run/token`)).trim();
  const response = await host.post(BODY, { headers: { authorization: `Bearer ${token}` } });
  assert.equal(response.status, 401);
  await response.body?.cancel();
});

Deno.test("a socket file that an earlier life left behind is replaced, and gone after the end", async () => {
  const dataDir = await Deno.makeTempDir();
  await Deno.mkdir(`${dataDir}/run`, { mode: 0o755 });
  await Deno.writeTextFile(`${dataDir}/run/rpc.sock`, "");
  await Deno.writeTextFile(`${dataDir}/run/token`, "old", { mode: 0o644 });
  {
    await using host = await startTestHost({ gateway: { dataDir } });
    assert.equal((await Deno.stat(`${dataDir}/run`)).mode! & 0o777, 0o700);
    assert.notEqual(await Deno.readTextFile(`${dataDir}/run/token`), "old");
    assert.equal(
      (await rawHttp({ transport: "unix", path: `${dataDir}/run/rpc.sock` }, "GET /health HTTP/1.1\r\nHost: x\r\n\r\n"))
        .status,
      200,
    );
    assert.ok(host.gateway.port > 0);
  }
  await assert.rejects(Deno.stat(`${dataDir}/run/rpc.sock`), Deno.errors.NotFound);
  await Deno.remove(dataDir, { recursive: true });
});
