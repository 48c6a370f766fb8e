/**
 * GitHub to chat
 *
 * Writes the title and link of each opened issue and pull request to #general, in the order of the deliveries. Needs the
 * secret GITHUB_WEBHOOK_SECRET and a webhook of GitHub to /hooks/github.
 */
import { event, workflow } from "@bulkhead/workflow";

export default workflow({
  description: "Tells #general about opened issues and pull requests",
  on: [event("github.issues.opened"), event("github.pull_request.opened")],
  uses: ["chat"],
  concurrency: { limit: 1 },
}, async ({ event, chat }) => {
  const what = event.data.issue ?? event.data.pull_request;
  const kind = event.data.issue ? "Issue" : "Pull request";
  const where = event.data.repository.full_name;
  await chat.message.send({ channel: "#general", text: `${kind} in ${where}: ${what.title}\n${what.html_url}` });
});
