import assert from "node:assert/strict";
import { lacks } from "../../harness/mod.ts";

/** The same tests again as on a machine without bubblewrap: Deno's permissions have to hold alone. */
Deno.test({
  name: "every escape fails without bubblewrap, too",
  ignore: lacks("bubblewrap") || Deno.env.has("BULKHEAD_TEST_WITHOUT"),
  fn: async () => {
    const folders = ["./", "../compartment/"].map((folder) => new URL(folder, import.meta.url).pathname);
    const { success, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["test", "-A", "--frozen", "--no-check", ...folders],
      env: { BULKHEAD_TEST_WITHOUT: "bubblewrap", NO_COLOR: "1" },
      stderr: "inherit",
    }).output();
    assert.ok(success, new TextDecoder().decode(stdout).slice(-8_000));
  },
});
