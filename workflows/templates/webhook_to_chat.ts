/**
 * Webhook to chat
 *
 * Turns what another system posts to /hooks/workflow/to-chat into a message. The text is a template: {{path.to.field}} is
 * filled from the JSON that was sent. Requests are signed with the secret TO_CHAT_SECRET, by Standard Webhooks or as
 * GitHub does.
 */
import { hook, workflow } from "@bulkhead/workflow";

const CHANNEL = "#general";
const TEXT = "**{{title}}** {{message}}\n{{link.url}}";
/** Longest text of one field. */
const MAX_FIELD = 1_000;

export default workflow({
  description: "Turns a signed webhook into a message",
  on: hook("to-chat", { secret: "TO_CHAT_SECRET" }),
  uses: ["chat"],
  // Messages come in the order of the requests.
  concurrency: { limit: 1 },
}, async ({ input, chat }) => {
  let filled = 0;
  const text = TEXT.replaceAll(/\{\{([\w.]+)\}\}/g, (_, path: string) => {
    const value = field(input.body, path);
    if (value !== "") filled++;
    return value;
  }).replaceAll("****", "").split("\n").map((line) => line.trim()).filter(Boolean).join("\n");
  if (filled === 0) throw new Error(`The request has none of the fields of the template: ${input.text.slice(0, 200)}`);
  await chat.message.send({ channel: CHANNEL, text });
});

/** The value at a path as one line of text; "" when there is none. Mentions in it mention nobody. */
function field(body: unknown, path: string): string {
  let value: unknown = body;
  for (const name of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return "";
    value = (value as Record<string, unknown>)[name];
  }
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return "";
  return String(value).replaceAll(/\s+/g, " ").replaceAll("@", "@\u200b").trim().slice(0, MAX_FIELD);
}
