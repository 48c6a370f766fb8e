import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import assert from "node:assert/strict";
import { CHECKOUT, type TestHost, testHost, until } from "../../../tests/harness/mod.ts";

const SCRIPT = `import { call, workflow } from "@bulkhead/workflow";
import { z } from "zod";

/** Adds one. */
export default workflow({
  on: call({ input: z.object({ n: z.number() }), output: z.number() }),
}, ({ input }) => input.n + 1);
`;

async function connect(host: TestHost, options: ConstructorParameters<typeof Client>[1] = {}): Promise<Client> {
  const { token } = await host.call<{ token: string }>("host.token.create", { name: "agent" }, { as: "bob" });
  const client = new Client({ name: "test", version: "1.0.0" }, options);
  await client.connect(
    new StreamableHTTPClientTransport(new URL(`${host.url}/mcp`), {
      requestInit: { headers: { authorization: `Bearer ${token}` } },
    }),
  );
  return client;
}

const textOf = (result: unknown) => (result as { content: { text: string }[] }).content[0]!.text;

Deno.test("an agent with an API token uses chat, hears of a script that became a tool, and its call is taken back in the plugin", async (t) => {
  const source = `${CHECKOUT}/tests/conformance/mcp/test_plugin`;
  await using host = await testHost({
    plugins: ["chat"],
    pluginFiles: {
      test: {
        "plugin.json": await Deno.readTextFile(`${source}/plugin.json`),
        "plugin.ts": await Deno.readTextFile(`${source}/plugin.ts`),
      },
    },
  });
  let changed = () => {};
  const client = await connect(host, {
    listChanged: { tools: { debounceMs: 0, autoRefresh: false, onChanged: () => changed() } },
  });
  const names = async () => (await client.listTools()).tools.map(({ name }) => name);

  await t.step("a message sent over MCP is the person's, and the channel is a resource", async () => {
    const before = await names();
    assert.ok(before.includes("chat_message_send") && before.includes("search_tools"));
    assert.ok(!before.includes("host_plugin_install"), "a member's token sees what only admins may call");
    const sent = await client.callTool({
      name: "chat_message_send",
      arguments: { channel: "#general", text: "Hello from an agent" },
    });
    assert.equal(sent.isError, undefined, textOf(sent));
    const bob = await host.call<{ id: string }>("host.user.me", {}, { as: "bob" });
    assert.equal((sent.structuredContent as { author: { id: string } }).author.id, bob.id);
    const { resources } = await client.listResources();
    const general = resources.find(({ name, uri }) =>
      name === "general" && uri.startsWith("bulkhead://chat/channels/")
    )!;
    const { contents } = await client.readResource({ uri: general.uri });
    assert.match((contents[0] as { text: string }).text, /Hello from an agent/);
  });

  await t.step("a script that is saved is a tool, and one that is removed is none", async () => {
    let told = new Promise<void>((resolve) => changed = resolve);
    await Deno.writeTextFile(`${host.workflowsDir}/plus.ts`, SCRIPT);
    await told;
    await until(async () => (await names()).includes("workflow_plus"), { what: "the script is a tool" });
    const result = await client.callTool({ name: "workflow_plus", arguments: { n: "41" } });
    assert.equal(textOf(result), "42");
    const { resources } = await client.listResources();
    assert.ok(resources.some(({ uri, name }) => name === "plus" && uri.startsWith("bulkhead://host/workflow/runs/")));
    told = new Promise<void>((resolve) => changed = resolve);
    await Deno.remove(`${host.workflowsDir}/plus.ts`);
    await told;
    await until(async () => !(await names()).includes("workflow_plus"), { what: "the script is no tool any more" });
  });

  await t.step("a call that is taken back ends in the plugin's compartment", async () => {
    const controller = new AbortController();
    const progress = Promise.withResolvers<unknown>();
    const call = client.callTool({ name: "test_slow" }, { signal: controller.signal, onprogress: progress.resolve });
    assert.deepEqual(await progress.promise, { progress: 1 });
    controller.abort();
    await assert.rejects(call);
    await until(async () => {
      const { structuredContent } = await client.callTool({ name: "test_was_cancelled", arguments: {} });
      return (structuredContent as { cancelled: boolean }).cancelled;
    }, { what: "the plugin heard of it" });
  });

  await t.step("a plugin that is switched off takes its tools with it", async () => {
    const told = new Promise<void>((resolve) => changed = resolve);
    await host.call("host.plugin.disable", { id: "test" });
    await told;
    assert.ok(!(await names()).some((name) => name.startsWith("test_")));
  });
  await client.close();
});
