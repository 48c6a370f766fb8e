import type { Client } from "./client.ts";

interface Message {
  id: string;
  seq: number;
  threadId?: string;
  author: { id: string };
  deletedAt?: string;
}

/** Somebody at work: where they are, what is on their screen, and what they wrote. */
export interface Person {
  client: Client;
  random(): number;
  channels: string[];
  direct: string[];
  /** Names of all who are there. */
  people: string[];
  at: string;
  shown: Message[];
  own: string[];
  sections: string[];
}

type Action = (person: Person) => Promise<unknown>;

const WORDS = "the team ships a release on friday and the build is green again so please look at the draft before noon"
  .split(" ");

/**
 * What people do, and how often of fifteen: names and frequencies are those of mattermost-load-test-ng, which were counted on a server
 * with many thousands of people. What chat does not have (surveys, several teams, reports) is left out.
 */
export const ACTIONS: { name: string; frequency: number; run: Action }[] = [
  { name: "SwitchChannel", frequency: 6.5219, run: (p) => show(p, pick(p, p.channels)) },
  { name: "ScrollChannel", frequency: 1.9873, run: scroll },
  { name: "OpenDirectOrGroupChannel", frequency: 0.9843, run: (p) => show(p, pick(p, p.direct) ?? p.at) },
  { name: "UnreadCheck", frequency: 1, run: (p) => p.client.call("chat.channel.counts") },
  { name: "CreatePost", frequency: 1, run: write },
  {
    name: "JoinChannel",
    frequency: 0.0049,
    run: (p) => p.client.call("chat.channel.join", { channel: pick(p, p.channels) }),
  },
  { name: "SearchChannels", frequency: 0.015, run: (p) => type(p, "#load-1") },
  { name: "AddReaction", frequency: 0.1306, run: react },
  { name: "FullReload", frequency: 0.0008, run: begin },
  { name: "CreateDirectChannel", frequency: 0.0055, run: (p) => converse(p, 1) },
  { name: "LogoutLogin", frequency: 0.0006, run: comeBack },
  { name: "SearchUsers", frequency: 0.032, run: (p) => type(p, "@load") },
  { name: "SearchPosts", frequency: 0.0218, run: (p) => p.client.call("chat.search.messages", { query: words(p, 2) }) },
  { name: "CreatePostReminder", frequency: 0.0005, run: remind },
  { name: "EditPost", frequency: 0.04, run: edit },
  { name: "DeletePost", frequency: 0.0049, run: remove },
  {
    name: "UpdateCustomStatus",
    frequency: 0.0028,
    run: (p) => p.client.call("chat.user.set_status", { text: words(p, 3) }),
  },
  { name: "RemoveCustomStatus", frequency: 0.0026, run: (p) => p.client.call("chat.user.set_status", { text: "" }) },
  { name: "CreateSidebarCategory", frequency: 0.0001, run: section },
  { name: "UpdateSidebarCategory", frequency: 0.004, run: section },
  { name: "SearchGroupChannels", frequency: 0.0204, run: (p) => type(p, "load") },
  { name: "CreateGroupChannel", frequency: 0.0029, run: (p) => converse(p, 3) },
  { name: "CreatePrivateChannel", frequency: 0.0002, run: (p) => found(p, true) },
  { name: "CreatePublicChannel", frequency: 0.0001, run: (p) => found(p, false) },
  { name: "ViewGlobalThreads", frequency: 0.6023, run: (p) => p.client.call("chat.thread.list", { limit: 25 }) },
  { name: "FollowThread", frequency: 0.0005, run: (p) => onRoot(p, "chat.thread.follow") },
  { name: "UnfollowThread", frequency: 0.005, run: (p) => onRoot(p, "chat.thread.unfollow") },
  { name: "ViewThread", frequency: 0.2841, run: (p) => onRoot(p, "chat.thread.get") },
  { name: "MarkAllThreadsAsRead", frequency: 0.0001, run: (p) => p.client.call("chat.channel.mark_all_read") },
  { name: "UpdateThreadRead", frequency: 0.3236, run: readThread },
  {
    name: "ClickUserProfile",
    frequency: 0.03,
    run: (p) => p.client.call("chat.user.get", { user: `@${pick(p, p.people)}` }),
  },
  { name: "ClickPermalink", frequency: 0.3, run: permalink },
  { name: "ReconnectWebSocket", frequency: 0.144, run: comeBack },
];

/** What a page does first: the state as it is, and then what changes. */
export async function begin(person: Person): Promise<void> {
  const { client } = person;
  const state = await client.call<{ seq: number; channels: { id: string; kind?: string }[] }>("chat.snapshot");
  client.seq = state.seq;
  person.channels = state.channels.filter(({ kind }) => kind === undefined || kind === "channel").map(({ id }) => id);
  person.direct = state.channels.filter(({ kind }) => kind === "dm" || kind === "group").map(({ id }) => id);
  person.at ||= person.channels[0]!;
  const { position } = await client.call<{ position: number }>("events.subscribe", { types: ["chat.*"] });
  client.position = Math.max(client.position, position);
}

/** Away for a moment, as when a laptop is opened again: what happened meanwhile is asked for from where one was. */
async function comeBack({ client }: Person): Promise<void> {
  await client.disconnect();
  await client.connect();
  await client.call("events.subscribe", { types: ["chat.*"], since: client.position });
  for (let more = true; more;) {
    const changes = await client.call<{ seq: number; hasMore: boolean }>("chat.sync", { since: client.seq });
    client.seq = changes.seq;
    more = changes.hasMore;
  }
}

