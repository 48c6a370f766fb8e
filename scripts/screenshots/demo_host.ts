import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export interface DemoHost extends AsyncDisposable {
  url: string;
}

/** Starts a host with demo people, fills #general, and ends it when it is disposed. */
export async function startDemoHost(): Promise<DemoHost> {
  const data = mkdtempSync(join(tmpdir(), "bulkhead-screenshots-"));
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "host/main.ts",
      "--port",
      "0",
      "--data",
      data,
      "--auth",
      "dev",
      "--demo",
      "--log-format",
      "json",
    ],
    cwd: ROOT,
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const stop = async () => {
    try {
      child.kill("SIGTERM");
    } catch {
      // It ended by itself.
    }
    await child.status;
    rmSync(data, { recursive: true, force: true });
  };
  try {
    const url = await readyUrl(child.stdout);
    await fill(url);
    return { url, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits for the ready line; goes on reading after it, so that the host never stands before a full pipe. */
async function readyUrl(stdout: ReadableStream<Uint8Array>): Promise<string> {
  const reader = stdout.pipeThrough(new TextDecoderStream() as unknown as ReadableWritablePair<string, Uint8Array>)
    .getReader();
  let text = "";
  while (true) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`The host ended before it was ready:\n${text}`);
    text += value;
    const line = text.split("\n").find((each) => each.includes('"event":"ready"'));
    if (!line) continue;
    void (async () => {
      while (!(await reader.read()).done);
    })();
    return (JSON.parse(line) as { url: string }).url.replace(/\/$/, "");
  }
}

/** What people said, so that pages have something to show. */
const TALK: [who: string, text: string][] = [
  ["bob", "Morning all."],
  ["bob", "The build is green again. I moved the retry into the step, so a `429` no longer fails the run."],
  ["carol", "Can someone look at https://github.com/acme/site/pull/812? It touches the *sign-in* flow."],
  ["dave", "Done, left two comments.\nThe second one matters more."],
  ["carol", "**Heads up**: the staging machine restarts at 15:00."],
  [
    "bob",
    "Here is what I run:\n```sh\ndeno task start --port 0 --data ./data\ncurl -s localhost:8080/health\n```\nIt prints the state of each plugin.",
  ],
  ["dave", "@alice could you check the numbers?"],
  ["alice", "> could you check the numbers?\nOn it."],
  ["bob", "🎉"],
  ["carol", "صباح الخير، هل كل شيء على ما يرام؟"],
];

async function fill(url: string): Promise<void> {
  const people = new Map<string, Caller>();
  for (const handle of ["alice", "bob", "carol", "dave"]) people.set(handle, await signIn(url, handle));
  const alice = people.get("alice")!;
  for (
    const name of ["launch-plans", "design", "a-channel-with-a-name-that-is-much-longer-than-the-column-it-stands-in"]
  ) {
    await alice("chat.channel.create", { name, members: ["@bob", "@carol"] });
  }
  await alice("chat.channel.create", { name: "ops", private: true });
  for (let round = 0; round < 6; round++) {
    for (const [who, text] of TALK) await people.get(who)!("chat.message.send", { channel: "#general", text });
  }
  await talkMore(people);
  await people.get("bob")!("chat.message.send", { channel: "#launch-plans", text: "Date is set, see the canvas." });
  await people.get("carol")!("chat.message.send", {
    channel: "#launch-plans",
    text: "Who looks after the launch page on Monday?",
    actions: [
      { id: "me", label: "I do", style: "primary", comment: true },
      { id: "call-off", label: "Call it off", style: "danger", confirm: "Really? All is prepared." },
      { id: "later", label: "Ask me again when the text of the page has been read by everybody" },
    ],
  });
}

