import assert from "node:assert/strict";
import { addedPermissions, withoutDanger } from "./permissions.ts";

Deno.test("what a new manifest asks for beyond the grant is named; other words and an order of its own are nothing new", () => {
  const granted = {
    net: [{ host: "a.org", reason: "as before" }, { host: "b.org", reason: "as before" }],
    call: [{ method: "one.x", reason: "as before" }],
  };
  assert.deepEqual(
    addedPermissions(granted, {
      net: [{ host: "b.org", reason: "in other words" }, { host: "a.org", reason: "again" }],
    }),
    [],
  );
  assert.deepEqual(
    addedPermissions(granted, {
      net: [{ host: "a.org:8443", reason: "another port" }],
      sys: [{ name: "hostname", reason: "shows it" }],
    }),
    ['net {"host":"a.org:8443"}', 'sys {"name":"hostname"}'],
  );
});

Deno.test("any program is for bundled plugins only", () => {
  const entries = { process: [{ command: "*", reason: "runs all" }, { command: "git", reason: "reads history" }] };
  assert.deepEqual(withoutDanger(entries, false).process?.map((entry) => entry.command), ["git"]);
  assert.deepEqual(withoutDanger(entries, true).process?.map((entry) => entry.command), ["*", "git"]);
});
