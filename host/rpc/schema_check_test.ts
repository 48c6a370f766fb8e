import assert from "node:assert/strict";
import fc from "fast-check";
import { z } from "zod";
import { compileCheck } from "./schema_check.ts";

/** Pointer of the first fault, or undefined. */
function faultAt(schema: unknown, value: unknown): string | undefined {
  return compileCheck(schema)(value)?.path;
}

Deno.test("type, required, enum, const and sizes are enforced, with a pointer to the place", () => {
  const schema = {
    type: "object",
    required: ["name"],
    properties: {
      name: { type: "string", minLength: 2, maxLength: 4 },
      kind: { enum: ["a", "b", null] },
      fixed: { const: 7 },
      tags: { type: "array", items: { type: "string" }, minItems: 1, maxItems: 2 },
      pair: { prefixItems: [{ type: "string" }, { type: "integer" }], items: { type: "null" } },
      size: { type: ["integer", "null"], minimum: 1, maximum: 9 },
      deep: { type: "object", properties: { "a/b~c": { type: "boolean" } } },
    },
    additionalProperties: { type: "number" },
  };
  const cases: [unknown, string | undefined][] = [
    [{ name: "abc" }, undefined],
    [{}, "/name"],
    [{ name: 1 }, "/name"],
    [{ name: "a" }, "/name"],
    [{ name: "abcde" }, "/name"],
    [{ name: "😀😀😀😀" }, undefined],
    [{ name: "😀😀😀😀😀" }, "/name"],
    [{ name: "😀" }, "/name"],
    [{ name: "abc", kind: null }, undefined],
    [{ name: "abc", kind: "c" }, "/kind"],
    [{ name: "abc", fixed: 8 }, "/fixed"],
    [{ name: "abc", tags: [] }, "/tags"],
    [{ name: "abc", tags: ["x", "y", "z"] }, "/tags"],
    [{ name: "abc", tags: ["x", 1] }, "/tags/1"],
    [{ name: "abc", tags: "x" }, "/tags"],
    [{ name: "abc", pair: ["x", 1, null] }, undefined],
    [{ name: "abc", pair: ["x", 1.5] }, "/pair/1"],
    [{ name: "abc", pair: ["x", 1, 2] }, "/pair/2"],
    [{ name: "abc", size: null }, undefined],
    [{ name: "abc", size: 10 }, "/size"],
    [{ name: "abc", size: 1.5 }, "/size"],
    [{ name: "abc", deep: { "a/b~c": 1 } }, "/deep/a~1b~0c"],
    [{ name: "abc", other: "text" }, "/other"],
    [null, ""],
    [[], ""],
  ];
  for (const [value, expected] of cases) assert.equal(faultAt(schema, value), expected, JSON.stringify(value));
});

Deno.test("alternatives, combinations and local references are followed", () => {
  const schema = {
    $defs: { tree: { type: "object", properties: { left: { $ref: "#/$defs/tree" }, value: { type: "number" } } } },
    allOf: [{ type: "object" }, { required: ["root"] }],
    properties: { root: { $ref: "#/$defs/tree" }, either: { anyOf: [{ type: "string" }, { type: "number" }] } },
  };
  assert.equal(faultAt(schema, { root: { left: { left: { value: 1 } } } }), undefined);
  assert.equal(faultAt(schema, { root: { left: { left: { value: "x" } } } }), "/root/left/left/value");
  assert.equal(faultAt(schema, { root: {}, either: 1 }), undefined);
  assert.equal(faultAt(schema, { root: {}, either: true }), "/either");
  assert.equal(faultAt(schema, {}), "/root");
});

Deno.test("pattern, format and outside references are left to the compartment", () => {
  const hostile = { type: "string", pattern: "^(a+)+$", format: "email", $ref: "https://evil.example/schema" };
  const before = performance.now();
  assert.equal(faultAt(hostile, `${"a".repeat(50_000)}!`), undefined);
  assert.ok(performance.now() - before < 1_000);
});

Deno.test("hostile schemas cost bounded time: huge, deep, self-referring and exponential ones", () => {
  const wide = {
    properties: Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`p${i}`, { type: "string" }])),
  };
  let deep: Record<string, unknown> = { type: "string" };
  for (let level = 0; level < 5_000; level++) deep = { properties: { a: deep } };
  const self = { $ref: "#" };
  const pingPong = { $defs: { a: { $ref: "#/$defs/b" }, b: { $ref: "#/$defs/a" } }, $ref: "#/$defs/a" };
  const exponential = {
    $defs: {
      n: {
        anyOf: [{ properties: { x: { $ref: "#/$defs/n" } }, required: ["no"] }, {
          properties: { x: { $ref: "#/$defs/n" } },
          required: ["nope"],
        }],
      },
    },
    $ref: "#/$defs/n",
  };
  let value: Record<string, unknown> = { no: 1 };
  for (let level = 0; level < 60; level++) value = { x: value };
  const before = performance.now();
  for (const schema of [wide, deep, self, pingPong, exponential, { $ref: "#/no/such/place" }, { $ref: "#/%E0%A4%A" }]) {
    compileCheck(schema)(value);
  }
  assert.ok(performance.now() - before < 2_000, "took too long");
});

Deno.test("names of prototypes are ordinary names", () => {
  assert.equal(faultAt({ required: ["constructor", "toString"] }, {}), "/constructor");
  assert.equal(faultAt({ type: "constructor" }, {}), undefined);
  assert.equal(
    faultAt({ properties: { hasOwnProperty: { type: "string" } } }, { hasOwnProperty: 1 }),
    "/hasOwnProperty",
  );
});

Deno.test("whatever zod accepts, the checker of its schema accepts too", () => {
  const shape = z.object({
    text: z.string().min(1).max(20),
    count: z.int().min(0).max(5).optional(),
    kind: z.enum(["x", "y"]).default("x"),
    list: z.array(z.union([z.string(), z.object({ n: z.number() })])).max(3).nullable(),
    map: z.record(z.string(), z.boolean()).optional(),
  });
  const check = compileCheck(z.toJSONSchema(shape, { io: "input" }));
  const anything = fc.record({
    text: fc.oneof(fc.string({ maxLength: 25, unit: "binary" }), fc.integer()),
    count: fc.oneof(fc.integer({ min: -2, max: 8 }), fc.constant(undefined)),
    kind: fc.oneof(fc.constantFrom("x", "y", "z"), fc.constant(undefined)),
    list: fc.oneof(fc.array(fc.oneof(fc.string(), fc.record({ n: fc.double({ noNaN: true }) }))), fc.constant(null)),
    map: fc.oneof(fc.dictionary(fc.string(), fc.boolean()), fc.constant(undefined)),
  });
  fc.assert(
    fc.property(anything, (value) => {
      const plain = JSON.parse(JSON.stringify(value));
      if (shape.safeParse(plain).success) assert.equal(check(plain), undefined);
    }),
    { numRuns: 500 },
  );
});
