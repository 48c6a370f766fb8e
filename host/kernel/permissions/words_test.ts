import assert from "node:assert/strict";
import type { MethodDescriptor } from "../../sdk/channel/protocol.ts";
import { KINDS } from "./entry.ts";
import type { PermissionFacts } from "./facts.ts";
import { riskOf } from "./risk.ts";
import { wordsOf } from "./words.ts";

const method = (name: string, extra: Partial<MethodDescriptor> = {}): MethodDescriptor => ({
  name,
  summary: "",
  params: {},
  result: {},
  ...extra,
});
const facts: PermissionFacts = {
  methods: () => [
    method("chat.message.send"),
    method("chat.message.list", { readOnly: true }),
    method("chat.channel.list"),
    method("shell.run", { risk: "high" }),
    method("polls.danger", { risk: "high" }),
    method("host.user.list", { readOnly: true }),
  ],
  privateTypes: () => ["chat.message.sent", "polls.vote.cast", "notes.**"],
};
const asker = { id: "polls", bundled: false };

/** Kind, target, words, risk. */
const TABLE: [string, string, string, "low" | "high"][] = [
  ["net", "api.example.com", "Connect to api.example.com", "low"],
  ["net", "api.example.com:8443", "Connect to api.example.com:8443", "low"],
  ["net", "*.example.com", "Connect to example.com and every host below it", "high"],
  ["net", "*", "Connect to every host on the internet", "high"],
  ["net", "192.168.1.7", "Connect to 192.168.1.7, which is inside your own network", "high"],
  ["net", "localhost:3000", "Connect to localhost:3000, which is inside your own network", "high"],
  ["net", "nas.local", "Connect to nas.local, which is inside your own network", "high"],
  ["net", "[fd00::1]:80", "Connect to [fd00::1]:80, which is inside your own network", "high"],
  ["net", "8.8.8.8", "Connect to 8.8.8.8", "low"],
  ["sys", "hostname", "Read the name of this machine", "high"],
  ["sys", "networkInterfaces", "Read the network addresses of this machine", "high"],
  ["sys", "loadavg", "Read how busy this machine is", "low"],
  ["call", "chat.message.send", "Post as itself: chat.message.send", "low"],
  ["call", "chat.message.list", "Read: chat.message.list", "low"],
  // It is named like one that reads and does not say that it is one.
  ["call", "chat.channel.list", "Call: chat.channel.list", "low"],
  ["call", "host.user.list", "Read: host.user.list", "low"],
  ["call", "shell.run", "Call: shell.run", "high"],
  ["call", "shell.**", "Call every method of shell", "high"],
  ["call", "chat.*", "Call every method of chat", "low"],
  ["call", "chat.message.*", "Call every method that is named chat.message.*", "low"],
  ["call", "*.run", "Call every method that is named *.run", "high"],
  ["call", "**", "Call every method of every plugin and of Bulkhead", "high"],
  // Its own methods need no grant.
  ["call", "polls.*", "Call every method of polls", "low"],
  ["publish", "polls.**", "Announce events of its own", "low"],
  ["publish", "polls.poll.closed", "Announce the events polls.poll.closed", "low"],
  ["subscribe", "github.issues.opened", "Hear the events github.issues.opened", "low"],
  ["subscribe", "chat.message.*", "Hear the events chat.message.*, which carry private content", "high"],
  ["subscribe", "notes.page.edited", "Hear the events notes.page.edited, which carry private content", "high"],
  ["subscribe", "chat.channel.created", "Hear the events chat.channel.created", "low"],
  ["subscribe", "**", "Hear every event, private ones among them", "high"],
  ["secrets", "GITHUB_TOKEN", "Read the secret GITHUB_TOKEN", "low"],
  ["process", "git", "Start the program git with any arguments", "high"],
  ["process", "git ()", "Start the program git without arguments", "high"],
  ["process", "git log **", "Start the program git with log **", "high"],
  ["process", `git log "a b"`, `Start the program git with log "a b"`, "high"],
  ["process", "*", "Start any program, which equals full access to this machine", "high"],
  ["files", "read", "Read uploaded files", "low"],
  ["files", "write", "Keep uploaded files and serve them", "low"],
  ["sockets", "lobby", "Name the members of its room lobby and send to them live", "low"],
  ["sockets", "*", "Name the members of rooms of its own and send to them live", "low"],
  ["push", "normal", "Notify people on their devices", "low"],
  ["push", "high", "Notify people on their devices, and wake these at any time", "low"],
  ["hooks", "", "Receive webhooks at /hooks/polls", "low"],
  ["hooks", "github", "Receive webhooks at /hooks/polls/github", "low"],
  ["hooks", "**", "Receive webhooks at every address below /hooks/polls", "low"],
  ["read", "/etc/passwd", "Read the file /etc/passwd", "high"],
  ["run", "ls", "Start by itself the program ls", "high"],
];

Deno.test("every permission has plain words and a risk", () => {
  const found = TABLE.map(([kind, target]) => [
    kind,
    target,
    wordsOf({ kind, target }, asker, facts),
    riskOf({ kind, target }, asker, facts),
  ]);
  assert.deepEqual(found, TABLE);
});

Deno.test("no kind of the manifest is without words", () => {
  const told = new Set(TABLE.map(([kind]) => kind));
  assert.deepEqual(KINDS.filter((kind) => !told.has(kind)), []);
});
