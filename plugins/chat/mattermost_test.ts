import { Buffer } from "node:buffer";
import assert from "node:assert/strict";
import type { RpcError } from "@bulkhead/plugin";
import { type TestPlugin, testPlugin } from "@bulkhead/testing";
import { type ZipFile, zipOf } from "./domain/zip_of.ts";
import chat from "./plugin.ts";

const USERS = ["alice", "bob", "carol"].map((handle) => ({
  id: `user-${handle}`,
  handle,
  name: handle,
  role: handle === "alice" ? "owner" : "member",
  disabled: false,
}));
const ALICE = { caller: { id: "user-alice", name: "alice", role: "owner" as const } };
const BOB = { caller: { id: "user-bob", name: "bob" } };
const CAROL = { caller: { id: "user-carol", name: "carol" } };
const start = (settings = {}) =>
  testPlugin(chat, { id: "chat", settings, calls: { "host.user.list": () => ({ items: USERS }) } });

const T = 1_704_067_200_000;
const PNG = new Uint8Array(Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
));

/** A membership as the export has it. */
const inChannels = (...names: string[]) => [{
  name: "acme",
  roles: "team_user",
  channels: names.map((name) => ({ name, roles: name === "ideas" ? "channel_user channel_admin" : "channel_user" })),
}];

/** An export as `mmctl export create` makes it: parents by their ids, which are not in the order of their times. */
const LINES: unknown[] = [
  { type: "version", version: 1, info: { generator: "mattermost-server", version: "9.5.0", created: "2026-01-01" } },
  { type: "emoji", emoji: { name: "parrot", image: "emoji/e1/image" } },
  { type: "emoji", emoji: { name: "nopic", image: "emoji/e2/image" } },
  { type: "role", role: { name: "custom" } },
  { type: "team", team: { name: "acme", display_name: "Acme Inc", type: "O" } },
  { type: "team", team: { name: "labs", display_name: "Labs", type: "I" } },
  channel("acme", "town-square", { display_name: "Town Square" }),
  channel("acme", "ideas", { header: "New things", purpose: "Why" }),
  channel("acme", "secret", { type: "P" }),
  channel("labs", "ideas"),
  {
    type: "user",
    user: { username: "bob", first_name: "Bob", last_name: "Builder", teams: inChannels("ideas"), notify_props: {} },
  },
  { type: "user", user: { username: "carol", nickname: "Caz", teams: inChannels("town-square") } },
  { type: "user", user: { username: "zoe.z", nickname: "Zoe Z", delete_at: 5, teams: inChannels("secret") } },
  { type: "bot", bot: { username: "robot", display_name: "Robot", owner: "bob" } },
  post("ideas", "zoe.z", 300, "the last of them", { is_pinned: true, flagged_by: ["bob"] }),
  post("ideas", "bob", 100, "**Hi** @zoe.z, see ~town-square and `~town-square`", {
    edit_at: T + 150,
    reactions: [{ user: "zoe.z", emoji_name: "tada", create_at: T }, { user: "bob", emoji_name: "", create_at: T }],
    replies: [
      answer("zoe.z", 400, "late answer", { reactions: [{ user: "carol", emoji_name: "+1", create_at: T }] }),
      answer("bob", 200, "early answer", { attachments: [{ path: "20240101/teams/x/plan.txt" }] }),
    ],
    attachments: [
      { path: "20240101/teams/x/dot.png" },
      { path: "20240101/teams/x/gone.png" },
      { path: "../../etc/passwd" },
    ],
  }),
  post("ideas", "robot", 250, "", {
    type: "slack_attachment",
    props: { attachments: [{ title: "Build 7", title_link: "https://ci.example/7", text: "green" }] },
  }),
  post("ideas", "bob", 260, "says who", { props: { override_username: "Deploy", from_webhook: "true" } }),
  post("ideas", "bob", 270, "twice at once"),
  post("ideas", "bob", 270, "but not the same"),
  post("ideas", "bob", 280, "zoe joined", { type: "system_join_channel" }),
  post("ideas", "bob", 290, ""),
  post("nowhere", "bob", 291, "lost"),
  { type: "post", post: { team: "acme", channel: "ideas", user: "bob", message: "never" } },
  post("secret", "zoe.z", 310, "hush"),
  { type: "post", post: { team: "labs", channel: "ideas", user: "bob", message: "of labs", create_at: T + 5 } },
  { type: "direct_channel", direct_channel: { members: ["bob", "carol"], header: "" } },
  { type: "direct_channel", direct_channel: { members: ["bob", "zoe.z"] } },
  {
    type: "direct_post",
    direct_post: { channel_members: ["carol", "bob"], user: "carol", message: "psst", create_at: T },
  },
  {
    type: "direct_post",
    direct_post: { channel_members: ["bob", "zoe.z"], user: "bob", message: "left", create_at: T },
  },
  { type: "hologram", hologram: {} },
];

