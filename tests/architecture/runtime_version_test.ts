import assert from "node:assert/strict";
import { CHECKOUT } from "../harness/mod.ts";

Deno.test("every command that names a version of Deno names the one that runs these tests", async () => {
  for (const file of ["README.md", "CONTRIBUTING.md", "plugins/README.md", "workflows/README.md"]) {
    const text = await Deno.readTextFile(`${CHECKOUT}/${file}`);
    for (const [, version] of text.matchAll(/\bdeno@(\d+\.\d+\.\d+)/g)) {
      assert.equal(version, Deno.version.deno, `${file} names deno@${version}`);
    }
  }
});

Deno.test("the README gives the two commands that do everything on a fresh machine", async () => {
  const text = await Deno.readTextFile(`${CHECKOUT}/README.md`);
  for (const task of ["start", "test"]) assert.match(text, new RegExp(`^npx -y deno@[\\d.]+ task ${task}$`, "m"));
});
