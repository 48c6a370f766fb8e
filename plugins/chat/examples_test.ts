import assert from "node:assert/strict";
import chat from "./plugin.ts";

Deno.test("every method says what it does, who may call it, and shows a call that fits with what it answers", () => {
  for (const [name, method] of Object.entries(chat.methods!)) {
    assert.ok(method.roles?.length, `${name} does not say who may call it`);
    assert.ok(method.examples?.length, `${name} has no example`);
    for (const { params, result } of method.examples!) {
      // A time in an example lies in the past of whoever runs this in years to come.
      const given = JSON.parse(JSON.stringify(params).replaceAll("2027-", `${new Date().getUTCFullYear() + 1}-`));
      const asked = method.params.safeParse(given), answered = method.result.safeParse(result);
      assert.ok(asked.success, `${name}: ${asked.error?.message}`);
      assert.ok(answered.success, `${name}: ${answered.error?.message}`);
    }
  }
});
