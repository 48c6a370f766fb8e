import type { TestPlugin } from "@bulkhead/testing";
import { zipOf } from "./zip_of.ts";

/** Who is there in tests that go through everything. */
export const TOUR_USERS = [
  { id: "ann", handle: "ann", name: "Ann", role: "owner", disabled: false },
  { id: "ben", handle: "ben", name: "Ben", role: "member", disabled: false },
];

// deno-lint-ignore no-explicit-any -- any: results of all methods
type Call = (who: string, method: string, params?: Record<string, unknown>) => Promise<any>;

/** Calls every method of chat once at least, the way people do; for tests of what holds of all of them. */
export async function tour(plugin: TestPlugin): Promise<Set<string>> {
  const called = new Set<string>();
  const call: Call = async (who, method, params = {}) => {
    called.add(`chat.${method}`);
    const caller = {
      id: who,
      name: who === "ann" ? "Ann" : "Ben",
      role: who === "ann" ? "owner" as const : "member" as const,
    };
    return await plugin.call(`chat.${method}`, params, { caller });
  };
  const later = new Date(Date.now() + 3_600_000).toISOString();
  const start = await call("ann", "snapshot");
  await call("ann", "workspace.list");
  await call("ann", "workspace.update", { name: "Acme" });
  const { id: channel } = await call("ann", "channel.create", { name: "x", members: ["@ben"] });
  await call("ben", "channel.leave", { channel });
  await call("ben", "channel.join", { channel });
  await call("ann", "channel.list", { query: "x" });
  await call("ann", "channel.get", { channel });
  await call("ann", "channel.update", { channel, topic: "t", name: "y", posting: "everyone" });
  await call("ann", "channel.convert", { channel, private: true });
  await call("ann", "channel.members", { channel });
  await call("ann", "channel.set_role", { channel, user: "@ben", role: "manager" });
  await call("ann", "channel.remove_member", { channel, user: "@ben" });
  await call("ann", "channel.add_members", { channel, members: ["@ben"] });
  await call("ann", "channel.archive", { channel });
  await call("ann", "channel.unarchive", { channel });
  await call("ben", "preferences.set", { preferences: { keywords: ["deploy"], notify: "all" } });
  await call("ben", "preferences.get");
  const { id: group } = await call("ann", "group.create", { handle: "team", name: "Team", members: ["@ben"] });
  await call("ann", "group.update", { group, name: "The team" });
  await call("ann", "group.set_members", { group, members: ["@ben"] });
  await call("ann", "group.list");
  const message = await call("ann", "message.send", { channel, text: "hi @ben @team @here: deploy", clientId: "c" });
  const answer = await call("ben", "message.send", { channel, text: "re @ann", threadId: message.id });
  for (const page of [{}, { before: message.seq }, { after: message.id }, { around: message.id, threads: "roots" }]) {
    await call("ben", "message.list", { channel, ...page });
  }
  await call("ben", "message.list", { channel, threads: "roots" });
  await call("ben", "message.list", { channel, threads: "roots", after: 0 });
  await call("ben", "message.get", { id: message.id });
  await call("ann", "message.edit", { id: message.id, text: "ho @ben" });
  await call("ann", "message.history", { id: message.id });
  for (let n = 0; n < 2; n++) await call("ben", "message.toggle_react", { id: message.id, emoji: "👍" });
  await call("ben", "message.toggle_react", { id: message.id, emoji: "🎉" });
  await call("ben", "message.reactions", { id: message.id });
  await call("ben", "message.preview", { text: "**hi**" });
  await call("ben", "message.pin", { id: message.id });
  await call("ben", "message.pins", { channel });
  await call("ben", "message.unpin", { id: message.id });
  await call("ben", "message.at", { channel, time: "2020-01-01T00:00:00Z" });
  await call("ben", "message.permalink", { id: message.id });
  await call("ben", "message.forward", { id: message.id, channel: "#general" });
  const stream = await call("ben", "message.stream.start", { channel });
  await call("ben", "message.stream.append", { id: stream.id, text: "word by" });
  await call("ben", "message.stream.stop", { id: stream.id, text: " word" });
  await call("ben", "message.read_by", { id: message.id });
  await call("ben", "message.unfurl", { url: "http://localhost/" });
  await call("ben", "message.typing", { channel });
  await call("ben", "mention.list");
  await call("ben", "channel.mark_read", { channel, seq: answer.seq });
  await call("ben", "channel.mark_unread", { id: message.id });
  await call("ben", "channel.mark_all_read");
  await call("ben", "channel.counts");
  await call("ben", "channel.counts", { channels: [channel] });
  await call("ben", "channel.set_muted", { channel, muted: true });
  await call("ben", "channel.set_starred", { channel, starred: true });
  await call("ben", "channel.set_notify", { channel, notify: "all" });
  await call("ben", "thread.get", { id: message.id });
  await call("ben", "thread.list");
  await call("ben", "thread.counts");
  await call("ann", "thread.mark_read", { id: message.id, seq: answer.seq });
  await call("ann", "thread.unfollow", { id: message.id });
  await call("ann", "thread.follow", { id: message.id });
  const { id: section } = await call("ben", "section.create", { name: "Mine" });
  await call("ben", "section.update", { id: section, collapsed: true });
  await call("ben", "section.assign", { channel, section });
  await call("ben", "section.list");
  await call("ben", "section.delete", { id: section });
  const { id: direct } = await call("ben", "dm.open", { users: ["@ann"] });
  await call("ben", "message.send", { channel: direct, text: "psst" });
  await call("ann", "dm.list");
  await call("ann", "dm.close", { channel: direct });
  const { id: bookmark } = await call("ann", "bookmark.add", { channel, title: "B", url: "https://example.com" });
  await call("ann", "bookmark.update", { id: bookmark, title: "C" });
  await call("ann", "bookmark.list", { channel });
  await call("ann", "bookmark.reorder", { channel, ids: [bookmark] });
  await call("ann", "bookmark.remove", { id: bookmark });
  await call("ben", "draft.set", { channel, text: "I th" });
  await call("ben", "draft.list");
  await call("ben", "draft.delete", { channel });
  const { id: snippet } = await call("ben", "snippet.save", { name: "thanks", text: "Thank you" });
  await call("ben", "snippet.save", { id: snippet, name: "thanks", text: "Thanks" });
  await call("ben", "snippet.list");
  await call("ben", "sync", { since: start.seq });
  await call("ben", "snippet.delete", { id: snippet });
  await call("ben", "saved.add", { id: message.id });
  await call("ben", "saved.complete", { id: message.id });
  await call("ben", "saved.list");
  await call("ben", "saved.list", { done: true });
  await call("ben", "saved.remove", { id: message.id });
  const { id: reminder } = await call("ben", "reminder.create", { at: later, messageId: message.id });
  await call("ben", "reminder.list");
  await call("ben", "reminder.cancel", { id: reminder });
  const { id: scheduled } = await call("ben", "message.schedule", { channel, text: "later", sendAt: later });
  await call("ben", "scheduled.list");
  await call("ben", "scheduled.update", { id: scheduled, text: "sooner" });
  await call("ben", "scheduled.send_now", { id: scheduled });
  const other = await call("ben", "message.schedule", { channel, text: "never", sendAt: later });
  await call("ben", "scheduled.cancel", { id: other.id });
  await call("ben", "user.mute", { user: "@ann" });
  await call("ann", "message.send", { channel: direct, text: "hello?" });
  await call("ben", "channel.counts");
  await call("ben", "user.unmute", { user: "@ann" });
  await call("ben", "user.me");
  await call("ben", "user.get", { user: "@ann" });
  await call("ben", "user.list", { query: "a" });
  await call("ben", "user.update_profile", { title: "Engineer" });
  await call("ben", "user.set_status", { emoji: "🌴", text: "away" });
  await call("ben", "user.set_presence", { presence: "dnd" });
  await call("ann", "presence.ping", { view: ["ben"] });
  await call("ann", "user.presence", { ids: ["ben"] });
  const picture = plugin.upload({ name: "p.png", content: PIXEL, type: "image/png", owner: "ann" });
  await call("ann", "emoji.add", { name: "dot", file: picture.id });
  await call("ann", "emoji.add_alias", { name: "point", aliasOf: "dot" });
  await call("ann", "emoji.list");
  await call("ann", "emoji.remove", { name: "point" });
  const notes = plugin.upload({ name: "notes.txt", content: "n", type: "text/plain", owner: "ann" });
  await call("ann", "message.send", { channel, text: "", files: [notes.id] });
  await call("ben", "file.list", { channel });
  await call("ben", "file.list", { channel, type: "document" });
  const scanner = { caller: { kind: "plugin" as const, id: "scanner", name: "Scanner", role: "member" as const } };
  await plugin.settings({ settings: { fileScanner: "scanner" } });
  called.add("chat.file.read");
  await plugin.call("chat.file.read", { id: notes.id }, scanner);
  await call("ann", "file.block", { id: notes.id, reason: "Test" });
  await call("ben", "file.get", { id: notes.id });
  await call("ann", "file.delete", { id: notes.id });
  await call("ben", "search.messages", { query: "deploy from:@ann in:#y has:reaction -foo before:2090-01-01" });
  await call("ben", "search.messages", { query: "ploy is:pinned", sort: "relevance" });
  await call("ben", "search.all", { query: "deploy" });
  await call("ben", "search.suggest", { prefix: "a" });
  await call("ben", "search.files", { query: "notes" });
  await call("ben", "search.files", { query: "notes", type: "image" });
  await call("ben", "search.remember", { query: "deploy" });
  await call("ben", "search.recent");
  await call("ben", "search.forget", { query: "deploy" });
  await call("ben", "search.forget");
  await reports(call, channel);
  await call("ann", "message.delete", { id: answer.id }).catch(() => {});
  await call("ben", "message.delete", { id: answer.id }).catch(() => {});
  await call("ann", "message.restore", { id: answer.id });
  const asked = await call("ann", "message.send", {
    channel: "#general",
    text: "all right?",
    actions: [{ id: "ok", label: "OK", value: "7", comment: true }],
  });
  await call("ben", "message.act", { id: asked.id, action: "ok", comment: "yes" });
  await call("ann", "group.delete", { group });
  await call("ann", "command.register", {
    name: "weather",
    description: "Tells the weather",
    url: "https://w.example/",
  });
  await call("ann", "command.unregister", { name: "weather" });
  const bot = { caller: { kind: "plugin" as const, id: "bot", name: "Bot", role: "member" as const } };
  await plugin.call("chat.command.register", { name: "deploy", description: "Deploys" }, bot);
  await call("ben", "command.list", { prefix: "d" });
  const { invocation } = await call("ben", "command.run", { channel, text: "/deploy shop" });
  called.add("chat.command.respond");
  await plugin.call("chat.command.respond", { invocation, text: "On it" }, bot);
  for (const text of ["/me waits", "/status :palm_tree: away", "/dnd", "/remind 10m tea", "/mute", "/help"]) {
    await call("ben", "command.run", { channel, text });
  }
  const incoming = await call("ann", "webhook.incoming.create", { channel, name: "Builds" });
  await plugin.hook(incoming.path.slice("/hooks/chat/".length), { body: '{"text":"built"}' });
  await call("ann", "webhook.incoming.list");
  await call("ann", "webhook.incoming.revoke", { id: incoming.id });
  const outgoing = await call("ann", "webhook.outgoing.create", { channel, name: "Out", url: "http://127.0.0.1:1/" });
  await call("ann", "message.send", { channel, text: "to be told" });
  await plugin.relayed();
  await plugin.due("deliver");
  await call("ann", "webhook.outgoing.list");
  await call("ann", "webhook.outgoing.deliveries", { id: outgoing.id });
  await call("ann", "webhook.outgoing.delete", { id: outgoing.id });
  await call("ann", "export.workspace");
  await endOfChannel(call);
  await spaces(call, plugin);
  await call("ann", "dav.list");
  const { items: days } = await call("ann", "dav.list", { path: ["general"] });
  const dayName = days.find(({ kind }: { kind: string }) => kind === "file").name;
  await call("ann", "dav.list", { path: ["general", "files"] });
  await call("ann", "dav.read", { path: ["general", dayName] });
  const archive = zipOf([{ name: "users.json", text: "[]" }, {
    name: "channels.json",
    text: JSON.stringify([{ id: "C1", name: "taken", members: [] }]),
  }, {
    name: "taken/2024-01-01.json",
    text: JSON.stringify([{ type: "message", ts: "1704067200.000100", text: "old" }]),
  }]);
  const upload = plugin.upload({ name: "e.zip", content: archive, type: "application/zip", owner: "ann" });
  const { id: taken } = await call("ann", "import.slack", { file: upload.id });
  await plugin.relayed();
  await plugin.due(`import:${taken.slice("import_".length)}`);
  await call("ann", "import.get", { id: taken });
  const lines = [
    { type: "version", version: 1 },
    { type: "channel", channel: { team: "acme", name: "taken", type: "O" } },
    { type: "user", user: { username: "ben" } },
    {
      type: "post",
      post: {
        team: "acme",
        channel: "taken",
        user: "ben",
        message: "from elsewhere",
        create_at: 1_704_067_200_000,
        replies: [{ user: "ann", message: "an answer", create_at: 1_704_067_201_000 }],
        attachments: [{ path: "plan.txt" }],
      },
    },
  ];
  const exported = zipOf([
    { name: "import.jsonl", text: lines.map((line) => JSON.stringify(line)).join("\n") },
    { name: "data/plan.txt", text: "the plan" },
  ]);
  const second = plugin.upload({ name: "mattermost.zip", content: exported, type: "application/zip", owner: "ann" });
  const { id: again } = await call("ann", "import.mattermost", { file: second.id });
  await plugin.relayed();
  await plugin.due(`import:${again.slice("import_".length)}`);
  const { nextCursor } = await call("ann", "import.list", { limit: 1 });
  await call("ann", "import.list", { cursor: nextCursor });
  start.seq = (await call("ben", "snapshot")).seq;
  await call("ben", "sync", { since: start.seq });
  return called;
}