function channel(team: string, name: string, more = {}) {
  return { type: "channel", channel: { team, name, display_name: name, type: "O", ...more } };
}
function post(channel: string, user: string, at: number, message: string, more = {}) {
  return {
    type: "post",
    post: { team: "acme", channel, user, type: "", message, props: {}, create_at: T + at, edit_at: 0, ...more },
  };
}
function answer(user: string, at: number, message: string, more = {}) {
  return { user, type: "", message, create_at: T + at, edit_at: 0, ...more };
}

const FILES: ZipFile[] = [
  { name: "data/20240101/teams/x/dot.png", bytes: PNG },
  { name: "data/20240101/teams/x/plan.txt", text: "the plan" },
  { name: "data/emoji/e1/image", bytes: PNG },
  { name: "notes.txt", text: "by hand" },
];

const archive = (lines: unknown[] = LINES, files = FILES): ZipFile[] => [
  {
    name: "import.jsonl",
    text: lines.map((line) => typeof line === "string" ? line : JSON.stringify(line)).join("\n"),
  },
  ...files,
];

async function take(plugin: TestPlugin, files: ZipFile[] | Uint8Array) {
  const content = files instanceof Uint8Array ? files : zipOf(files);
  const { id: file } = plugin.upload({ name: "mattermost.zip", content, type: "application/zip", owner: "user-alice" });
  const { id } = await plugin.call("chat.import.mattermost", { file }, ALICE);
  await plugin.relayed();
  await plugin.due(`import:${id.slice("import_".length)}`);
  await plugin.relayed();
  return await plugin.call("chat.import.get", { id }, ALICE);
}

