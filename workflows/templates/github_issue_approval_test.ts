import assert from "node:assert/strict";
import { testWorkflow } from "@bulkhead/testing";
import script from "./github_issue_approval.ts";

const opened = (title = "The door squeaks") => ({
  type: "github.issues.opened",
  subject: "acme/site#7",
  data: { issue: { title, html_url: "https://github.com/acme/site/issues/7" }, repository: { full_name: "acme/site" } },
});
const start = () => testWorkflow(script, { plugins: { "chat.message.send": () => ({ id: "m1" }) } });

Deno.test("an issue is asked about in a channel, and the team is told when somebody approves", async () => {
  using test = start();
  const [run] = await test.publish(opened());
  const { question, channel, role, timeoutMs } = run!.steps[0]!.input as Record<string, unknown>;
  assert.deepEqual([channel, role, timeoutMs], ["#general", "member", 2 * 86_400_000]);
  assert.match(String(question), /acme\/site\?\n> The door squeaks\nhttps:\/\/github\.com\/acme\/site\/issues\/7$/);
  assert.deepEqual(test.calls, []);
  await run!.approve();
  assert.equal(await run!.result(), "taken up");
  assert.deepEqual(test.calls.map(({ params }) => params), [{
    channel: "#general",
    text: "We take up acme/site#7: The door squeaks\nhttps://github.com/acme/site/issues/7",
  }]);
});

Deno.test("nobody is told of an issue that is rejected, or that nobody decides on in two days", async () => {
  using test = start();
  const [rejected] = await test.publish(opened());
  await rejected!.reject();
  assert.equal(await rejected!.result(), "left alone");
  const [forgotten] = await test.publish({ ...opened(), subject: "acme/site#8" });
  await test.advance("2d");
  assert.equal(await forgotten!.result(), "left alone");
  assert.deepEqual(test.calls, []);
});

Deno.test("a title that somebody made endless does not hide the question", async () => {
  using test = start();
  const [run] = await test.publish(opened("x".repeat(10_000)));
  assert.ok(String((run!.steps[0]!.input as { question: string }).question).length < 400);
});
