import assert from "node:assert/strict";
import { z } from "zod";
import { invalidParams } from "./validation.ts";

const schema = z.strictObject({
  name: z.string().min(2),
  items: z.array(z.object({ "a/b": z.number() })).optional(),
  kind: z.enum(["x", "y"]).optional(),
});

function errorOf(params: unknown) {
  const parsed = schema.safeParse(params);
  assert.ok(!parsed.success);
  return invalidParams("test.run", parsed.error, params);
}

Deno.test("the message names the place and what was expected, the path points there", () => {
  const cases: [unknown, string, string][] = [
    [{}, "/name", '"/name" is missing (expected string)'],
    [{ name: null }, "/name", '"/name" must be string, not null'],
    [{ name: "ok", items: [{ "a/b": "1" }] }, "/items/0/a~1b", '"/items/0/a~1b" must be number, not string'],
    [{ name: "ok", extra: 1 }, "/extra", '"/extra" is not a known field'],
    [[1], "", "the value must be object, not array"],
  ];
  for (const [params, path, message] of cases) {
    const error = errorOf(params);
    assert.equal(error.code, -32602);
    assert.equal(error.data.path, path);
    assert.equal(error.message, `Invalid params of test.run: ${message}`);
    assert.match(error.data.hint!, /openrpc\.json/);
  }
});

Deno.test("other faults keep the schema's own words, and no more than three are named", () => {
  assert.match(errorOf({ name: "a" }).message, /"\/name": .*>=2 characters/);
  assert.match(errorOf({ name: "ok", kind: "z" }).message, /"\/kind": .*"x"\|"y"/);
  assert.match(errorOf({ name: 1, kind: 2, items: [{}, {}] }).message, /; and 1 more$/);
});