async function show(person: Person, channel: string): Promise<void> {
  const { client } = person;
  const { items } = await client.call<{ items: Message[] }>("chat.message.list", {
    channel,
    threads: "roots",
    limit: 50,
  });
  person.at = channel;
  person.shown = items;
  const newest = items.at(-1);
  if (newest) await client.call("chat.channel.mark_read", { channel, seq: newest.seq });
}

async function scroll(person: Person): Promise<void> {
  const [oldest] = person.shown;
  if (!oldest) return await show(person, person.at);
  const params = { channel: person.at, before: oldest.seq, threads: "roots", limit: 50 };
  const { items } = await person.client.call<{ items: Message[] }>("chat.message.list", params);
  person.shown = [...items, ...person.shown].slice(-200);
}

/** One types, the draft is kept now and then, and it is sent; a third of it in threads, some of it to somebody. */
async function write(person: Person): Promise<void> {
  const { client, at, random } = person;
  const root = random() < 0.3 ? alive(person) : undefined;
  const threadId = root && (root.threadId ?? root.id);
  const where = { channel: at, ...threadId === undefined ? {} : { threadId } };
  const text = `${random() < 0.1 ? `@${pick(person, person.people)} ` : ""}${
    words(person, 3 + Math.floor(random() * 20))
  }`;
  await client.call("chat.message.typing", where);
  await client.call("chat.draft.set", { ...where, text: text.slice(0, 20), clientId: crypto.randomUUID() });
  const sent = await client.call<Message>("chat.message.send", { ...where, text, clientId: crypto.randomUUID() });
  await client.call("chat.draft.set", { ...where, text: "", clientId: crypto.randomUUID() });
  person.own.push(sent.id);
  person.shown.push(sent);
}

async function react(person: Person): Promise<void> {
  const message = alive(person);
  if (!message) return;
  const emoji = pick(person, ["👍", "🎉", "❤️", "👀"]);
  await person.client.call("chat.message.toggle_react", { id: message.id, emoji, clientId: crypto.randomUUID() });
}

async function edit(person: Person): Promise<void> {
  const id = pick(person, person.own);
  if (id) await person.client.call("chat.message.edit", { id, text: words(person, 8), clientId: crypto.randomUUID() });
}

async function remove(person: Person): Promise<void> {
  const id = pick(person, person.own);
  if (!id) return;
  await person.client.call("chat.message.delete", { id, clientId: crypto.randomUUID() });
  person.own = person.own.filter((each) => each !== id);
  person.shown = person.shown.filter((each) => each.id !== id);
}

async function remind(person: Person): Promise<void> {
  const message = alive(person);
  const at = new Date(Date.now() + 3_600_000).toISOString();
  if (message) await person.client.call("chat.reminder.create", { at, messageId: message.id });
}

async function converse(person: Person, others: number): Promise<void> {
  const users = Array.from({ length: others }, () => `@${pick(person, person.people)}`);
  const { id } = await person.client.call<{ id: string }>("chat.dm.open", { users: [...new Set(users)] });
  if (!person.direct.includes(id)) person.direct.push(id);
}

async function section(person: Person): Promise<void> {
  if (person.sections.length === 0) {
    const { id } = await person.client.call<{ id: string }>("chat.section.create", {
      name: words(person, 2).slice(0, 30),
    });
    person.sections.push(id);
  }
  await person.client.call("chat.section.assign", { channel: person.at, section: person.sections[0] });
}

async function found(person: Person, secret: boolean): Promise<void> {
  const name = `made-${crypto.randomUUID().slice(0, 12)}`;
  const { id } = await person.client.call<{ id: string }>("chat.channel.create", { name, private: secret });
  person.channels.push(id);
}

async function onRoot(person: Person, method: string): Promise<void> {
  const message = alive(person);
  if (message) await person.client.call(method, { id: message.threadId ?? message.id });
}

async function readThread(person: Person): Promise<void> {
  const message = alive(person);
  if (!message) return;
  const id = message.threadId ?? message.id;
  const { items } = await person.client.call<{ items: Message[] }>("chat.thread.get", { id });
  const newest = items.at(-1);
  if (newest) await person.client.call("chat.thread.mark_read", { id, seq: newest.seq });
}

async function permalink(person: Person): Promise<void> {
  const message = alive(person);
  if (!message) return;
  await person.client.call("chat.message.permalink", { id: message.id });
  const params = { channel: person.at, around: message.seq, limit: 50 };
  await person.client.call("chat.message.list", params);
}

/** What one typed is asked for letter by letter. */
async function type({ client }: Person, text: string): Promise<void> {
  for (let end = 2; end <= text.length; end++) {
    await client.call("chat.search.suggest", { prefix: text.slice(0, end), limit: 8 });
  }
}

function alive(person: Person): Message | undefined {
  const there = person.shown.filter((message) => message.deletedAt === undefined);
  return pick(person, there);
}

function words({ random }: Person, count: number): string {
  return Array.from({ length: count }, () => WORDS[Math.floor(random() * WORDS.length)]).join(" ");
}

function pick<T>({ random }: Person, of: readonly T[]): T {
  return of[Math.floor(random() * of.length)]!;
}
