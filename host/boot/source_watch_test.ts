import assert from "node:assert/strict";
import { until } from "../../tests/harness/mod.ts";
import { SourceWatch } from "./source_watch.ts";

Deno.test("changes in folders, new ones too, are told; behind links, in hidden folders and in node_modules they are not", async () => {
  const root = await Deno.realPath(await Deno.makeTempDir());
  try {
    for (const folder of ["plugin/methods", "plugin/.dev", "plugin/node_modules", "elsewhere"]) {
      await Deno.mkdir(`${root}/${folder}`, { recursive: true });
    }
    await Deno.symlink(root, `${root}/plugin/loop`);
    await Deno.symlink(`${root}/elsewhere`, `${root}/plugin/link`);
    const seen = new Set<string>();
    await using _watch = new SourceWatch(
      [`${root}/plugin`, `${root}/missing`],
      (path) => seen.add(path.slice(root.length + 1)),
    );
    const write = async (path: string) => {
      await Deno.writeTextFile(`${root}/${path}`, crypto.randomUUID());
    };
    await until(async () => {
      await write("plugin/methods/a.ts");
      return seen.has("plugin/methods/a.ts");
    }, { what: "the first change" });
    for (const path of ["plugin/.dev/b.ts", "plugin/node_modules/c.ts", "elsewhere/d.ts"]) await write(path);
    await Deno.mkdir(`${root}/plugin/domain`);
    await until(async () => {
      await write("plugin/domain/e.ts");
      return seen.has("plugin/domain/e.ts");
    }, { what: "a change in the new folder" });
    assert.deepEqual([...seen].filter((path) => /[bcd]\.ts/.test(path)), []);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
