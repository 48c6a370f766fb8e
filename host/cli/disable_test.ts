import assert from "node:assert/strict";
import { type FileTree, testHost } from "../../tests/harness/mod.ts";
import { runWith } from "./_test_host.ts";

const plugin = (id: string, more: Record<string, unknown> = {}): FileTree => ({
  "plugin.json": JSON.stringify({ id, version: "1.0.0", engine: "^1", name: id, ...more }),
  "plugin.ts": `import { definePlugin } from "@bulkhead/plugin"; export default definePlugin({});`,
});

Deno.test("disable names who depends on a plugin, asks where somebody is, and does it all the same for a script", async () => {
  await using host = await testHost({
    pluginFiles: {
      mail: plugin("mail"),
      news: plugin("news", { requires: { mail: "^1" } }),
      quiet: plugin("quiet", { optionalRequires: { mail: "^1" } }),
    },
  });
  const run = (args: string[], answer?: boolean) =>
    runWith({ BULKHEAD_DATA: host.dataDir }, ["plugin", ...args], answer === undefined ? {} : { answer });
  const named = "mail is used by:\n" +
    "  plugin news: stops until somebody provides it again\n" +
    "  plugin quiet: goes on without it\n";

  assert.deepEqual(await run(["disable", "mail"], false), {
    code: 0,
    out: "mail stays on\n",
    err: `${named}Switch mail off?\n`,
  });
  assert.equal(host.running.kernel.states().mail, "ready");
  const yes = await run(["disable", "mail", "--yes"], false);
  assert.deepEqual(yes, { code: 0, out: "mail: disabled\n", err: named });
  assert.deepEqual(host.running.kernel.states(), { mail: "disabled", news: "stopped", quiet: "ready" });
  assert.deepEqual((await run(["disable", "mail"], true)).err, "", "it is off already");
  await run(["enable", "mail"]);
  assert.equal((await run(["disable", "mail"])).out, "mail: disabled\n");
  assert.equal((await run(["disable", "quiet"], false)).out, "quiet: disabled\n", "nobody would miss it");
});
