import assert from "node:assert/strict";
import { silent, startTestHost } from "./_test_host.ts";
import { SpoofLog } from "./spoof_log.ts";

const listening = () => {
  const lines: { message: string; fields: Record<string, unknown> }[] = [];
  const logger = { ...silent, warn: (message: string, fields = {}) => void lines.push({ message, fields }) };
  return { lines, logger: { ...logger, child: () => logger } };
};

Deno.test("an identity header from elsewhere is refused and written down, that of the proxy is not", async () => {
  const { lines, logger } = listening();
  const ask = async (trustedProxy: string[]) => {
    await using host = await startTestHost({ gateway: { mode: "proxy", trustedProxy, logger } });
    const headers = { "content-type": "application/json", "x-forwarded-user": "member" };
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "rpc.discover" });
    const answer = await fetch(host.url("/rpc"), { method: "POST", headers, body });
    await answer.body?.cancel();
    return answer.status;
  };
  assert.equal(await ask(["10.0.0.0/8"]), 401);
  const told = lines.filter(({ message }) => message.includes("no trusted proxy"));
  assert.deepEqual(told.map(({ fields }) => [fields.address, fields.header]), [["127.0.0.1", "x-forwarded-user"]]);
  assert.equal(await ask(["127.0.0.1"]), 200);
  assert.equal(lines.filter(({ message }) => message.includes("no trusted proxy")).length, 1);
});

Deno.test("one who goes on is told about once a minute, and a flood of addresses fills no memory", () => {
  const { lines, logger } = listening();
  let now = 0;
  const log = new SpoofLog(logger, () => now);
  for (let n = 0; n < 100; n++) log.seen("192.0.2.1", "x-forwarded-user");
  assert.equal(lines.length, 1);
  now += 60_000;
  log.seen("192.0.2.1", "x-forwarded-user");
  assert.equal(lines.length, 2);
  for (let n = 0; n < 10_000; n++) log.seen(`2001:db8::${n.toString(16)}`, "x-forwarded-user");
  assert.ok(lines.length <= 1_001, String(lines.length));
});
