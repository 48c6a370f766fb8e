import assert from "node:assert/strict";
import { methodsOfDocument } from "./openrpc_file.ts";

async function read(document: unknown): ReturnType<typeof methodsOfDocument> {
  const folder = await Deno.realPath(await Deno.makeTempDir());
  try {
    await Deno.writeTextFile(
      `${folder}/openrpc.json`,
      typeof document === "string" ? document : JSON.stringify(document),
    );
    return await methodsOfDocument(folder, "openrpc.json", "polls");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("the methods of a document come with params as one object and a result", async () => {
  const [method] = await read({
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
  });
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
});

Deno.test("a document that is none describes no methods", async () => {
  for (const document of ["", "not JSON", "[]", "null", '{"methods":5}']) assert.deepEqual(await read(document), []);
});

Deno.test("a link out of the folder is not read", async () => {
  const folder = await Deno.realPath(await Deno.makeTempDir());
  try {
    await Deno.symlink("/etc/hostname", `${folder}/openrpc.json`);
    assert.deepEqual(await methodsOfDocument(folder, "openrpc.json", "polls"), []);
    assert.deepEqual(await methodsOfDocument(folder, "../outside.json", "polls"), []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
