import assert from "node:assert/strict";
import { type FileTree, testHost } from "../../tests/harness/mod.ts";
import type { CliRunOptions } from "./_test_host.ts";
import { runWith } from "./_test_host.ts";

const DESK: FileTree = {
  "plugin.json": JSON.stringify({
    ...{ id: "desk", version: "0.1.0", engine: "^1", name: "Desk" },
    permissions: { subscribe: [{ type: "shop.**", reason: "takes orders" }] },
    events: { listens: { "shop.**": { type: "object" } } },
  }),
  "plugin.ts": `import { definePlugin } from "@bulkhead/plugin";
export default definePlugin({ events: { "shop.**": () => {} } });
`,
};

Deno.test("events are published, listed, followed and their consumers steered by command", async () => {
  await using host = await testHost({ pluginFiles: { desk: DESK } });
  const run = (args: string[], options: CliRunOptions = {}) =>
    runWith({ BULKHEAD_DATA: host.dataDir }, ["events", ...args], options);

  const paid = ["publish", "shop.order.paid", '{"total":5}', "--subject", "o1", "--id", "x"];
  const published = await run(paid);
  assert.match(published.out, /^Event x is stored at position \d+\n$/, published.err);
  assert.match((await run(paid)).out, /^Event x was there already at/);
  const other = await run(["publish", "shop.order.paid", "--id", "x"]);
  assert.match(other.err, /The id "x" is taken/);
  assert.match((await run(["publish", "shop.order.lost", "-"], { stdin: '{"a":"\\u001b[31m"}' })).out, /is stored/);
  const seq = Number(/position (\d+)/.exec(published.out)![1]);

  const listed = await run(["list", "--type", "shop.**", "--subject", "o1"]);
  assert.match(listed.out, new RegExp(`^ *${seq} 20.* host: shop.order.paid \\[o1\\] {"total":5}\n$`));
  const json = (await run(["list", "--type", "shop.order.lost", "--json"])).out.trim().split("\n");
  assert.deepEqual(json.map((line) => JSON.parse(line).seq), [seq + 1]);
  assert.equal((await run(["list", "--type", "shop.**", "--since", String(seq + 1)])).out, "");
  assert.match((await run(["list", "--type", "shop.**", "--since", "2020-01-01"])).out, /o1/);
  assert.match((await run(["list", "--since", "yesterday"])).err, /"yesterday" is neither a position nor a time/);

  let tries = 0;
  const tail = run(["tail", "--type", "shop.**"], {
    until: (out) => out.includes("tailed"),
  });
  const publishing = (async () => {
    while (tries++ < 100) {
      await run(["publish", "shop.order.tailed", "1"]);
      if (await Promise.race([tail.then(() => true), new Promise((resolve) => setTimeout(resolve, 100))])) return;
    }
  })();
  assert.match((await tail).out, /host: shop.order.tailed 1\n/);
  await publishing;

  assert.match((await run(["types"])).out, /shop\.order\.paid +1 .* host +plugin:desk +full/);
  assert.match((await run(["consumers"])).out, /plugin:desk +running/);
  assert.match((await run(["pause", "plugin:desk"])).out, /^plugin:desk is paused at position \d+; \d+ events wait\n$/);
  assert.match((await run(["consumers"])).out, /plugin:desk +paused by /);
  assert.match(
    (await run(["replay", "plugin:desk", "--position", "0"])).out,
    /is paused at position 0; \d+ events wait/,
  );
  assert.match((await run(["resume", "plugin:desk"])).out, /is running/);
  assert.match((await run(["replay", "plugin:desk", "--time", "2020-01-01T00:00Z"])).out, /is running/);
  assert.equal((await run(["replay", "plugin:desk"])).code, 2);
  assert.equal((await run(["replay", "plugin:desk", "--position", "-1"])).code, 2);
  assert.match((await run(["pause", "plugin:nobody"])).err, /There is no consumer "plugin:nobody" \(not_found/);
  assert.equal((await run(["dead", "list"])).out, "There are no dead letters\n");
  for (const verb of ["show", "replay", "drop"]) {
    assert.match((await run(["dead", verb, "7"])).err, /There is no dead letter 7 \(not_found/);
  }
  assert.equal((await run(["dead", "replay", "7", "--edit", "{"])).code, 2);
});
