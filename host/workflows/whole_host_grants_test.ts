import assert from "node:assert/strict";
import { testHost, until } from "../../tests/harness/mod.ts";
import type { RunDetail } from "./wire.ts";

Deno.test("a script reaches the hosts that were granted and no other, with its secret", async () => {
  const seen: string[] = [];
  const listen = () =>
    Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
      seen.push(request.headers.get("authorization") ?? "none");
      return new Response("hello");
    });
  await using good = listen();
  await using other = listen();
  const script = `import { manual, workflow } from "@bulkhead/workflow";
export default workflow({
  on: manual(), net: ["127.0.0.1:${good.addr.port}"], secrets: ["API_KEY"], retry: { max: 1 },
}, async ({ step, secrets }) => {
  const get = (port: number) => step("get " + port, async () => {
    const response = await fetch("http://127.0.0.1:" + port, { headers: { authorization: secrets.API_KEY! } });
    return await response.text();
  });
  const first = await get(${good.addr.port});
  return [first, await get(${other.addr.port}).catch((error) => error.name)];
});
`;
  await using host = await testHost({ plugins: ["chat"], workflows: { "fetch.ts": script } });
  await host.call("host.secret.set", { name: "API_KEY", value: "key-of-the-service" });
  const { hash } = await host.call<{ hash: string }>("host.workflow.grants.get", { name: "fetch" });
  await host.call("host.workflow.grants.set", { name: "fetch", hash });
  const { runId } = await host.call<{ runId: string }>("host.workflow.run", { name: "fetch" });
  let run: RunDetail | undefined;
  await until(async () => {
    run = await host.call<RunDetail>("host.workflow.run.get", { id: runId });
    return run.endedAt !== undefined;
  }, { what: "the run ended" });
  assert.deepEqual(run!.output, ["hello", "NotCapable"], JSON.stringify(run!.error));
  assert.deepEqual(seen, ["key-of-the-service"]);
});
