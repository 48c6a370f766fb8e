import assert from "node:assert/strict";
import { UpgradeError, type UpgradeFault } from "../ports.ts";
import { entry, index, newKey, NOW, signed } from "../_test/releases.ts";
import { checkFresh, obstacle, type ReleaseIndex, verifyIndex } from "./release_index.ts";

const FROM = "https://releases.example.com";
const HERE = { version: "1.3.0", deno: "2.9.6" };

function refused(work: () => unknown, fault: UpgradeFault, words: RegExp): void {
  assert.throws(work, (error) => {
    assert.ok(error instanceof UpgradeError, String(error));
    assert.equal(error.fault, fault, error.message);
    assert.match(`${error.message}\n${error.hint}`, words);
    return true;
  });
}

Deno.test("an index is taken from a trusted key, newest release first, whatever other keys sign it too", async () => {
  const [key, other] = [await newKey(), await newKey()];
  const releases = [entry({ version: "1.2.0" }), entry({ version: "1.10.0" }), entry({ version: "1.9.0" })];
  const verified = verifyIndex(signed(index({ releases }), other, key), [key.publicKey], FROM);
  assert.deepEqual(verified.index.releases.map(({ version }) => version), ["1.10.0", "1.9.0", "1.2.0"]);
  assert.equal(verified.key, key.fingerprint);
});

Deno.test("the form of the file is free: the same content in other order and with blanks keeps its signature", async () => {
  const key = await newKey();
  const { signed: content, signatures } = JSON.parse(new TextDecoder().decode(signed(index(), key)));
  const turned = Object.fromEntries(Object.entries(content).reverse());
  const bytes = new TextEncoder().encode(JSON.stringify({ signatures, signed: turned }));
  assert.equal(verifyIndex(bytes, [key.publicKey], FROM).index.revision, 3);
});

Deno.test("a key that is not trusted is refused and named, and so is no key at all", async () => {
  const [key, other] = [await newKey(), await newKey()];
  refused(
    () => verifyIndex(signed(index(), other), [key.publicKey], FROM),
    "signature_invalid",
    new RegExp(`signed with the key ${other.fingerprint}, expected ${key.fingerprint}`),
  );
  const bare = new TextEncoder().encode(JSON.stringify({ signed: index(), signatures: [] }));
  refused(() => verifyIndex(bare, [key.publicKey], FROM), "signature_invalid", /signed with no key/);
  refused(() => verifyIndex(signed(index(), key), [], FROM), "signature_invalid", /expected/);
});

Deno.test("every change to what was signed is told", async () => {
  const key = await newKey();
  const good = new TextDecoder().decode(signed(index(), key));
  const changes: [string, string][] = [
    ['"1.4.0"', '"1.5.0"'],
    ["aaaaaaaa", "bbbbbbbb"],
    ["2030-02-01", "2039-02-01"],
    ['"revision": 3', '"revision": 4'],
    ['"notes": ""', '"notes": "", "more": 1'],
  ];
  for (const [was, is] of changes) {
    const bytes = new TextEncoder().encode(good.replace(was, is));
    assert.notEqual(good, new TextDecoder().decode(bytes));
    refused(
      () => verifyIndex(bytes, [key.publicKey], FROM),
      "signature_invalid",
      /were changed after they were signed/,
    );
  }
});

Deno.test("what is signed and does not fit is refused with its place", async () => {
  const key = await newKey();
  const cases: [Partial<ReleaseIndex> | { releases: unknown[] }, RegExp][] = [
    [{ releases: [entry({ file: "../../etc/passwd.tgz" })] }, /\/signed\/releases\/0\/file/],
    [{ releases: [entry({ file: "a/b.tgz" })] }, /\/signed\/releases\/0\/file/],
    [{ releases: [entry({ version: "1.4" })] }, /\/version: expected a version such as/],
    [{ releases: [entry({ size: 1e12 })] }, /\/size/],
    [{ releases: [entry({ deno: "latest please" })] }, /\/deno: expected a range/],
    [{ releases: [entry(), entry()] }, /lists version 1\.4\.0 twice/],
    [{ product: "other" as "bulkhead" }, /\/product/],
    [{ expires: "soon" }, /\/expires/],
  ];
  for (const [change, words] of cases) {
    const bytes = signed(index(change as Partial<ReleaseIndex>), key);
    refused(() => verifyIndex(bytes, [key.publicKey], FROM), "index_invalid", words);
  }
  for (const text of ["", "null", "[]", "{", '{"signed":1}', "\u0000"]) {
    assert.throws(() => verifyIndex(new TextEncoder().encode(text), [key.publicKey], FROM), UpgradeError);
  }
});

Deno.test("an older index than one that was seen, a changed one of the same revision, and one whose time is up are refused", async () => {
  const key = await newKey();
  const of = (change: Partial<ReleaseIndex>) => verifyIndex(signed(index(change), key), [key.publicKey], FROM);
  const now = of({});
  const at = (seen: { revision: number; sha256: string } | undefined, nowMs = NOW) => ({
    seen: seen ? [seen] : [],
    nowMs,
    from: FROM,
  });
  checkFresh(now, at(undefined));
  checkFresh(now, at({ revision: 3, sha256: now.sha256 }));
  checkFresh(of({ revision: 4 }), at({ revision: 3, sha256: now.sha256 }));
  refused(
    () => checkFresh(of({ revision: 2 }), at({ revision: 3, sha256: now.sha256 })),
    "index_older",
    /has revision 2, but 3 was seen/,
  );
  refused(
    () => checkFresh(of({ releases: [] }), at({ revision: 3, sha256: now.sha256 })),
    "index_older",
    /has changed, but still has revision 3/,
  );
  refused(() => checkFresh(now, at(undefined, Date.parse("2030-02-01T00:00:00Z"))), "index_expired", /counted until/);
});

Deno.test("a release that is not newer, too far away, or for another Deno cannot be gone to, and what helps is said", () => {
  assert.equal(obstacle(entry(), HERE), undefined);
  assert.equal(obstacle(entry({ version: "1.3.1" }), HERE), undefined);
  const cases: [Parameters<typeof entry>[0], UpgradeFault, RegExp][] = [
    [{ version: "1.3.0" }, "not_newer", /not newer than 1\.3\.0/],
    [{ version: "1.2.9" }, "not_newer", /--rollback/],
    [{ version: "1.3.0-beta.1" }, "not_newer", /not newer/],
    [{ from: "1.3.5" }, "too_old", /from 1\.3\.5 or newer[\s\S]*--to 1\.3\.5/],
    [
      { deno: "~3.1.0" },
      "deno_mismatch",
      /needs Deno ~3\.1\.0, and 2\.9\.6 runs[\s\S]*npm install --global deno@3\.1\.0/,
    ],
  ];
  for (const [change, fault, words] of cases) {
    const found = obstacle(entry(change), HERE);
    assert.equal(found?.fault, fault);
    assert.match(`${found?.message}\n${found?.hint}`, words);
  }
});