/** Something is reported, and resolved in both ways. */
async function reports(call: Call, channel: string): Promise<void> {
  const bad = await call("ben", "message.send", { channel, text: "buy now" });
  const worse = await call("ben", "message.send", { channel, text: "buy more" });
  for (const { id } of [bad, worse, bad]) await call("ann", "message.report", { id, reason: "spam" });
  const { items } = await call("ann", "moderation.list");
  for (const filter of ["resolved", "all"]) await call("ann", "moderation.list", { filter });
  await call("ann", "moderation.resolve", { id: items[0].id, action: "delete_message" });
  await call("ann", "moderation.resolve", { id: items[1].id, action: "dismiss", note: "fine" });
}

/** A channel with something in it, until it is deleted. */
async function endOfChannel(call: Call): Promise<void> {
  const { id: channel } = await call("ann", "channel.create", { name: "short", members: ["@ben"] });
  const { id } = await call("ben", "message.send", { channel, text: "@ann soon over" });
  await call("ben", "draft.set", { channel, text: "but" });
  await call("ann", "saved.add", { id });
  const { id: exported } = await call("ann", "channel.export", { channel, format: "markdown" });
  for (let state = "running"; state === "running";) {
    await new Promise((done) => setTimeout(done, 10));
    state = (await call("ann", "export.get", { id: exported })).state;
  }
  await call("ann", "channel.export", { channel });
  const { seq } = await call("ben", "snapshot");
  await call("ann", "channel.delete", { channel, confirm: "short" });
  await call("ben", "sync", { since: seq });
}

