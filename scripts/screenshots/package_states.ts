import type { InspectInfo, PermissionInfo, PublisherInfo, RegistryInfo, RegistryPlugin } from "../../ui/state/wire.ts";

/** Registries and packages as the host tells of them. */

const NOW = Date.now();
export const ago = (ms: number) => new Date(NOW - ms).toISOString();
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export const REGISTRY: RegistryInfo = {
  url: "https://plugins.example.com/",
  name: "Example plugins",
  publicKey: "3q2+7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
  fingerprint: "9f3ab2c41d77e0a85b6c2f19d4e8730b",
  revision: 42,
  expires: ago(-21 * DAY),
  plugins: 7,
  addedBy: "Alice Archer",
  addedAt: ago(40 * DAY),
  checkedAt: ago(12 * 60_000),
};

export const REGISTRIES: RegistryInfo[] = [
  REGISTRY,
  {
    ...REGISTRY,
    url: "http://10.0.4.12:8090/team/",
    name: "Team plugins that nobody outside of the building has ever seen or will ever see",
    fingerprint: "07c1dd20a94b6f3e8857cc10ab4f92e6",
    revision: 7,
    plugins: 1,
    problem: "No answer from 10.0.4.12 within 10 s. Its last good index is used until it expires.",
    checkedAt: ago(3 * HOUR),
  },
  {
    ...REGISTRY,
    url: "https://old.example.org/",
    name: "Old registry",
    fingerprint: "b1946ac92492d2347c6235b4d2611184",
    revision: 3,
    plugins: 2,
    expires: ago(2 * DAY),
    problem: "Its index expired. Its owner has to sign it anew; until then nothing is installed or updated from it.",
  },
];

export const from = { url: REGISTRY.url, name: REGISTRY.name };
const versions = (publisher: string, ...names: string[]) =>
  names.map((version) => ({ version, engine: "^1", fits: true, size: 214_000, publisher }));

export const OFFERS: RegistryPlugin[] = [
  {
    id: "polls",
    name: "Polls",
    description: "Ask a channel a question and see the answers come in.",
    registry: from,
    source: `${REGISTRY.url}#polls`,
    versions: versions("Acme Tools", "1.3.0", "1.2.0", "1.1.4"),
  },
  {
    id: "standup",
    name: "Standup",
    description: "Asks everybody each morning what they did and what is next, and posts the answers as one message.",
    registry: from,
    source: `${REGISTRY.url}#standup`,
    installed: "0.9.0",
    versions: versions("Acme Tools", "1.0.0", "0.9.0"),
  },
  {
    id: "link-check",
    name: "Link check",
    description: "Looks whether the links in messages and canvases still lead somewhere.",
    registry: from,
    source: `${REGISTRY.url}#link-check`,
    installed: "2.1.0",
    versions: versions("Dana Okafor", "2.1.0"),
  },
  {
    id: "weather",
    name: "Weather",
    registry: from,
    source: `${REGISTRY.url}#weather`,
    versions: versions("", "0.1.0"),
  },
  {
    id: "deploy-board",
    name: "Deployments, incidents and everything else that keeps people awake",
    description:
      "A board of everything that was deployed, by whom, where to and whether it is still there; and what was said about it in all channels meanwhile.",
    registry: { url: REGISTRIES[1]!.url, name: REGISTRIES[1]!.name },
    source: `${REGISTRIES[1]!.url}#deploy-board`,
    versions: versions(
      "A publisher with a name that is longer than the card on which it has to stand",
      "4.0.0-beta.12",
    ),
  },
  {
    id: "sheets",
    name: "Sheets",
    description: "Tables that calculate.",
    registry: from,
    source: `${REGISTRY.url}#sheets`,
    versions: [{ version: "2.0.0", engine: "^2", fits: false, size: 900_000, publisher: "Acme Tools" }],
  },
  {
    id: "notes-ar",
    name: "ملاحظات",
    description: "ملاحظات سريعة لكل شخص في الفريق.",
    registry: from,
    source: `${REGISTRY.url}#notes-ar`,
    versions: versions("Acme Tools", "1.0.0"),
  },
];

export const PUBLISHER: PublisherInfo = {
  name: "Acme Tools",
  publicKey: REGISTRY.publicKey,
  fingerprint: "c4e21a0b97f35d8846d1e29f0a3b7c55",
  tier: "first-use",
  knownFrom: [],
};

export const asks = (
  kind: string,
  target: string,
  reason: string,
  more: Partial<PermissionInfo> = {},
): PermissionInfo => ({
  kind,
  target,
  reason,
  granted: false,
  risk: "low",
  ...more,
});

const POLLS_ASKS: PermissionInfo[] = [
  asks("call", "chat.message.send", "Posts the result into the channel in which it was asked"),
  asks("publish", "polls.**", "Tells workflows when a poll is opened, answered and closed"),
  asks("subscribe", "chat.message.sent", "Hears the command /poll in channels", {
    risk: "high",
    words: "Hear every message that is sent, private ones too",
  }),
];

