import assert from "node:assert/strict";
import * as zod from "zod";
import * as bundled from "./mod.js";

Deno.test("the bundled zod exports all that zod does, except the namespaces core and locales", () => {
  const expected = Object.keys(zod).filter((name) => name !== "core" && name !== "locales").sort();
  assert.deepEqual(Object.keys(bundled).sort(), expected);
  assert.deepEqual(Object.keys(bundled.z).sort(), expected.filter((name) => name !== "z" && name !== "default"));
});

Deno.test("the bundled zod speaks English by default", () => {
  const result = (bundled.z as unknown as typeof zod).string().safeParse(5);
  assert.equal(result.error?.issues[0]?.message, "Invalid input: expected string, received number");
});
