import assert from "node:assert/strict";
import { type OpenRpcDocument, readApi, searchApi } from "./document.ts";

const DOCUMENT: OpenRpcDocument = {
  info: { version: "1.0.0" },
  servers: [{ url: "https://team.example.com/rpc" }],
  methods: [
    { name: "rpc.discover", summary: "The document", params: [] },
    { name: "host.secret.delete", summary: "Forgets a secret", params: [], "x-roles": ["owner"] },
    {
      name: "chat.message.send",
      summary: "Sends a message to a channel",
      params: [{ name: "text", required: true, schema: { type: "string" }, description: "Markdown" }],
      result: { schema: { type: "object" } },
      errors: [{ $ref: "#/components/errors/not_found" }, { code: -32009, message: "Full", data: { reason: "full" } }],
      examples: [{ name: "One", params: [{ name: "text", value: "Hi" }], result: { value: 1 } }],
      "x-emits": ["chat.message.sent"],
    },
    { name: "chat.channel.get", summary: "Reads a channel", params: [], "x-read-only": true },
    { name: "workflow.order", summary: "Orders", params: [], "x-risk": "high" },
  ],
  components: { errors: { not_found: { code: -32004, message: "It is not there" } } },
  "x-events": [
    { name: "chat.message.sent", plugin: "chat", schema: {} },
    { name: "gone.thing.done", plugin: "gone", schema: {} },
  ],
};

Deno.test("plugins come first, then workflows, then the host; each with its events", () => {
  const { groups, url } = readApi(DOCUMENT);
  assert.deepEqual(groups.map(({ name, methods }) => [name, methods.length]), [
    ["chat", 2],
    ["workflow", 1],
    ["host", 1],
    ["rpc", 1],
  ]);
  assert.deepEqual(groups[0]!.events.map(({ name }) => name), ["chat.message.sent"]);
  assert.equal(url, "https://team.example.com/rpc");
});

Deno.test("errors and examples are put together from where the document has them", () => {
  const [send] = readApi(DOCUMENT).groups[0]!.methods;
  assert.deepEqual(send!.errors, [
    { code: -32004, message: "It is not there", reason: "not_found" },
    { code: -32009, message: "Full", reason: "full" },
  ]);
  assert.deepEqual(send!.examples, [{ name: "One", params: { text: "Hi" }, result: { value: 1 } }]);
  assert.deepEqual(send!.paramsSchema, {
    type: "object",
    properties: { text: { type: "string", description: "Markdown" } },
    required: ["text"],
  });
});

Deno.test("what takes something away or is of high risk is grave, what only reads never is", () => {
  const grave = readApi(DOCUMENT).groups.flatMap(({ methods }) => methods).filter((method) => method.grave);
  assert.deepEqual(grave.map(({ name }) => name), ["workflow.order", "host.secret.delete"]);
});

Deno.test("every word has to stand in the name or in the summary", () => {
  const { groups } = readApi(DOCUMENT);
  const names = (query: string) => searchApi(groups, query).flatMap(({ methods }) => methods.map(({ name }) => name));
  assert.deepEqual(names("MESSAGE channel"), ["chat.message.send"]);
  assert.deepEqual(names("channel"), ["chat.message.send", "chat.channel.get"]);
  assert.deepEqual(names("zeppelin"), []);
  assert.equal(names("  ").length, 5);
});
