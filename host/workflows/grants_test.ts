import assert from "node:assert/strict";
import { RpcError } from "../sdk/errors.ts";
import { TestEngine } from "./_test_host.ts";

const script = (options: string, text = "one") => `
import { manual, workflow } from "@bulkhead/workflow";
export default workflow({ on: manual(), ${options} }, ({ secrets }) => ["${text}", secrets.API_KEY]);
`;
const WANTS = 'net: ["api.example.com"], secrets: ["API_KEY"]';
const reason = (expected: string) => (error: unknown) => error instanceof RpcError && error.data.reason === expected;

interface View {
  state: string;
  hash: string;
  wanted: { net: string[]; secrets: string[] };
  granted?: { by: string };
}

const view = (engine: TestEngine) => engine.call<View>("grants.get", { name: "ask" });

async function started(options = WANTS): Promise<TestEngine> {
  const engine = new TestEngine({ "ask.ts": script(options) });
  engine.secrets = { API_KEY: "k-123", OTHER: "o" };
  return await engine.start();
}

async function saved(engine: TestEngine, text: string): Promise<void> {
  const { hash } = await view(engine);
  engine.save("ask.ts", text);
  await engine.until("looked at", async () => {
    await engine.advance(100);
    return (await view(engine)).hash !== hash;
  });
}

Deno.test("a script that asks for hosts or secrets waits until an owner grants the version that was shown", async () => {
  await using engine = await started();
  const info = await engine.workflow("ask");
  assert.equal(info.state, "needs_grant");
  assert.deepEqual(info.needs, { hash: info.needs!.hash, net: ["api.example.com"], secrets: ["API_KEY"] });
  await assert.rejects(engine.run("ask"), reason("precondition_failed"));
  const { hash, state } = await view(engine);
  assert.equal(state, "needs_grant");
  await assert.rejects(engine.call("grants.set", { name: "ask", hash: "other" }), reason("conflict"));
  const method = engine.workflows.methods["host.workflow.grants.set"]!;
  assert.deepEqual([method.roles, method.risk], [["owner"], "high"]);
  const granted = await engine.call<View>("grants.set", { name: "ask", hash });
  assert.deepEqual([granted.state, granted.granted!.by], ["granted", "alice"]);
  assert.equal((await engine.workflow("ask")).state, "live");
  const done = await engine.state(await engine.run("ask"), "succeeded");
  assert.deepEqual(done.output, ["one", "k-123"]);
  // Its options were read without any permission, its runs have what was granted.
  assert.deepEqual(engine.nets, [undefined, ["api.example.com"]]);
});

Deno.test("a grant outlives a restart and a save that asks for no more; one that asks for more waits beside the last good", async () => {
  await using engine = await started();
  await engine.call("grants.set", { name: "ask", hash: (await view(engine)).hash });
  await engine.stop();
  await engine.start();
  await saved(engine, script(WANTS, "two"));
  assert.deepEqual((await engine.state(await engine.run("ask"), "succeeded")).output, ["two", "k-123"]);
  await saved(engine, script('secrets: ["API_KEY", "OTHER"]', "three"));
  const info = await engine.workflow("ask");
  assert.deepEqual([info.state, info.lastGood], ["needs_grant", true]);
  assert.deepEqual((await engine.state(await engine.run("ask"), "succeeded")).output, ["two", "k-123"]);
  await engine.stop();
  await engine.start();
  assert.equal((await engine.workflow("ask")).state, "needs_grant");
  await engine.call("grants.set", { name: "ask", hash: info.needs!.hash });
  assert.deepEqual((await engine.state(await engine.run("ask"), "succeeded")).output, ["three", "k-123"]);
});

Deno.test("a grant that is taken back ends the version that needs it", async () => {
  await using engine = await started();
  const { hash } = await view(engine);
  await engine.call("grants.set", { name: "ask", hash });
  await engine.call("grants.set", { name: "ask", hash, granted: false });
  assert.equal((await engine.workflow("ask")).state, "needs_grant");
  await assert.rejects(engine.run("ask"), reason("precondition_failed"));
});

Deno.test("a secret that is not set, or not named, says so when it is read", async () => {
  await using engine = await started();
  engine.secrets = {};
  await engine.call("grants.set", { name: "ask", hash: (await view(engine)).hash });
  assert.match((await engine.state(await engine.run("ask"), "failed")).error!.message, /The secret API_KEY is not set/);
  await saved(engine, script(""));
  assert.match((await engine.state(await engine.run("ask"), "failed")).error!.message, /does not name the secret/);
});

Deno.test("hosts and names that are none are refused", async () => {
  await using engine = await started('net: ["https://x.org/a"]');
  assert.match((await engine.workflow("ask")).diagnostics[0]!.message, /Bad net "https:\/\/x\.org\/a"/);
});
