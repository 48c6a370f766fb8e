import assert from "node:assert/strict";
import type { PluginInfo } from "../kernel/ports.ts";
import { downSince } from "./new_version_watch.ts";

const plugin = (id: string, state: PluginInfo["state"], more: Partial<PluginInfo> = {}) =>
  ({ id, state, enabled: true, ...more }) as PluginInfo;

Deno.test("a version is broken by plugins that were ready and are down, not by others", () => {
  const before = ["chat", "supervisor"];
  assert.equal(downSince(before, [plugin("chat", "ready"), plugin("supervisor", "degraded")]), undefined);
  assert.equal(downSince(before, [plugin("chat", "starting"), plugin("supervisor", "needs_grant")]), undefined);
  const off = plugin("supervisor", "stopped", { enabled: false });
  assert.equal(downSince(before, [plugin("chat", "ready"), off, plugin("other", "quarantined")]), undefined);
  assert.equal(
    downSince(before, [plugin("chat", "quarantined", { reason: "setup failed" })]),
    'Plugins that were ready before do not serve with it: "chat" is quarantined: setup failed; "supervisor" is not there',
  );
});
