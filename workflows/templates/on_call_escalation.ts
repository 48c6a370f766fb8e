/**
 * On-call escalation
 *
 * Asks the person on call to take an alert over, with buttons under the message. Who does not answer within ten minutes,
 * or passes it on, is followed by the next, and in the end everybody is asked. It ends when somebody acknowledges, or
 * when the signal "resolved" says that the alert is over. Begin it by hand, or let your monitoring post
 * {"title": …, "details": …} to /hooks/workflow/on-call, signed with the secret ON_CALL_SECRET.
 */
import { hook, manual, workflow } from "@bulkhead/workflow";
import { z } from "zod";

const CHANNEL = "#general";
/** Who is asked, one after the other, and how long each has. */
const LADDER = [
  { who: "@alice", wait: "10m" },
  { who: "@bob", wait: "10m" },
  { who: "@alice @bob @carol @dave", wait: "30m" },
] as const;

const Alert = z.object({ title: z.string().min(1).max(300), details: z.string().max(4_000).default("") });

const BUTTONS = [
  { id: "ack", label: "Acknowledge", style: "primary" as const, comment: true },
  { id: "pass", label: "Pass on", confirm: "Ask the next person now?" },
];

export default workflow({
  description: "Asks one person after the other until somebody takes an alert over",
  on: [manual({ input: Alert }), hook("on-call", { secret: "ON_CALL_SECRET" })],
  uses: ["chat"],
}, async ({ input, chat, waitFor, signal }) => {
  const { title, details } = Alert.parse("body" in input ? input.body : input);
  const resolved = signal("resolved").then(() => "resolved" as const);
  const asked: string[] = [];
  for (const { who, wait } of LADDER) {
    const message = await chat.message.send({
      channel: CHANNEL,
      text: `${who} **${title}**${details === "" ? "" : `\n${details}`}`,
      actions: BUTTONS,
    });
    asked.push(message.id);
    // An answer to an earlier message counts as well: whoever comes late may still take it over.
    const where = { source: "chat", "data.messageId": [...asked] };
    const answer = await Promise.race([waitFor("chat.message.acted", { where, timeout: wait }), resolved])
      .catch((error) => {
        if (error.reason !== "deadline_exceeded") throw error;
        return "silence" as const;
      });
    if (answer === "silence" || (answer !== "resolved" && answer.data.action === "pass")) continue;
    const taker = answer === "resolved" ? undefined : answer.data.userName;
    for (const id of asked) await chat.message.edit({ id, actions: [] });
    const text = taker === undefined ? `Resolved: ${title}` : `${taker} has taken over: ${title}`;
    await chat.message.send({ channel: CHANNEL, text, threadId: asked[0]! });
    return taker ?? "resolved";
  }
  // A run that fails is seen in the cockpit, and can be told on.
  throw new Error(`Nobody has acknowledged "${title}"`);
});
