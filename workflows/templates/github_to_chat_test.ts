import assert from "node:assert/strict";
import { testWorkflow } from "@bulkhead/testing";
import shipped from "../github_to_chat.ts";
import script from "./github_to_chat.ts";

Deno.test("the template does what the shipped script does", async () => {
  const repository = { full_name: "acme/site" };
  const issue = { title: "The door squeaks", html_url: "https://github.com/acme/site/issues/7" };
  const pull_request = { title: "Oil the door", html_url: "https://github.com/acme/site/pull/8" };
  const said: unknown[] = [];
  for (const each of [shipped, script]) {
    using test = testWorkflow(each, { plugins: { "chat.message.send": () => ({ id: "m1" }) } });
    for (const [type, data] of [["issues", { issue }], ["pull_request", { pull_request }]] as const) {
      const [run] = await test.publish({ type: `github.${type}.opened`, data: { ...data, repository } });
      await run!.result();
    }
    said.push(test.calls.map(({ method, params }) => ({ method, params })));
  }
  assert.equal((said[0] as unknown[]).length, 2);
  assert.deepEqual(said[1], said[0]);
});
