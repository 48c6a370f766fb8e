import assert from "node:assert/strict";
import { bundledIds, errorsModule, generate } from "./generate.ts";

Deno.test("everything that is generated is fresh", async () => {
  assert.deepEqual(await generate({ check: true }), [], "run: deno task generate");
});

Deno.test("an entry of the error table that is too long for a line stands on several", () => {
  const entry = { code: -1, http: 500, retry: "never", title: "A short one" };
  const text = errorsModule({ short: entry, long: { ...entry, title: "x".repeat(100) } });
  assert.match(text, /^ {2}short: \{ code: -1, http: 500, retry: "never", title: "A short one" \},$/m);
  assert.match(text, /^ {2}long: \{\n {4}code: -1,\n/m);
});

Deno.test("only folders with a manifest are bundled plugins", () => {
  const root = Deno.makeTempDirSync();
  try {
    for (const name of ["b", "a", "notes"]) Deno.mkdirSync(`${root}/${name}`);
    for (const name of ["a", "b"]) Deno.writeTextFileSync(`${root}/${name}/plugin.json`, "{}");
    assert.deepEqual(bundledIds(new URL(`file://${root}/`)), ["a", "b"]);
  } finally {
    Deno.removeSync(root, { recursive: true });
  }
});
