import assert from "node:assert/strict";
import { consentOf, consentSearch } from "./consent.ts";
import type { InspectInfo, PermissionInfo } from "./wire.ts";

const permission = (kind: string, target: string, risk: "low" | "high" = "low"): PermissionInfo => ({
  kind,
  target,
  reason: "because",
  granted: false,
  risk,
});

const info = (more: Partial<InspectInfo> = {}): InspectInfo => ({
  source: "https://plugins.example.com/#polls",
  manifest: { id: "polls", version: "1.2.0", name: "Polls" },
  publisher: "Acme",
  signature: "valid",
  tier: "first-use",
  permissions: [permission("net", "api.example.com"), permission("publish", "polls.**")],
  limits: {},
  requires: [],
  hash: "00",
  sizeBytes: 1,
  grantHash: "11",
  problems: [],
  ...more,
});

Deno.test("the button names what it grants", () => {
  const consent = consentOf(info());
  assert.equal(consent.button, "Install and grant network and events");
  assert.equal(consent.method, "host.plugin.install");
  assert.equal(consent.dangerous, false);
  assert.equal(consentOf(info({ permissions: [] })).button, "Install without permissions");
});

Deno.test("with a problem there is no button", () => {
  const problem = { reason: "engine_mismatch", message: "It needs ^2", hint: "Wait for ours." };
  const consent = consentOf(info({ problems: [problem] }));
  assert.deepEqual([consent.button, consent.method], [undefined, undefined]);
  assert.deepEqual(consent.problems, [problem]);
  const [bare] = consentOf(info({ problems: [{ reason: "engine_mismatch", message: "It needs ^2" }] })).problems;
  assert.match(bare!.hint!, /another version/);
});

Deno.test("a wrong signature is a problem even when the host names none", () => {
  const consent = consentOf(info({ signature: "invalid" }));
  assert.equal(consent.button, undefined);
  assert.equal(consent.problems[0]!.reason, "signature_invalid");
});

Deno.test("an unsigned package and a high risk are told by colour, a folder of this machine is not", () => {
  assert.equal(consentOf(info({ signature: "unsigned", tier: "local-dev" })).dangerous, false);
  assert.equal(consentOf(info({ signature: "unsigned", tier: "unsigned" })).dangerous, true);
  assert.equal(consentOf(info({ permissions: [permission("process", "git", "high")] })).dangerous, true);
});

Deno.test("an update asks for its difference only", () => {
  const added = [permission("process", "git", "high")];
  const changes = { from: "1.1.0", to: "1.2.0", added, removed: [], limits: [], needsConsent: true };
  const consent = consentOf(info({ changes }), "https://plugins.example.com/#polls");
  assert.equal(consent.kind, "update");
  assert.equal(consent.button, "Update to 1.2.0 and grant programs");
  assert.equal(consent.method, "host.plugin.update");
  assert.deepEqual(consent.granted, added);
  assert.equal(consentOf(info({ changes: { ...changes, added: [] } })).button, "Update to 1.2.0");
});

Deno.test("an older version is a way back, the same one needs nothing", () => {
  const changes = { from: "2.0.0", to: "1.2.0", added: [], removed: [], limits: [], needsConsent: false };
  assert.equal(consentOf(info({ changes })).button, "Go back to 1.2.0");
  const same = consentOf(info({ changes: { ...changes, from: "1.2.0" } }));
  assert.deepEqual([same.kind, same.button], ["same", undefined]);
});

Deno.test("another source than the installed one is an installation, even of a newer version", () => {
  const changes = { from: "1.1.0", to: "1.2.0", added: [], removed: [], limits: [], needsConsent: false };
  const shown = info({ changes, source: "https://plugins.example.com/#polls@1.2.0" });
  assert.equal(consentOf(shown, "https://plugins.example.com/#polls").method, "host.plugin.update");
  assert.equal(consentOf(shown, "https://elsewhere.example.com/#polls").method, "host.plugin.install");
  assert.equal(consentOf(shown).method, "host.plugin.install");
});

Deno.test("a chosen version takes the place of the one in the source", () => {
  assert.deepEqual(consentSearch("https://a.example/x#polls@^1", "1.0.0"), {
    source: "https://a.example/x#polls",
    version: "1.0.0",
  });
  assert.deepEqual(consentSearch("https://me@a.example/polls-1.0.0.tgz"), {
    source: "https://me@a.example/polls-1.0.0.tgz",
  });
});
