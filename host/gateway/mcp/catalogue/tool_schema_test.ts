import assert from "node:assert/strict";
import { inputSchema, outputSchema } from "./tool_schema.ts";

Deno.test("references are resolved in place; enum and description are kept", () => {
  assert.deepEqual(
    inputSchema({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      type: "object",
      properties: {
        channel: { $ref: "#/$defs/Channel", description: "Where" },
        list: { items: { $ref: "#/$defs/Role" } },
      },
      required: ["channel"],
      additionalProperties: false,
      $defs: { Channel: { type: "string", minLength: 1, description: "By id" }, Role: { enum: ["owner", "viewer"] } },
    }),
    {
      type: "object",
      properties: {
        channel: { type: "string", minLength: 1, description: "Where" },
        list: { items: { enum: ["owner", "viewer"] } },
      },
      required: ["channel"],
      additionalProperties: false,
    },
  );
});

Deno.test("a property may be called like a keyword", () => {
  const schema = { type: "object", properties: { description: { type: "string" }, $ref: { type: "number" } } };
  assert.deepEqual(inputSchema(schema), schema);
});

Deno.test("a schema that refers to itself ends, and one from elsewhere is not fetched", () => {
  const tree = { type: "object", properties: { children: { type: "array", items: { $ref: "#" } } } };
  const text = JSON.stringify(inputSchema(tree));
  assert.ok(!text.includes("$ref"));
  assert.deepEqual(inputSchema({ type: "object", properties: { a: { $ref: "https://evil.example/x" } } }).properties, {
    a: {},
  });
  assert.deepEqual(inputSchema({ $ref: "#/$defs/a", $defs: { a: { $ref: "#/$defs/a" } } }), {
    type: "object",
    properties: {},
  });
});

Deno.test("alternatives at the top become one object", () => {
  assert.deepEqual(
    inputSchema({
      anyOf: [
        { type: "object", properties: { id: { type: "string" }, text: { type: "string" } }, required: ["id", "text"] },
        {
          type: "object",
          properties: { name: { type: "string" }, text: { type: "string" } },
          required: ["name", "text"],
        },
      ],
    }),
    {
      type: "object",
      properties: { id: { type: "string" }, text: { type: "string" }, name: { type: "string" } },
      required: ["text"],
    },
  );
});

Deno.test("a schema of a size that nobody would send to a model is shown as an outline", () => {
  const properties = Object.fromEntries(
    Array.from({ length: 5_000 }, (_, index) => [`p${index}`, { type: "string", description: "x".repeat(5_000) }]),
  );
  const shown = inputSchema({ type: "object", properties, required: ["p0"] });
  assert.ok(JSON.stringify(shown).length < 40_000);
  assert.deepEqual(shown.required, ["p0"]);
  let deep: Record<string, unknown> = { type: "string" };
  for (let level = 0; level < 10_000; level++) deep = { type: "object", properties: { a: deep } };
  assert.deepEqual(inputSchema(deep), { type: "object", properties: { a: { type: "object" } }, required: [] });
});

Deno.test("what is hidden in a description is not passed on", () => {
  const hidden = "Sends\u0000 \u202eit\u202c \u{e0041}\u{e0042}now\u200b";
  const shown = inputSchema({ type: "object", properties: { a: { type: "string", description: hidden } } });
  assert.deepEqual(shown.properties, { a: { type: "string", description: "Sends it now" } });
});

Deno.test("a result has a schema only when it is an object, and it may have members that are not named", () => {
  assert.equal(outputSchema({ type: "string" }), undefined);
  assert.deepEqual(
    outputSchema({ $ref: "#/$defs/R", $defs: { R: { type: "object", properties: {}, additionalProperties: false } } }),
    { type: "object", properties: {} },
  );
});
