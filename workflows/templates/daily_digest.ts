/**
 * Daily digest of a channel
 *
 * Each morning what was said in a channel since the morning before: how much, by how many, the threads with the most
 * answers and the messages with the most reactions. A day on which nobody said anything gets no digest.
 */
import { cron, workflow } from "@bulkhead/workflow";

/** The channel that is read, and the one that gets the digest. */
const FROM = "#general";
const TO = "#general";
const DAY_MS = 24 * 60 * 60 * 1_000;
/** Of a day with more messages the newest. */
const MOST = 1_000;
/** How many threads and messages are named. */
const TOP = 3;

export default workflow({
  description: "What was said in a channel since the morning before",
  on: cron("0 9 * * *", { timezone: "Europe/Berlin" }),
  uses: ["chat"],
}, async ({ run, now, chat }) => {
  const end = run.dueAt?.getTime() ?? now();
  const messages: Message[] = [];
  let before: number | undefined;
  while (messages.length < MOST) {
    const page = await chat.message.list({ channel: FROM, limit: 50, ...(before === undefined ? {} : { before }) });
    // Each page is older than the one before it.
    messages.push(...page.items.filter((message) => isOfTheDay(message, end)));
    const oldest = page.items[0];
    if (!oldest || !page.hasMore || Date.parse(oldest.createdAt) < end - DAY_MS) break;
    before = oldest.seq;
  }
  if (messages.length === 0) return "a quiet day";

  const people = new Set(messages.map(({ author }) => author.id)).size;
  const lines = [
    `**${FROM} since yesterday**: ${count(messages.length, "message")} by ${count(people, "person", "people")}`,
  ];
  const threads = busiestThreads(messages);
  if (threads.length > 0) lines.push("", "Threads:");
  for (const [root, answers] of threads) {
    const first = messages.find(({ id }) => id === root) ?? await chat.message.get({ id: root });
    lines.push(`• ${excerpt(first)}: ${count(answers, "answer")}`);
  }
  const liked = mostReactions(messages);
  if (liked.length > 0) lines.push("", "Reactions:");
  for (const [message, reactions] of liked) lines.push(`• ${excerpt(message)}: ${reactions}`);
  await chat.message.send({ channel: TO, text: lines.join("\n") });
  return count(messages.length, "message");
});

interface Message {
  id: string;
  text: string;
  author: { id: string; name: string; kind: string };
  createdAt: string;
  deletedAt?: string;
  threadId?: string;
  seq: number;
  reactions: { emoji: string; users: string[] }[];
}

/** Only what people and agents wrote: workflows, this one among them, do not make a day busy. */
function isOfTheDay({ author, createdAt, deletedAt }: Message, end: number): boolean {
  const at = Date.parse(createdAt);
  return ["human", "agent"].includes(author.kind) && !deletedAt && at >= end - DAY_MS && at < end;
}

function busiestThreads(messages: Message[]): [root: string, answers: number][] {
  const answers = new Map<string, number>();
  for (const { threadId } of messages) if (threadId) answers.set(threadId, (answers.get(threadId) ?? 0) + 1);
  return [...answers].sort(([, a], [, b]) => b - a).slice(0, TOP);
}

function mostReactions(messages: Message[]): [message: Message, reactions: string][] {
  const total = ({ reactions }: Message) => reactions.reduce((sum, { users }) => sum + users.length, 0);
  return messages.filter((message) => total(message) > 0)
    .sort((a, b) => total(b) - total(a))
    .slice(0, TOP)
    .map((message) => [message, message.reactions.map(({ emoji, users }) => `${emoji} ${users.length}`).join(" ")]);
}

/** The beginning of a message, with mentions that mention nobody a second time. */
function excerpt({ text, author, deletedAt }: Message): string {
  if (deletedAt) return "a deleted message";
  const line = text.replaceAll(/\s+/g, " ").replaceAll("@", "@\u200b").trim();
  return `“${line.length > 80 ? `${line.slice(0, 79)}…` : line}” (${author.name})`;
}

function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}
