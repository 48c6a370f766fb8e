import assert from "node:assert/strict";
import { schemaLines } from "./schema_view.ts";

const lines = (properties: Record<string, unknown>, components = {}) =>
  schemaLines({ type: "object", properties, required: ["a"] }, components);

Deno.test("a field says its type, whether it is needed, its limits, values and default", () => {
  const [a, b, c, d, e] = lines({
    a: { type: "string", minLength: 1, maxLength: 80, description: "A name" },
    b: { type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER, default: 50 },
    c: { enum: ["x", "y"] },
    d: { type: "array", items: { type: "string" }, maxItems: 3 },
    e: { anyOf: [{ type: "string" }, { type: "null" }] },
  });
  assert.deepEqual([a!.type, a!.required, a!.limits, a!.description], [
    "string",
    true,
    ["1 to 80 characters"],
    "A name",
  ]);
  assert.deepEqual([b!.type, b!.required, b!.limits, b!.default], ["integer", false, ["at least 0"], "50"]);
  assert.deepEqual([c!.type, c!.values], ["one of", ['"x"', '"y"']]);
  assert.deepEqual([d!.type, d!.limits], ["array of string", ["at most 3 items"]]);
  assert.equal(e!.type, "string or null");
});

Deno.test("references are followed, also through lists, and a schema that holds itself ends", () => {
  const components = {
    schemas: {
      Tree: {
        type: "object",
        properties: {
          name: { type: "string" },
          children: { type: "array", items: { $ref: "#/components/schemas/Tree" } },
        },
      },
    },
  };
  const [root] = lines({ root: { $ref: "#/components/schemas/Tree", description: "The whole" } }, components);
  assert.deepEqual([root!.type, root!.description], ["object", "The whole"]);
  const [name, children] = root!.inner!();
  assert.deepEqual([name!.name, children!.type, children!.inner], ["name", "array of the same", undefined]);
});

Deno.test("a reference to nothing, a circle of references and an odd schema are harmless", () => {
  const components = { schemas: { A: { $ref: "#/components/schemas/B" }, B: { $ref: "#/components/schemas/A" } } };
  const found = lines({
    a: { $ref: "#/components/schemas/A" },
    b: { $ref: "#/components/schemas/__proto__/x" },
    c: { $ref: "https://elsewhere.example/x" },
    d: 7,
  }, components);
  assert.deepEqual(found.map(({ type }) => type), ["any", "any", "any", "any"]);
  assert.equal(found[0]!.recursive, true);
});

Deno.test("forms of a value are named, and a thing that may be null is the thing", () => {
  const object = (title: string) => ({ type: "object", title, properties: { id: { type: "string" } } });
  const [a, b] = lines({
    a: { oneOf: [object("Person"), object("Plugin"), { type: "string" }, { type: "integer" }, { type: "boolean" }] },
    b: { anyOf: [object("Thing"), { type: "null" }] },
  });
  assert.equal(a!.type, "one of 5 forms");
  assert.deepEqual(a!.inner!().map(({ name }) => name), ["Person", "Plugin", "form 3", "form 4", "form 5"]);
  assert.deepEqual(b!.inner!().map(({ name }) => name), ["id"]);
});
