import assert from "node:assert/strict";
import { upgradeBanner, type UpgradeKnown, type UpgradeWork } from "./upgrade.ts";

const WORK: UpgradeWork = { id: "w", kind: "upgrade", from: "1.3.0", to: "1.4.0", step: "fetch" };
const FAILED = { id: "w", kind: "upgrade", from: "1.3.0", to: "1.4.0", ok: false, at: "2026-03-01T09:00:00Z" } as const;

const banner = (change: Partial<UpgradeKnown>) =>
  upgradeBanner({ view: { version: "1.3.0" }, loaded: "1.3.0", online: true, dismissed: new Set(), ...change });

Deno.test("nothing is said while nothing changes", () => {
  assert.equal(banner({}), undefined);
  assert.equal(banner({ online: false }), undefined);
});

Deno.test("each step is said with how far it is", () => {
  const view = (change: Partial<UpgradeWork>) => ({ version: "1.3.0", work: { ...WORK, ...change } });
  assert.match(banner({ view: view({}) })!.text, /being updated to version 1\.4\.0\. Fetching the release$/);
  assert.match(banner({ view: view({ done: 50, total: 200 }) })!.text, /release, 25 %$/);
  assert.match(banner({ view: view({ kind: "rollback", to: "1.2.0" }) })!.text, /about to go back to version 1\.2\.0/);
});

Deno.test("while the host is away for it, that is what is said in place of a lost connection", () => {
  for (const step of ["handover", "copy", "start", "restore"] as const) {
    for (const online of [true, false]) {
      const found = banner({ view: { version: "1.3.0", work: { ...WORK, step } }, online });
      assert.equal(found?.kind, "restarting");
    }
  }
  assert.equal(
    banner({ view: { version: "1.3.0", work: WORK }, online: false }),
    undefined,
    "it is away for another reason",
  );
});

Deno.test("a page of another version than the host's offers to be loaded anew, also during the watch", () => {
  const view = { version: "1.4.0", work: { ...WORK, step: "watch" as const } };
  assert.deepEqual(banner({ view })?.kind, "reload");
  assert.equal(banner({ view, loaded: "1.4.0" }), undefined);
});

Deno.test("a failure is told to the pages that saw it begin, until it is put away", () => {
  const view = { version: "1.3.0", outcome: FAILED };
  assert.equal(banner({ view }), undefined);
  assert.equal(banner({ view, seen: "w" })?.kind, "failed");
  assert.equal(banner({ view, seen: "w", dismissed: new Set(["w"]) }), undefined);
});