/** A second workspace, with something of everything in it, until it is deleted. */
async function spaces(call: Call, plugin: TestPlugin): Promise<void> {
  const { id } = await call("ann", "workspace.create", { name: "Second", access: "open" });
  await call("ann", "workspace.update", { id, description: "Another one" });
  await call("ann", "workspace.list");
  await call("ben", "workspace.list");
  await call("ben", "workspace.get", { id: "second" });
  await call("ben", "workspace.join", { id });
  await call("ann", "workspace.set_role", { id, user: "@ben", role: "admin" });
  await call("ben", "workspace.members", { id, q: "b" });
  await call("ann", "workspace.stats", { id });
  const { id: channel } = await call("ann", "channel.create", { name: "plans", members: ["@ben"], workspaceId: id });
  await call("ann", "group.create", { handle: "crew", name: "Crew", members: ["@ben"], workspaceId: id });
  const picture = plugin.upload({ name: "q.png", content: PIXEL, type: "image/png", owner: "ann" });
  await call("ann", "emoji.add", { name: "dot", file: picture.id, workspaceId: id });
  const { id: root } = await call("ann", "message.send", { channel, text: "plan @crew" });
  await call("ben", "message.send", { channel, text: "yes", threadId: root });
  await call("ben", "message.toggle_react", { id: root, emoji: "👍" });
  await call("ben", "draft.set", { channel, text: "but" });
  await call("ben", "saved.add", { id: root });
  await call("ben", "section.create", { name: "Mine", workspaceId: id });
  await call("ben", "dm.open", { users: ["@ann"], workspaceId: id });
  for (
    const name of ["snapshot", "dm.list", "draft.list", "saved.list", "mention.list", "thread.list", "thread.counts"]
  ) {
    await call("ben", name, { workspaceId: id });
  }
  for (const name of ["scheduled.list", "section.list", "group.list", "emoji.list", "user.list", "channel.list"]) {
    await call("ben", name, { workspaceId: id });
  }
  await call("ben", "search.all", { query: "plan", workspaceId: id });
  await call("ben", "search.messages", { query: "plan", workspaceId: id });
  await call("ben", "search.messages", { query: "pla", sort: "relevance" });
  await call("ben", "search.suggest", { prefix: "p", workspaceId: id });
  await call("ben", "channel.counts", { workspaceId: id });
  await call("ben", "channel.mark_all_read", { workspaceId: id });
  await call("ben", "dav.list");
  await call("ben", "dav.list", { path: ["~second"] });
  await call("ann", "export.workspace", { workspaceId: id });
  await call("ann", "import.list", { workspaceId: id });
  await call("ben", "workspace.leave", { id });
  await call("ann", "workspace.add_members", { id, members: ["@ben"] });
  await call("ann", "workspace.remove_member", { id, user: "@ben" });
  await call("ann", "workspace.delete", { id, confirm: "Second" });
  await plugin.relayed();
}

/** The smallest PNG picture. */
const PIXEL = Uint8Array.from(
  atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="),
  (char) => char.charCodeAt(0),
);
