import { definePlugin, method } from "@bulkhead/plugin";
import { testPlugin } from "@bulkhead/testing";
import assert from "node:assert/strict";
import { z } from "zod";

const plugin = definePlugin({
  methods: {
    "pages.count": method({
      summary: "Counts pages",
      params: z.object({}),
      result: z.null(),
      handler: (_, ctx) => {
        ctx.progress(1, { total: 2, message: "one of two" });
        ctx.progress(2);
        ctx.background((own) => own.progress(3));
        return null;
      },
    }),
  },
});

Deno.test("how far a call is goes to the host with the call that it is about; work in the background has none", async () => {
  await using test = await testPlugin(plugin);
  await test.call("test.pages.count");
  const [first, second] = test.progress;
  assert.equal(test.progress.length, 2);
  assert.deepEqual(first, { parent: first!.parent, progress: 1, total: 2, message: "one of two" });
  assert.deepEqual(second, { parent: first!.parent, progress: 2 });
});
