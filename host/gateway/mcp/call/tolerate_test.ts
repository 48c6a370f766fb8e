import assert from "node:assert/strict";
import fc from "fast-check";
import { compileCheck } from "../../../rpc/mod.ts";
import { tolerate } from "./tolerate.ts";

const text = { type: "string" };
const integer = { type: "integer" };
const number = { type: "number" };
const flag = { type: "boolean" };
const object = (properties: Record<string, unknown>, more = {}) => ({ type: "object", properties, ...more });

Deno.test("what models send for another type, and what it becomes", async (t) => {
  const table: [what: string, schema: unknown, given: unknown, becomes: unknown][] = [
    ["a whole number as text", object({ limit: integer }), { limit: "20" }, { limit: 20 }],
    ["a number as text", object({ at: number }), { at: " -1.5e3 " }, { at: -1500 }],
    ["a fraction where a whole number is asked for", object({ limit: integer }), { limit: "2.5" }, { limit: "2.5" }],
    ["digits that no number holds exactly", object({ id: integer }), { id: "12345678901234567890" }, {
      id: "12345678901234567890",
    }],
    ["a number that begins with 0", object({ n: integer }), { n: "007" }, { n: "007" }],
    ["hexadecimal, infinity, nothing", { type: "array", items: number }, ["0x10", "Infinity", "", "1e999"], [
      "0x10",
      "Infinity",
      "",
      "1e999",
    ]],
    ["a boolean as text", object({ on: flag, off: flag }), { on: "true", off: "False" }, { on: true, off: false }],
    ["yes is not true", object({ on: flag }), { on: "yes" }, { on: "yes" }],
    ["a list as text", object({ ids: { type: "array", items: text } }), { ids: '["a","b"]' }, { ids: ["a", "b"] }],
    ["a list of numbers as text in text", object({ ids: { type: "array", items: integer } }), { ids: '["1", 2]' }, {
      ids: [1, 2],
    }],
    ["an object as text", object({ where: object({ n: integer }) }), { where: '{"n":"3"}' }, { where: { n: 3 } }],
    ["an object where a list is asked for", object({ ids: { type: "array" } }), { ids: "{}" }, { ids: "{}" }],
    ["broken JSON", object({ ids: { type: "array" } }), { ids: "[1," }, { ids: "[1," }],
    ["words with commas", object({ ids: { type: "array" } }), { ids: "a, b" }, { ids: "a, b" }],
    ["a number where text is asked for", object({ id: text }), { id: 17 }, { id: "17" }],
    ["text that looks like a list stays text", object({ text }), { text: "[1]" }, { text: "[1]" }],
    ["text or number: both fit", object({ id: { type: ["string", "number"] } }), { id: "17" }, { id: "17" }],
    ["number or flag, one fits", object({ v: { anyOf: [number, flag] } }), { v: "true" }, { v: true }],
    ["null for what may be left out", object({ after: text }), { after: null }, {}],
    ["null where it is allowed", object({ after: { type: ["string", "null"] } }), { after: null }, { after: null }],
    ["null for what is required", object({ id: text }, { required: ["id"] }), { id: null }, { id: null }],
    ["a number of an enum", object({ size: { enum: [1, 2] } }), { size: "2" }, { size: 2 }],
    ["behind a reference", { $defs: { N: integer }, ...object({ n: { $ref: "#/$defs/N" } }) }, { n: "1" }, { n: 1 }],
    ["the only alternative that is an object", object({ at: { anyOf: [text, object({ n: integer })] } }), {
      at: { n: "1" },
    }, { at: { n: 1 } }],
    ["two alternatives that are objects", object({ at: { anyOf: [object({ n: integer }), object({ n: text })] } }), {
      at: { n: "1" },
    }, { at: { n: "1" } }],
    ["all of several", { allOf: [object({ a: integer }), object({ b: flag })] }, { a: "1", b: "true" }, {
      a: 1,
      b: true,
    }],
    ["members by pattern of their name", object({}, { additionalProperties: integer }), { x: "1" }, { x: 1 }],
    ["a schema that refers to itself", { $ref: "#" }, { a: "1" }, { a: "1" }],
  ];
  for (const [what, schema, given, becomes] of table) {
    await t.step(what, () => assert.deepEqual(tolerate(schema, given), becomes));
  }
});

Deno.test("a member called __proto__ changes nobody's prototype", () => {
  const given = JSON.parse('{"__proto__": {"polluted": "1"}, "n": "1"}');
  const answer = tolerate(object({ n: integer }), given) as Record<string, unknown>;
  assert.equal(({} as Record<string, unknown>).polluted, undefined);
  assert.ok(Object.hasOwn(answer, "__proto__"));
  assert.equal(Object.getPrototypeOf(answer), Object.prototype);
  assert.equal(answer.n, 1);
});

const schemas = fc.letrec((tie) => ({
  schema: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(
      text,
      integer,
      number,
      flag,
      {},
      { type: "null" },
      { type: ["string", "integer"] },
      {
        enum: ["1", 2, null],
      },
      { type: "array" },
      { type: "object" },
    ),
    fc.record({ type: fc.constant("array"), items: tie("schema") }),
    fc.record({ anyOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }) }),
    fc.record({ allOf: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }) }),
    fc.record({
      type: fc.constant("object"),
      properties: fc.dictionary(fc.constantFrom("a", "b"), tie("schema")),
      required: fc.subarray(["a", "b"]),
    }),
    fc.record({ type: fc.constant("object"), additionalProperties: tie("schema") }),
  ),
})).schema as fc.Arbitrary<Record<string, unknown>>;

const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, "true", "1", "2.5", "[]", '{"a":"1"}', "x", 1, 2.5, ""),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "b", "c"), tie("value")),
  ),
})).value;

Deno.test("what fits its schema is never changed", () => {
  let fitting = 0;
  fc.assert(
    fc.property(schemas, values, (schema, value) => {
      if (compileCheck(schema)(value)) return;
      fitting++;
      // Through JSON: fast-check's dictionaries have no prototype, which is no difference that could be sent.
      const plain = JSON.parse(JSON.stringify(value));
      assert.deepEqual(tolerate(schema, plain), plain);
    }),
    { numRuns: 5_000 },
  );
  assert.ok(fitting > 500, `only ${fitting} of the values fitted`);
});
