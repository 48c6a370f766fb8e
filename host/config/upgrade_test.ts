import assert from "node:assert/strict";
import { ExitError } from "./exit_error.ts";
import { readUpgrade } from "./upgrade.ts";

const KEY = new Uint8Array(32).fill(7).toBase64();
const read = (table: unknown) => readUpgrade(table, { where: "/data/bulkhead.toml", dataDir: "/data" });

Deno.test("without the table nothing is looked for, and limits are as the README says", () => {
  assert.deepEqual(read(undefined), {
    packages: "registry",
    readyMs: 180_000,
    watchMs: 60_000,
    keepMs: 7 * 86_400_000,
  });
});

Deno.test("a source is a folder, in the data folder unless it is absolute, or a URL; keys are one or several", () => {
  assert.equal(read({ source: "releases-here" }).source, "/data/releases-here");
  assert.equal(read({ source: "/srv/releases" }).source, "/srv/releases");
  assert.equal(read({ source: "https://example.com/x/" }).source, "https://example.com/x/");
  assert.deepEqual(read({ key: KEY }).keys, [KEY]);
  assert.deepEqual(read({ key: [KEY, KEY] }).keys, [KEY, KEY]);
  assert.deepEqual(
    read({ packages: "cache", "ready-seconds": 30, watch_seconds: 5, "keep-days": 0 }),
    { packages: "cache", readyMs: 30_000, watchMs: 5_000, keepMs: 0 },
  );
});

Deno.test("what does not fit is refused by its name with what is expected", () => {
  const cases: [unknown, RegExp][] = [
    ["releases", /The key "upgrade" in \/data\/bulkhead\.toml has to be a table/],
    [{ sorce: "x" }, /Unknown key "upgrade\.sorce".*did you mean source/],
    [{ source: "ftp://example.com" }, /"upgrade\.source".*expected a folder, or a URL/],
    [{ source: "https://me:secret@example.com" }, /"upgrade\.source"/],
    [{ key: "short" }, /"upgrade\.key".*32 bytes in base64/],
    [{ key: [] }, /"upgrade\.key"/],
    [{ packages: "jsr" }, /"upgrade\.packages".*"registry" or "cache"/],
    [{ "ready-seconds": 1 }, /"upgrade\.ready-seconds".*5 to 3600 seconds/],
  ];
  for (const [table, words] of cases) {
    assert.throws(() => read(table), (error) => {
      assert.ok(error instanceof ExitError && error.exitCode === 2, String(error));
      assert.match(error.message, words);
      return true;
    });
  }
});