/** A thread, direct conversations, a section, a pin, a mention, a draft and something for later. */
async function talkMore(people: Map<string, Caller>): Promise<void> {
  const [alice, bob, carol] = ["alice", "bob", "carol"].map((handle) => people.get(handle)!) as [
    Caller,
    Caller,
    Caller,
  ];
  const root = await alice("chat.message.send", {
    channel: "#general",
    text: "Which name do we give the release?",
  }) as { id: string };
  const answers: [Caller, string][] = [
    [bob, "Something with a boat, as always."],
    [carol, "*Coracle*: small, round, hard to sink."],
    [bob, "Sold. @alice writes it down?"],
  ];
  for (const [who, text] of answers) await who("chat.message.send", { channel: "#general", threadId: root.id, text });
  await alice("chat.message.toggle_react", { id: root.id, emoji: "🚀" });
  const rules = await bob("chat.message.send", {
    channel: "#general",
    text: "Deploys: `main` is green, two people have looked, nobody is at lunch. @alice keeps the list.",
  }) as { id: string };
  await bob("chat.message.pin", { id: rules.id });
  await alice("chat.saved.add", { id: rules.id });
  const direct = await bob("chat.dm.open", { users: ["@alice"] }) as { id: string };
  await bob("chat.message.send", { channel: direct.id, text: "Have a minute for the launch page?" });
  await alice("chat.dm.open", { users: ["@bob", "@carol"] });
  const section = await alice("chat.section.create", { name: "Projects", emoji: "🧭" }) as { id: string };
  await alice("chat.section.assign", { channel: "#launch-plans", section: section.id });
  await alice("chat.channel.set_starred", { channel: "#general", starred: true });
  await alice("chat.channel.update", {
    channel: "#general",
    topic: "What concerns everybody. Questions go into threads.",
  });
  await alice("chat.draft.set", { channel: "#ops", text: "The certificate ends on" });
  const sendAt = new Date(Date.now() + 26 * 3_600_000).toISOString();
  await setUp(alice);
  await people.get("dave")!("chat.preferences.set", { preferences: { language: "de" } });
  await alice("chat.message.schedule", { channel: "#launch-plans", text: "Good morning. Today is the day.", sendAt });
}

/** What people chose for themselves, and what the pages that set chat up list. */
async function setUp(alice: Caller): Promise<void> {
  await alice("chat.user.set_status", { emoji: "🎧", text: "Focusing" });
  await alice("chat.user.update_profile", { title: "Release manager", timezone: "Europe/Berlin" });
  await alice("chat.preferences.set", {
    preferences: {
      keywords: ["deploy", "on-call"],
      quietHours: { from: "19:00", to: "08:00", timezone: "Europe/Berlin", weekdays: [1, 2, 3, 4, 5] },
    },
  });
  await alice("chat.channel.set_muted", { channel: "#design", muted: true });
  await alice("chat.webhook.incoming.create", { channel: "#general", name: "Build server" });
  await alice("chat.webhook.outgoing.create", {
    channel: "#launch-plans",
    name: "Archive",
    url: "https://archive.example.com/in",
    words: ["decided"],
  });
  await alice("chat.group.create", { handle: "on-call", name: "On call this week", members: ["@bob", "@carol"] });
  await alice("chat.reminder.create", {
    text: "Write the release notes",
    at: new Date(Date.now() + 20 * 3_600_000).toISOString(),
  });
}

type Caller = (method: string, params: unknown) => Promise<unknown>;

async function signIn(url: string, handle: string): Promise<Caller> {
  const headers = { "content-type": "application/json", origin: url };
  const entered = await fetch(`${url}/auth/dev`, { method: "POST", headers, body: JSON.stringify({ handle }) });
  const cookie = entered.headers.getSetCookie().map((each) => each.split(";")[0]).join("; ");
  await entered.body?.cancel();
  const state = await (await fetch(`${url}/auth/state`, { headers: { cookie } })).json() as { csrf: string };
  return async (method, params) => {
    const response = await fetch(`${url}/rpc`, {
      method: "POST",
      headers: { ...headers, cookie, "x-csrf-token": state.csrf },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    const answer = await response.json() as { result?: unknown; error?: { message: string } };
    if (answer.error) throw new Error(`${method} as ${handle}: ${answer.error.message}`);
    return answer.result;
  };
}
