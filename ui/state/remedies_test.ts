import assert from "node:assert/strict";
import { remedyFor } from "./remedies.ts";
import { sentence } from "./sentence.ts";

Deno.test("every fault of a package that a person can meet has a remedy", async () => {
  const ports = await Deno.readTextFile(new URL("../../host/packages/ports.ts", import.meta.url));
  const faults = [...ports.matchAll(/^ {2}\| "([a-z_]+)"/gm)].map(([, fault]) => fault!);
  // These tell by themselves what to do: another source, or the page that asks for consent.
  const plain = new Set(["not_found", "consent_required"]);
  assert.ok(faults.length > 20);
  assert.deepEqual(faults.filter((fault) => !plain.has(fault) && !remedyFor(fault)), []);
});

Deno.test("a reason begins with a capital letter", () => {
  assert.equal(sentence("the setting channel is not set"), "The setting channel is not set");
  assert.equal(sentence("Ärger"), "Ärger");
  assert.equal(sentence('"notes" stopped'), '"notes" stopped');
});
