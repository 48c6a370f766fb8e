import assert from "node:assert/strict";
import { permissionList } from "./permission_view.ts";

Deno.test("what is asked stands with its reason and whether it is held", () => {
  const asked = {
    call: [{ method: "host.user.list", reason: "Knows people by name" }, { method: "chat.**", reason: "Writes" }],
    secrets: [{ name: "TOKEN", optional: true, reason: "Signs in" }],
  };
  const granted = { call: [{ method: "host.user.list", reason: "Knows people by name" }] };
  assert.deepEqual(permissionList(asked, granted), [
    { kind: "call", target: "host.user.list", reason: "Knows people by name", granted: true },
    { kind: "call", target: "chat.**", reason: "Writes", granted: false },
    { kind: "secrets", target: "TOKEN", reason: "Signs in", granted: false },
  ]);
});

Deno.test("a hook at the plugin's root has an empty target", () => {
  assert.deepEqual(permissionList({ hooks: [{ path: "", reason: "Receives" }] }, {})[0]!.target, "");
});