const README = `# Polls

Ask a channel a question and see the answers **come in**.

## How to use it

1. Type \`/poll Lunch? Pizza, Ramen\` in a channel.
2. Everybody taps an answer.
3. \`/poll close\` posts the result.

- Answers can be changed until the poll is closed.
  - The last one counts.
- Who answered what is seen by *nobody*, unless you say \`/poll open\`.

> Polls that nobody closed are closed after a day.

| Setting | What it does |
| --- | --- |
| Closes after | Hours until a poll closes by itself |
| Loud | Says so in the channel |

\`\`\`ts
await polls.poll.open({ channel: "#general", question: "Lunch?", answers: ["Pizza", "Ramen"] });
\`\`\`

More at https://example.com/polls. <script>alert("this is text")</script>
`;

export const POLLS: InspectInfo = {
  source: `${REGISTRY.url}#polls`,
  manifest: {
    id: "polls",
    version: "1.3.0",
    name: "Polls",
    description: "Ask a channel a question and see the answers come in.",
    icon: "chart-line",
    author: "Acme Tools <tools@acme.example>",
    license: "MIT",
    homepage: "https://acme.example/polls",
    settings: { type: "object" },
  },
  publisher: PUBLISHER.name,
  publisherInfo: PUBLISHER,
  signature: "valid",
  tier: "first-use",
  registry: from,
  permissions: POLLS_ASKS,
  limits: {
    memoryMb: 128,
    storageMb: 1024,
    cpu: 1,
    callMs: 30_000,
    startMs: 20_000,
    maxConcurrent: 256,
    eventsPerSecond: 100,
    logsPerMinute: 600,
  },
  requires: [
    { name: "chat", range: "^1", optional: false, provider: "chat" },
    { name: "canvas", range: "^1", optional: true },
  ],
  hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  sizeBytes: 214_000,
  grantHash: "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
  readme: README,
  problems: [],
};

/** Everything that makes one think twice. */
export const DANGEROUS: InspectInfo = {
  ...POLLS,
  source: "https://downloads.example.net/deploy-board-4.0.0-beta.12.tgz",
  manifest: {
    ...POLLS.manifest,
    id: "deploy-board",
    version: "4.0.0-beta.12",
    name: "Deployments, incidents and everything else that keeps people awake",
    description: "A board of everything that was deployed, by whom, and whether it is still there.",
    icon: undefined,
    settings: undefined,
  },
  publisher: "",
  publisherInfo: undefined,
  signature: "unsigned",
  tier: "unsigned",
  registry: undefined,
  permissions: [
    asks("net", "*", "Asks each machine how it does", { risk: "high" }),
    asks("net", "api.github.com", "Reads which commit was deployed"),
    asks("process", "git", "Finds who wrote the line that failed", { risk: "high" }),
    asks("call", "workflow.**", "Starts a workflow when a deployment fails", { risk: "high" }),
    asks("secrets", "DEPLOY_TOKEN", "Signs in to the machines", { risk: "high" }),
    asks("publish", "deploy-board.**", "Tells others of deployments"),
    asks("sys", "hostname", "Says from where it looks"),
    asks("hooks", "deploy", "Is told of deployments by the build server"),
  ],
  requires: [],
  readme: undefined,
};

/** Why it cannot be installed. */
export const WITH_PROBLEMS: InspectInfo = {
  ...POLLS,
  problems: [
    {
      reason: "engine_mismatch",
      message: 'It needs host API "^2", and this server has 1.0.0',
      hint: "Update the server, or choose an older version of the plugin.",
    },
    {
      reason: "publisher_changed",
      message: 'It is signed with another key than the one with which "polls" was first installed here',
      hint: "Ask its publisher by another way whether they changed their key.",
    },
  ],
  requires: [{ name: "canvas", range: "^2", optional: false, problem: "canvas 1.4.0 is there, ^2 is needed" }],
};

export const UPDATE: InspectInfo = {
  ...POLLS,
  tier: "verified",
  publisherInfo: { ...PUBLISHER, tier: "verified", knownFrom: ["polls", "standup"] },
  changes: {
    from: "1.2.0",
    to: "1.3.0",
    added: [POLLS_ASKS[2]!, asks("net", "images.example.com", "Shows pictures in answers")],
    removed: [asks("sys", "hostname", "Said where it ran")],
    limits: [{ name: "memoryMb", from: 96, to: 128 }],
    needsConsent: true,
  },
};

export const PLAIN_UPDATE: InspectInfo = {
  ...UPDATE,
  changes: { from: "1.2.0", to: "1.3.0", added: [], removed: [], limits: [], needsConsent: false },
};