/** Text that no archive makes small. */
function noise(length: number): string {
  const bytes = new Uint8Array(Math.ceil(length / 4) * 3);
  for (let at = 0; at < bytes.length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  return bytes.toBase64();
}

const texts = (items: { text: string }[]) => items.map(({ text }) => text);

Deno.test("a Mattermost export becomes channels, messages in their order, threads, files and emoji, and the report is whole", async () => {
  await using plugin = await start();
  await plugin.call("chat.snapshot", {}, BOB);
  const { state, report, error, fileName, by, kind, done, total } = await take(plugin, archive());
  assert.deepEqual([state, error, fileName, by, kind], ["done", undefined, "mattermost.zip", "alice", "mattermost"]);
  assert.equal(done, total);
  const { left, ...counts } = report;
  assert.deepEqual(counts, {
    users: { found: 4, here: 2 },
    channels: { found: 4, created: 3, existing: 1 },
    messages: { found: 16, imported: 11, known: 0 },
    threads: 1,
    reactions: { found: 3, imported: 2 },
    files: { found: 4, linked: 0, stored: 2 },
    pins: 1,
    teams: { found: 2 },
    directs: { found: 2, created: 1, existing: 0 },
    emoji: { found: 2, imported: 1, known: 0 },
  });
  assert.deepEqual(left, {
    "roles and permission schemes": 1,
    "settings of people: they choose their own here": 1,
    "emoji without a small picture in the archive": 1,
    "messages that somebody saved for later": 1,
    "reactions without a name or a person": 1,
    "files whose path leads out of the archive": 1,
    "files that the archive does not hold": 1,
    "notices of Mattermost itself": 1,
    "messages without a text": 1,
    "messages of unknown channels": 1,
    "messages without a time": 1,
    "direct conversations with somebody who is not here": 1,
    "messages of direct conversations with somebody who is not here": 1,
    'entries of the type "hologram"': 1,
    "files such as notes.txt": 1,
  });

  const ideas = await plugin.call("chat.channel.get", { channel: "#ideas" }, BOB);
  assert.deepEqual([ideas.topic, ideas.purpose, ideas.joined, ideas.unread, ideas.role], [
    "New things",
    "Why",
    true,
    0,
    "manager",
  ]);
  const { items } = await plugin.call("chat.message.list", { channel: "#ideas", threads: "roots" }, BOB);
  assert.deepEqual(
    items.map((item: { text: string; author: { name: string; kind: string } }) => [
      item.author.name,
      item.author.kind,
      item.text,
    ]),
    [
      ["Bob Builder", "human", "**Hi** @zoe.z, see #general and `~town-square`"],
      ["Robot", "plugin", "> **[Build 7](https://ci.example/7)**\n> green"],
      ["Deploy", "plugin", "says who"],
      ["Bob Builder", "human", "twice at once"],
      ["Bob Builder", "human", "but not the same"],
      ["Zoe Z", "human", "the last of them"],
    ],
  );
  const [root] = items;
  assert.deepEqual([root.author.id, root.createdAt, root.editedAt, root.replies.count, items.at(-1).author.id], [
    "user-bob",
    "2024-01-01T00:00:00.100Z",
    "2024-01-01T00:00:00.150Z",
    2,
    "mattermost:zoe.z",
  ]);
  assert.deepEqual(root.reactions, [{ emoji: "tada", users: ["mattermost:zoe.z"] }]);
  const thread = await plugin.call("chat.thread.get", { id: root.id }, BOB);
  assert.deepEqual(texts(thread.items), ["early answer", "late answer"]);
  assert.equal((await plugin.call("chat.message.pins", { channel: "#ideas" }, BOB)).items.length, 1);
  assert.equal((await plugin.call("chat.search.messages", { query: "early on:2024-01-01" }, BOB)).items.length, 1);

  // Files are the channel's own, with what their bytes say that they are; a virus scanner is told.
  const files = await plugin.call("chat.file.list", { channel: "#ideas" }, BOB);
  const listed = files.items.map(({ file }: { file: { name: string; type: string } }) => `${file.name} ${file.type}`);
  assert.deepEqual(listed.sort(), ["dot.png image/png", "plan.txt text/plain"]);
  assert.equal(root.files[0].name, "dot.png");
  assert.equal(plugin.events.filter(({ type }) => type === "chat.file.attached").length, 2);

  // The second team's channel of the same name is another one; private words stay with those who read them there.
  assert.deepEqual(texts((await plugin.call("chat.message.list", { channel: "#ideas-labs" }, ALICE)).items), [
    "of labs",
  ]);
  await assert.rejects(plugin.call("chat.channel.get", { channel: "#secret" }, BOB), /no channel/);
  assert.deepEqual(texts((await plugin.call("chat.message.list", { channel: "#secret" }, ALICE)).items), ["hush"]);
  const direct = await plugin.call("chat.dm.open", { users: ["@bob"] }, CAROL);
  assert.deepEqual(texts((await plugin.call("chat.message.list", { channel: direct.id }, CAROL)).items), ["psst"]);
  await assert.rejects(plugin.call("chat.message.list", { channel: direct.id }, ALICE), /no channel/);
  assert.deepEqual((await plugin.call("chat.emoji.list", {}, BOB)).items.map(({ name }: { name: string }) => name), [
    "parrot",
  ]);

  // The same archive again adds nothing, whatever was edited or deleted here meanwhile.
  await plugin.call("chat.message.edit", { id: items[3].id, text: "edited here" }, BOB);
  await plugin.call("chat.message.delete", { id: items[4].id }, BOB);
  const again = await take(plugin, archive());
  assert.deepEqual(again.report.messages, { found: 16, imported: 0, known: 11 });
  assert.deepEqual(again.report.channels, { found: 4, created: 0, existing: 4 });
  assert.deepEqual(again.report.emoji, { found: 2, imported: 0, known: 1 });
  assert.equal(again.report.files.stored, 0);
  const more = await take(plugin, archive([...LINES, post("ideas", "bob", 900, "of today")]));
  assert.deepEqual(more.report.messages, { found: 17, imported: 1, known: 11 });
});

Deno.test("earlier imports are listed with their reports, the newest first and page by page", async () => {
  await using plugin = await start();
  for (let n = 0; n < 3; n++) await take(plugin, archive([...LINES.slice(0, 14), post("ideas", "bob", n, `new ${n}`)]));
  const page = await plugin.call("chat.import.list", { limit: 2 }, ALICE);
  const rest = await plugin.call("chat.import.list", { limit: 2, cursor: page.nextCursor }, ALICE);
  const all = [...page.items, ...rest.items] as {
    at: string;
    state: string;
    report: { messages: { imported: number } };
  }[];
  assert.equal(rest.nextCursor, undefined);
  assert.deepEqual(all.map(({ state, report }) => [state, report.messages.imported]), Array(3).fill(["done", 1]));
  assert.deepEqual(all.map(({ at }) => at), all.map(({ at }) => at).sort().reverse());
});

Deno.test("what is no export, breaks off, or would unpack to too much is refused, and nothing of it is taken", async () => {
  await using plugin = await start();
  const version = JSON.stringify({ type: "version", version: 1 });
  const cases: [Uint8Array, RegExp][] = [
    [zipOf([{ name: "channels.json", text: "[]" }]), /no file of JSON lines/],
    [zipOf([{ name: "data/import.jsonl", text: version }]), /no file of JSON lines/],
    [zipOf([{ name: "import.jsonl", text: "" }]), /do not begin with version 1/],
    [zipOf([{ name: "import.jsonl", text: '{"type":"version","version":2}' }]), /do not begin with version 1/],
    [zipOf([{ name: "import.jsonl", text: `[]\n${version}` }]), /do not begin with version 1/],
    [zipOf([{ name: "import.jsonl", text: version + "\n".repeat(10_000_000) }]), /much more than it could hold/],
    [zipOf([{ name: "import.jsonl", text: version, claimedBytes: 9 * 1024 ** 3 % 2 ** 32 }]), /much more/],
    [zipOf(archive()).slice(0, 500), /no zip archive/],
    [zipOf([{ name: "import.jsonl", text: `${version}\n${version}`, claimedBytes: 40 }]), /more than the archive says/],
  ];
  for (const [content, message] of cases) {
    await assert.rejects(take(plugin, content), (error: RpcError) => {
      assert.equal(error.data.reason, "archive");
      assert.match(error.message, message);
      return true;
    });
  }
});

Deno.test("lines that are made to harm are counted and do no harm", async () => {
  await using plugin = await start({ refusedFiles: "exe" });
  const hostile: unknown[] = [
    { type: "version", version: 1 },
    { type: "__proto__", __proto__: { polluted: true } },
    '{"type":"post","post":{"__proto__":{"team":"acme"}}}',
    "not json",
    "[1, 2]",
    "",
    JSON.stringify(noise(9 * 1024 * 1024)),
    ...Array.from({ length: 300 }, (_, n) => ({ type: `kind${n}` })),
    channel("acme", "ideas"),
    channel("acme", "../../etc"),
    { type: "channel", channel: { team: {}, name: [] } },
    channel("acme", "O'Brien\u202e--%_"),
    { type: "user", user: { username: "bob", nickname: "\u202eboB\0\u200b", teams: "all" } },
    { type: "user", user: { username: { $ne: "" } } },
    post("ideas", "bob", 1, "\0<script>alert(1)</script>", {
      reactions: "many",
      replies: { length: 5 },
      attachments: [null],
    }),
    post("ideas", "bob", Infinity, "when"),
    post("ideas", "bob", 8e12, "far away"),
    post("ideas", "'; DROP TABLE messages", 2, "who"),
    post("ideas", "bob", 3, "x".repeat(50_000)),
    post("ideas", "bob", 4, "programs", {
      attachments: [
        { path: "a/Setup.EXE" },
        { path: "a/\u202egpj.txt" },
        { path: "/etc/passwd" },
        { path: "a\\..\\b" },
        { path: "a//b" },
      ],
    }),
  ];
  const { state, report } = await take(
    plugin,
    archive(hostile, [{ name: "data/a/Setup.EXE", text: "MZ" }, { name: "data/a/\u202egpj.txt", text: "text" }, {
      name: "data/../../outside",
      text: "x",
    }]),
  );
  assert.equal(state, "done");
  assert.deepEqual([report.messages.found, report.messages.imported], [7, 3]);
  assert.ok(Object.keys(report.left).length <= 101, "the report has an end");
  assert.equal(report.left["lines longer than 8 MB"], 1);
  assert.equal(report.left["lines that are not JSON"], 2);
  assert.deepEqual(report.files, { found: 6, linked: 0, stored: 1 });
  assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  const { items } = await plugin.call("chat.message.list", { channel: "#ideas" }, ALICE);
  assert.deepEqual(items.map(({ text }: { text: string }) => text.length), [25, 40_000, 8]);
  assert.equal(items[0].author.name, "boB");
  assert.deepEqual(items[2].files.map(({ name }: { name: string }) => name), ["gpj.txt"]);
});

Deno.test("an import that is cut off between its runs goes on and takes each message once", async () => {
  await using plugin = await start();
  const lines = [
    ...LINES.slice(0, 14),
    ...Array.from({ length: 5_000 }, (_, n) => post("ideas", "bob", (n * 7_919) % 5_000 * 10, `message ${n}`)),
  ];
  const { id: file } = plugin.upload({
    name: "m.zip",
    content: zipOf(archive(lines)),
    type: "application/zip",
    owner: "user-alice",
  });
  const { id } = await plugin.call("chat.import.mattermost", { file }, ALICE);
  const real = Date.now;
  let runs = 0;
  try {
    // Each look at the clock is some seconds later: a run ends with its first step.
    for (let state = "running"; state === "running"; runs++) {
      let asked = 0;
      const begun = real() + runs * 60_000;
      Date.now = () => begun + asked++ * 3_000;
      await plugin.due(`import:${id.slice("import_".length)}`, { dueAt: new Date(runs).toISOString() });
      Date.now = real;
      await plugin.relayed();
      state = (await plugin.call("chat.import.get", { id }, ALICE)).state;
    }
  } finally {
    Date.now = real;
  }
  assert.ok(runs > 2, `${runs} runs`);
  const { report } = await plugin.call("chat.import.get", { id }, ALICE);
  assert.deepEqual(report.messages, { found: 5_000, imported: 5_000, known: 0 });
  const { items } = await plugin.call("chat.message.list", { channel: "#ideas", limit: 100 }, ALICE);
  const times = items.map(({ createdAt }: { createdAt: string }) => createdAt);
  assert.deepEqual(times, [...times].sort(), "positions follow the times");
});
