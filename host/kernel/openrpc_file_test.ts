import assert from "node:assert/strict";
import { openrpcDocument } from "../rpc/mod.ts";
import type { MethodDescriptor } from "../sdk/channel/protocol.ts";
import { methodsOfDocument } from "./openrpc_file.ts";

async function read(document: unknown): ReturnType<typeof methodsOfDocument> {
  const folder = await Deno.realPath(await Deno.makeTempDir());
  try {
    await Deno.writeTextFile(
      `${folder}/openrpc.json`,
      typeof document === "string" ? document : JSON.stringify(document),
    );
    return await methodsOfDocument(folder, "openrpc.json", ["polls", "votes"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("the methods of a document come with params as one object and a result", async () => {
  const [method] = (await read({
    methods: [{
      name: "polls.poll.create",
      summary: "Makes a poll",
      params: [
        { name: "question", required: true, schema: { type: "string" } },
        { name: "options", schema: { $ref: "#/components/schemas/Options" } },
      ],
      result: { name: "result", schema: { type: "object" } },
    }],
    components: { schemas: { Options: { type: "array", items: { type: "string" } } } },
  }))!;
  assert.deepEqual(method, {
    name: "polls.poll.create",
    summary: "Makes a poll",
    params: {
      type: "object",
      properties: { question: { type: "string" }, options: { $ref: "#/$defs/Options" } },
      required: ["question"],
      additionalProperties: false,
      $defs: { Options: { type: "array", items: { type: "string" } } },
    },
    result: { type: "object" },
  });
});

Deno.test("methods of another plugin's name are passed over", async () => {
  assert.deepEqual(await read({ methods: [{ name: "chat.message.send" }, { name: 5 }, {}] }), []);
  const [method] = (await read({ methods: [{ name: "chat.message.send" }, { name: "votes.vote.cast" }] }))!;
  assert.equal(method?.name, "votes.vote.cast");
});

Deno.test("a document that is none describes no methods", async () => {
  for (const document of ["", "not JSON", "[]", "null", '{"methods":5}']) assert.equal(await read(document), undefined);
});

Deno.test("a document says of a method all that the running plugin would say", async () => {
  const descriptor: MethodDescriptor = {
    name: "polls.poll.close",
    summary: "Closes a poll",
    description: "It cannot be opened again",
    params: { type: "object", properties: { id: { type: "string" } }, required: ["id"], additionalProperties: false },
    result: { type: "null" },
    roles: ["owner"],
    risk: "high",
    emits: ["polls.poll.closed"],
    mcp: false,
    examples: [{ name: "Closes one", params: { id: "p-1" }, result: null }],
    errors: ["not_found", { reason: "closed", kind: "conflict", message: "It is closed already" }],
  };
  const plain = { ...descriptor, name: "polls.poll.list", roles: undefined, risk: undefined, emits: undefined };
  const mcp = { resource: { uri: "bulkhead://polls/all", text: "text" } };
  const reading: MethodDescriptor = { ...plain, readOnly: true, mcp };
  const methods = (await read(openrpcDocument([descriptor, reading], { version: "1.0.0", prefix: "polls" })))!;
  assert.deepEqual(methods[0], descriptor);
  const { roles, readOnly, risk } = methods[1]!;
  assert.deepEqual(methods[1]!.mcp, mcp);
  assert.deepEqual({ roles, readOnly, risk }, { roles: ["owner", "admin", "member"], readOnly: true, risk: undefined });
});

Deno.test("a link out of the folder is not read", async () => {
  const folder = await Deno.realPath(await Deno.makeTempDir());
  try {
    await Deno.symlink("/etc/hostname", `${folder}/openrpc.json`);
    assert.equal(await methodsOfDocument(folder, "openrpc.json", ["polls"]), undefined);
    assert.equal(await methodsOfDocument(folder, "../outside.json", ["polls"]), undefined);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
