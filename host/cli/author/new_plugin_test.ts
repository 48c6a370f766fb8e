import assert from "node:assert/strict";
import { newPlugin } from "./new_plugin.ts";

const CHECKOUT = decodeURIComponent(new URL("../../..", import.meta.url).pathname);

async function deno(...args: string[]): Promise<{ code: number; output: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd: CHECKOUT }).output();
  return { code, output: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
}

Deno.test("a new plugin is formatted, lints, type-checks and passes its own test", async () => {
  const folder = Deno.makeTempDirSync({ dir: CHECKOUT, prefix: "new_plugin_" });
  try {
    const paths = await newPlugin("link-check", { folder });
    const sources = paths.filter((path) => path.endsWith(".ts"));
    for (
      const args of [
        ["fmt", "--check", ...sources, `${folder}/link-check/plugin.json`],
        ["lint", ...sources],
        ["test", "-A", "--quiet", `${folder}/link-check`],
      ]
    ) {
      const { code, output } = await deno(...args);
      assert.equal(code, 0, `${args[0]}:\n${output}`);
      if (args[0] === "test") assert.match(output, /3 passed/);
    }
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("a bad id and a folder that is there are refused by name", async () => {
  const folder = Deno.makeTempDirSync();
  try {
    for (const id of ["X", "a", "9lives", "a_b", "../up", "a".repeat(41)]) {
      await assert.rejects(
        newPlugin(id, { folder }),
        new RegExp(`"${id.replaceAll(".", "\\.")}" cannot be a plugin's id`),
      );
    }
    await newPlugin("notes", { folder });
    await assert.rejects(newPlugin("notes", { folder }), /notes" is there already/);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
