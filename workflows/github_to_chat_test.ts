import assert from "node:assert/strict";
import { RpcError } from "@bulkhead/plugin";
import { testWorkflow } from "@bulkhead/testing";
import script from "./github_to_chat.ts";

const repository = { full_name: "acme/site" };
const issue = { title: "The door squeaks", html_url: "https://github.com/acme/site/issues/7" };
const pull_request = { title: "Oil the door", html_url: "https://github.com/acme/site/pull/8" };

Deno.test("an opened issue and an opened pull request are told to #general with title and link", async () => {
  using test = testWorkflow(script, { plugins: { "chat.message.send": () => ({ id: "m1" }) } });
  const [first] = await test.publish({ type: "github.issues.opened", data: { issue, repository } });
  const [second] = await test.publish({ type: "github.pull_request.opened", data: { pull_request, repository } });
  await first!.result();
  await second!.result();
  assert.deepEqual(test.calls.map(({ params }) => params), [
    { channel: "#general", text: `Issue in acme/site: ${issue.title}\n${issue.html_url}` },
    { channel: "#general", text: `Pull request in acme/site: ${pull_request.title}\n${pull_request.html_url}` },
  ]);
});

Deno.test("other events of GitHub begin nothing", async () => {
  using test = testWorkflow(script);
  assert.deepEqual(await test.publish({ type: "github.issues.closed", data: { issue, repository } }), []);
  assert.deepEqual(await test.publish({ type: "github.push", data: { repository } }), []);
});

Deno.test("while chat is off the run waits, and the message is sent once when it is back", async () => {
  let off = true;
  using test = testWorkflow(script, {
    plugins: {
      "chat.message.send": () => {
        if (off) throw new RpcError("plugin_unavailable", "chat is disabled");
        return { id: "m1" };
      },
    },
  });
  const [run] = await test.publish({ type: "github.issues.opened", data: { issue, repository } });
  assert.deepEqual([run!.state, run!.reason], ["waiting", "waiting for chat"]);
  off = false;
  await test.advance("10s");
  await run!.result();
  assert.equal(run!.steps[0]!.attempts, 1);
});
