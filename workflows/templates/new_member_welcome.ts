/**
 * New member welcome
 *
 * Greets everybody who is new in chat, and tells them a little more a day later, in the same thread.
 */
import { event, workflow } from "@bulkhead/workflow";

const CHANNEL = "#general";

export default workflow({
  description: "Greets everybody who is new in chat",
  // Guests see only the channels to which they are added; agents need no greeting.
  on: event("chat.member.joined", { where: { "data.role": ["member", "admin", "owner"] } }),
  uses: ["chat"],
}, async ({ event, chat, sleep }) => {
  const { name, handle } = event.data;
  const { id } = await chat.message.send({
    channel: CHANNEL,
    text: `Welcome, ${
      handle === undefined ? name : `@${handle}`
    }! Say hello, and ask whatever you like: someone here knows.`,
  });
  await sleep("1d");
  await chat.message.send({
    channel: CHANNEL,
    threadId: id,
    text:
      `${name}, now that you have looked around: the other channels are in the list at the left, and you can join ` +
      "any of them. What did you miss on your first day?",
  });
});
