import assert from "node:assert/strict";
import { RpcError } from "../../sdk/errors.ts";
import { startTestHost } from "../_test_host.ts";
import { connect, GENERATIONS, offer, provider, textOf } from "./_test_client.ts";

const text = { type: "string" };

for (const generation of GENERATIONS) {
  Deno.test(`${generation}: methods are tools, and what they answer comes as text and as the object it is`, async () => {
    await using host = await startTestHost();
    await using it = await connect(host, generation);
    assert.equal(it.client.getNegotiatedProtocolVersion(), generation);
    assert.equal(it.client.getServerVersion()?.version, "1.2.3");
    const { tools } = await it.client.listTools();
    const echo = tools.find(({ name }) => name === "demo_echo")!;
    assert.deepEqual(echo.inputSchema, {
      type: "object",
      properties: { text: { type: "string", maxLength: 2_000_000 } },
      required: ["text"],
      additionalProperties: false,
    });
    assert.deepEqual(echo.annotations, {
      title: "Answers what it was given",
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    });
    assert.ok(!tools.some(({ name }) => name.startsWith("events_") || name === "rpc_discover"));
    const result = await it.client.callTool({ name: "demo_echo", arguments: { text: 5 } });
    assert.deepEqual(result.structuredContent, { text: "5", caller: "member" });
    assert.equal(textOf(result), '{"text":"5","caller":"member"}');
  });

  Deno.test(`${generation}: an error of the call is a result that says what to do, an unknown tool is a protocol error`, async () => {
    await using host = await startTestHost();
    offer(
      host,
      provider("shop", [{ name: "shop.item.buy" }], () => {
        throw new RpcError("precondition_failed", "The shop is shut", { hint: "Come back at nine", reason: "shut" });
      }),
    );
    await using it = await connect(host, generation);
    const failed = await it.client.callTool({ name: "shop_item_buy", arguments: {} });
    assert.equal(failed.isError, true);
    assert.match(textOf(failed), /^Error shut: The shop is shut\nCome back at nine\n/);
    const invalid = await it.client.callTool({ name: "demo_echo", arguments: {} });
    assert.equal(invalid.isError, true);
    assert.match(textOf(invalid), /^Error invalid_params: .*\nWhere: \/text/s);
    await assert.rejects(it.client.callTool({ name: "demo_nothing" }), { code: -32602 });
  });

  Deno.test(`${generation}: what a role may not call it does not see, and cannot call by guessing`, async () => {
    await using host = await startTestHost();
    offer(
      host,
      provider("shop", [{ name: "shop.item.list", roles: ["guest", "owner"] }, {
        name: "shop.till.open",
        roles: ["owner"],
      }]),
    );
    await using it = await connect(host, generation, { token: "guest", path: "/mcp/shop" });
    assert.deepEqual((await it.client.listTools()).tools.map(({ name }) => name), ["shop_item_list"]);
    await assert.rejects(it.client.callTool({ name: "shop_till_open" }), { code: -32602 });
    const found = await it.client.callTool({ name: "call_tool", arguments: { name: "shop_till_open" } });
    assert.equal(found.isError, true);
    await using owner = await connect(host, generation, { token: "owner", path: "/mcp/shop" });
    assert.equal((await owner.client.listTools()).tools.length, 2);
  });

  Deno.test(`${generation}: calls of an API token are limited as such`, async () => {
    await using host = await startTestHost({ rateLimits: { token: { perMinute: 2 } } });
    await using it = await connect(host, generation);
    const call = () => it.client.callTool({ name: "demo_echo", arguments: { text: "a" } });
    await call();
    await call();
    const limited = await call();
    assert.equal(limited.isError, true);
    assert.match(textOf(limited), /^Error rate_limited: .*\nRetry after \d+ ms/s);
  });

  Deno.test(`${generation}: a call that is taken back is taken back where it runs, and says how far it is until then`, async () => {
    await using host = await startTestHost();
    const begun = Promise.withResolvers<AbortSignal>();
    offer(
      host,
      provider("shop", [{ name: "shop.item.wait" }], (call) => {
        call.onProgress?.({ progress: 1, total: 4, message: "one of four" });
        begun.resolve(call.signal!);
        return new Promise(() => {});
      }),
    );
    await using it = await connect(host, generation);
    const controller = new AbortController();
    const told = Promise.withResolvers<unknown>();
    const call = it.client.callTool({ name: "shop_item_wait" }, {
      signal: controller.signal,
      onprogress: told.resolve,
    });
    assert.deepEqual(await told.promise, { progress: 1, total: 4, message: "one of four" });
    const signal = await begun.promise;
    const aborted = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
    controller.abort("enough");
    await assert.rejects(call);
    await aborted;
  });

  Deno.test(`${generation}: with many tools, search and call come first and reach all of them`, async () => {
    await using host = await startTestHost();
    const methods = Array.from({ length: 700 }, (_, index) => ({
      name: `many.thing${index}.get`,
      summary: index === 650 ? "Waters the flowers on the balcony" : `Gets thing ${index}`,
      params: { type: "object", properties: { id: text }, required: ["id"] },
    }));
    offer(host, provider("many", methods, ({ method, params }) => ({ method, params })));
    await using it = await connect(host, generation, { path: "/mcp/many" });
    const { tools } = await it.client.listTools();
    assert.deepEqual(tools.slice(0, 2).map(({ name }) => name), ["search_tools", "call_tool"]);
    // The client follows the cursors by itself.
    assert.equal(tools.length, 702);
    const found = await it.client.callTool({ name: "search_tools", arguments: { query: "water flowers", limit: "1" } });
    assert.equal(JSON.parse(textOf(found)).tools[0].name, "many_thing650_get");
    const called = await it.client.callTool({
      name: "call_tool",
      arguments: { name: "many.thing650.get", arguments: '{"id": 7}' },
    });
    assert.deepEqual(JSON.parse(textOf(called)), { method: "many.thing650.get", params: { id: "7" } });
    const wrong = await it.client.callTool({ name: "call_tool", arguments: { name: "water_flowers" } });
    assert.match(textOf(wrong), /Did you mean "many_thing650_get"\?/);
    await using searching = await connect(host, generation, { path: "/mcp/many?tools=search" });
    assert.equal((await searching.client.listTools()).tools.length, 2);
  });

  Deno.test(`${generation}: what a method declares can be read as a resource, a list of them as Markdown`, async () => {
    await using host = await startTestHost();
    const methods = [
      { name: "talk.room.list", readOnly: true },
      {
        name: "talk.message.list",
        summary: "Messages of a room",
        readOnly: true,
        params: { type: "object", properties: { room: text, limit: { type: "integer" } }, required: ["room"] },
        mcp: {
          resource: {
            uri: "bulkhead://talk/rooms/{room}",
            params: { limit: 2 },
            line: "**{author.name}**: {text}",
            list: { method: "talk.room.list", variables: { room: "id" }, name: "name", description: "topic" },
          },
        },
      },
      // An address of somebody else's, and one of a method that changes something: neither is believed.
      { name: "talk.bad.one", readOnly: true, mcp: { resource: { uri: "bulkhead://demo/x" } } },
      { name: "talk.bad.two", mcp: { resource: { uri: "bulkhead://talk/x" } } },
    ];
    offer(
      host,
      provider(
        "talk",
        methods,
        ({ method, params }) =>
          method === "talk.room.list"
            ? { items: [{ id: "r/1", name: "general", topic: "All of us" }, { id: 7 }] }
            : { items: [{ author: { name: "Ada" }, text: JSON.stringify(params) }, { author: {}, text: "two" }] },
      ),
    );
    await using it = await connect(host, generation);
    const { resources } = await it.client.listResources();
    assert.deepEqual(resources, [{
      uri: "bulkhead://talk/rooms/r%2F1",
      name: "general",
      title: "Messages of a room: general",
      description: "All of us",
      mimeType: "text/markdown",
    }]);
    assert.deepEqual(
      (await it.client.listResourceTemplates()).resourceTemplates.map(({ uriTemplate }) => uriTemplate),
      [
        "bulkhead://talk/rooms/{room}",
      ],
    );
    const { contents } = await it.client.readResource({ uri: resources[0]!.uri });
    assert.deepEqual(contents, [{
      uri: resources[0]!.uri,
      mimeType: "text/markdown",
      text: '**Ada**: {"limit":2,"room":"r/1"}\n\n****: two',
    }]);
    await assert.rejects(it.client.readResource({ uri: "bulkhead://talk/rooms/a/b" }), { code: -32602 });
    await assert.rejects(it.client.readResource({ uri: "file:///etc/passwd" }), { code: -32602 });
    const { completion } = await it.client.complete({
      ref: { type: "ref/resource", uri: "bulkhead://talk/rooms/{room}" },
      argument: { name: "room", value: "R" },
    });
    assert.deepEqual(completion.values, ["r/1"]);
  });

  Deno.test(`${generation}: a method may be a prompt`, async () => {
    await using host = await startTestHost();
    const params = {
      type: "object",
      properties: { tone: { type: "string", enum: ["warm", "dry"], description: "How" }, about: text },
      required: ["tone"],
    };
    offer(
      host,
      provider(
        "talk",
        [{ name: "talk.reply.draft", summary: "Drafts a reply", params, mcp: { prompt: true } }],
        (call) => ({
          text: `Answer: ${JSON.stringify(call.params)}`,
        }),
      ),
    );
    await using it = await connect(host, generation, { path: "/mcp/talk" });
    assert.deepEqual((await it.client.listTools()).tools, []);
    const { prompts } = await it.client.listPrompts();
    assert.deepEqual(prompts.map(({ name, arguments: given }) => [name, given]), [["talk_reply_draft", [
      { name: "tone", description: "How", required: true },
      { name: "about", required: false },
    ]]]);
    const { messages } = await it.client.getPrompt({ name: "talk_reply_draft", arguments: { tone: "dry" } });
    assert.deepEqual(messages, [{ role: "user", content: { type: "text", text: 'Answer: {"tone":"dry"}' } }]);
    await assert.rejects(it.client.getPrompt({ name: "talk_reply_draft", arguments: { tone: "loud" } }), {
      code: -32602,
    });
    const { completion } = await it.client.complete({
      ref: { type: "ref/prompt", name: "talk_reply_draft" },
      argument: { name: "tone", value: "w" },
    });
    assert.deepEqual(completion.values, ["warm"]);
  });
}
