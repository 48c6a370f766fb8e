import assert from "node:assert/strict";
import { SettingsSchema } from "./schema.ts";

const schema = new SettingsSchema({
  type: "object",
  required: ["channel", "every"],
  properties: {
    channel: { type: "string", maxLength: 20 },
    every: { type: "integer", minimum: 1, default: 5 },
    mode: { enum: ["short", "long"] },
    token: { type: "string", writeOnly: true },
    login: { type: "object", properties: { user: { type: "string" }, pass: { $ref: "#/$defs/secret" } } },
    server: {
      type: "object",
      properties: { host: { type: "string", default: "localhost" }, port: { type: "integer" } },
      required: ["host"],
    },
    rules: { type: "array", items: { type: "object", properties: { word: { type: "string" } } } },
    free: { type: "object" },
    counts: { type: "object", additionalProperties: { type: "integer" } },
  },
  $defs: { secret: { type: "string", writeOnly: true } },
});

Deno.test("names, secrets and requirements are read from the schema, through references as well", () => {
  assert.deepEqual([...schema.secret].sort(), ["login", "token"]);
  assert.deepEqual(schema.required, ["channel", "every"]);
  const referring = new SettingsSchema({
    $ref: "#/$defs/all",
    $defs: { all: { properties: { a: { writeOnly: true } } } },
  });
  assert.deepEqual([referring.names, [...referring.secret]], [["a"], ["a"]]);
});

Deno.test("what does not fit is told by its place; what is not set is no fault", () => {
  const faults: [Record<string, unknown>, string | undefined][] = [
    [{}, undefined],
    [{ mode: "short", free: { any: { thing: 1 } }, counts: { a: 1 } }, undefined],
    [{ server: {} }, undefined],
    [{ channel: 5 }, "/channel"],
    [{ channel: "x".repeat(21) }, "/channel"],
    [{ every: 0 }, "/every"],
    [{ every: 1.5 }, "/every"],
    [{ mode: "medium" }, "/mode"],
    [{ colour: "red" }, "/colour"],
    [{ "a/b~c": 1 }, "/a~1b~0c"],
    [{ server: { host: "a", user: "b" } }, "/server/user"],
    [{ server: { port: "80" } }, "/server/port"],
    [{ rules: [{ word: "a" }, { wort: "b" }] }, "/rules/1/wort"],
    [{ counts: { a: "1" } }, "/counts/a"],
    [{ login: { pass: 5 } }, "/login/pass"],
    [JSON.parse(`{"__proto__": {"a": 1}}`), "/__proto__"],
    [{ toString: 1 }, "/toString"],
  ];
  assert.deepEqual(faults.map(([values]) => schema.fault(values)?.path), faults.map(([, path]) => path));
});

Deno.test("defaults fill what is not set, also inside", () => {
  assert.deepEqual(schema.withDefaults({ server: { port: 80 } }), {
    every: 5,
    server: { host: "localhost", port: 80 },
  });
});

Deno.test("alternatives and conditions of the whole are open to values that come one by one", () => {
  const either = new SettingsSchema({
    anyOf: [
      { properties: { token: { type: "string" } }, required: ["token"] },
      { properties: { user: { type: "string" }, pass: { type: "string" } }, required: ["user", "pass"] },
    ],
  });
  assert.equal(either.fault({ user: "a" }), undefined);
  assert.equal(either.fault({ other: "a" })?.path, "/other");
});

Deno.test("a hostile schema costs nothing: patterns are not run, sizes are capped, circles end", () => {
  const hostile = new SettingsSchema({ properties: { a: { type: "string", pattern: "^(a+)+$", format: "regex" } } });
  assert.equal(hostile.fault({ a: `${"a".repeat(50)}!` }), undefined);
  const circle = new SettingsSchema({
    $ref: "#",
    properties: { a: { $ref: "#/properties/b" }, b: { $ref: "#/properties/a" } },
  });
  assert.equal(circle.fault({ a: 1 }), undefined);
  const recursive = new SettingsSchema({
    properties: { a: { $ref: "#/$defs/n" } },
    $defs: { n: { properties: { a: { $ref: "#/$defs/n" } } } },
  });
  assert.equal(recursive.fault({ a: { a: { a: { b: 1 } } } })?.path, "/a/a/a/b");
  let deep: Record<string, unknown> = {};
  for (let level = 0; level < 40; level++) deep = { properties: { a: deep } };
  assert.match(new SettingsSchema(deep).problem ?? "", /nested deeper than 32/);
  const wide = Object.fromEntries(Array.from({ length: 3_000 }, (_, n) => [`n${n}`, {}]));
  assert.match(new SettingsSchema({ properties: wide }).problem ?? "", /more than 2000 parts/);
  const outside = new SettingsSchema({ properties: { a: { $ref: "https://evil.example/schema.json" } } });
  assert.equal(outside.fault({ a: { any: 1 } }), undefined);
});
