import assert from "node:assert/strict";
import { compareVersions } from "./versions.ts";

Deno.test("versions are ordered as semver says", () => {
  const ordered = [
    "nonsense",
    "0.9.10",
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-rc.2",
    "1.0.0-rc.10",
    "1.0.0",
    "1.2.0",
    "1.10.0",
  ];
  assert.deepEqual([...ordered].reverse().sort(compareVersions), ordered);
  assert.equal(compareVersions("1.2.3+build.7", "1.2.3"), 0);
});
