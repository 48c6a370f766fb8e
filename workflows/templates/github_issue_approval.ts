/**
 * GitHub issue, approval, chat
 *
 * Asks in a channel whether a new issue is taken up, with buttons under the message. When somebody approves, the team is
 * told; after two days without an answer the issue counts as left alone.
 */
import { event, workflow } from "@bulkhead/workflow";

/** Where it is asked, and who may answer: member, admin or owner. */
const ASK = { channel: "#general", role: "member" } as const;
/** Who is told of what is taken up. */
const TEAM = "#general";

export default workflow({
  description: "Asks whether a new issue is taken up, and tells the team",
  on: event("github.issues.opened"),
  uses: ["chat"],
  // A webhook that is sent anew for the same issue asks nobody again.
  idempotencyKey: "subject",
}, async ({ event, approve, chat }) => {
  const { issue, repository } = event.data;
  // What strangers write is shortened, so that it never hides the question.
  const title = String(issue.title).slice(0, 200);
  const question = `Take up this issue in ${repository.full_name}?\n> ${title}\n${issue.html_url}`;
  const taken = await approve(question, { ...ASK, timeout: "2d" });
  if (!taken) return "left alone";
  await chat.message.send({ channel: TEAM, text: `We take up ${event.subject}: ${title}\n${issue.html_url}` });
  return "taken up";
});
