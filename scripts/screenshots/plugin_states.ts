import type {
  EndInfo,
  GrantsView,
  InspectInfo,
  PermissionInfo,
  PluginDetail,
  PluginInfo,
  PublisherInfo,
  RegistryInfo,
  RegistryPlugin,
  SettingsView,
} from "../../ui/state/wire.ts";

/** Registries, packages and installed plugins as the host tells of them. */

const NOW = Date.now();
const ago = (ms: number) => new Date(NOW - ms).toISOString();
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

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

const from = { url: REGISTRY.url, name: REGISTRY.name };
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

const PUBLISHER: PublisherInfo = {
  name: "Acme Tools",
  publicKey: REGISTRY.publicKey,
  fingerprint: "c4e21a0b97f35d8846d1e29f0a3b7c55",
  tier: "first-use",
  knownFrom: [],
};

const asks = (kind: string, target: string, reason: string, more: Partial<PermissionInfo> = {}): PermissionInfo => ({
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

const history = (of: (minute: number) => number) =>
  Array.from({ length: 60 }, (_, minute) => ({
    at: ago((60 - minute) * 60_000),
    calls: Math.max(0, Math.round(of(minute) * 60)),
    errors: minute > 48 && minute < 53 ? minute - 46 : 0,
    ...(minute > 20 && minute < 26 ? {} : { p95Ms: 3 + 2 * Math.sin(minute / 4) + (minute === 50 ? 24 : 0) }),
    ...(minute > 20 && minute < 26
      ? {}
      : { memoryBytes: (40 + (minute % 26) * 0.9) * 1024 * 1024, cpu: 0.02 + 0.03 * Math.abs(Math.sin(minute / 5)) }),
  }));

const end = (reason: string, message: string, at: number, uptimeMs: number, stderr = ""): EndInfo => ({
  reason,
  message,
  exitCode: reason === "stop" ? 0 : 1,
  signal: null,
  stderr,
  time: ago(at),
  used: { rssBytes: 61 * 1024 * 1024, cpuMs: uptimeMs / 60, storageBytes: 2_000_000, uptimeMs },
});

export const STANDUP_INFO: PluginInfo = {
  id: "standup",
  version: "0.9.0",
  name: "Standup",
  description: "Asks everybody each morning what they did and what is next, and posts the answers as one message.",
  enabled: true,
  state: "ready",
  since: ago(5 * HOUR),
  startedAt: ago(5 * HOUR),
  running: true,
  bundled: false,
  pid: 48_213,
  memoryBytes: 47 * 1024 * 1024,
  restarts: 2,
  methods: 6,
  update: { version: "1.0.0", needsConsent: true },
};

export const STANDUP: PluginDetail = {
  ...STANDUP_INFO,
  activation: ["onStart"],
  ends: [
    end(
      "crash",
      "Uncaught TypeError: cannot read properties of undefined (reading 'answers')",
      5 * HOUR,
      26 * HOUR,
      "TypeError: cannot read properties of undefined (reading 'answers')\n    at close (plugin.js:214:19)\n    at async handle (plugin.js:88:5)",
    ),
    end("memory", "It used 131 MB, its limit is 128 MB", 31 * HOUR, 3 * HOUR),
    end("stop", "", 3 * DAY, 9 * DAY),
  ],
  requires: [
    { name: "chat", range: "^1", optional: false, provider: "chat" },
    { name: "canvas", range: "^1", optional: true },
  ],
  provides: [{ name: "standup", version: "0.9.0", chosen: true }],
  dependents: [
    { kind: "workflow", id: "monday_report", interface: "standup", optional: false },
    { kind: "plugin", id: "team-board", interface: "standup", optional: true },
  ],
  events: {
    emits: ["standup.round.opened", "standup.answer.given", "standup.round.closed"],
    listens: ["chat.message.sent"],
  },
  metrics: {
    callsPerSecond: 3.4,
    p95Ms: 4.1,
    errorsPerMinute: 0,
    memoryBytes: 47 * 1024 * 1024,
    cpu: 0.034,
    history: history((minute) => 2 + 2 * Math.sin(minute / 7)),
  },
  package: {
    source: `${REGISTRY.url}#standup`,
    registry: from,
    hash: "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
    sizeBytes: 188_000,
    signature: "valid",
    publisher: { ...PUBLISHER, tier: "verified", knownFrom: ["standup", "polls"] },
    installedAt: ago(9 * DAY),
    installedBy: "alice",
    versions: [
      { version: "0.9.0", hash: "2c26b46b", installedAt: ago(9 * DAY), active: true },
      { version: "0.8.2", hash: "fcde2b2e", installedAt: ago(60 * DAY), active: false, snapshotAt: ago(9 * DAY) },
    ],
    available: [{ version: "1.0.0", fits: true }, { version: "0.9.0", fits: true }, { version: "0.7.0", fits: true }, {
      version: "2.0.0-rc.1",
      fits: false,
    }],
    update: { version: "1.0.0", needsConsent: true },
  },
};

export const STANDUP_REVOKED: PluginDetail = {
  ...STANDUP,
  state: "stopped",
  running: false,
  pid: undefined,
  memoryBytes: undefined,
  reason: "Example plugins has revoked this package",
  since: ago(90_000),
  metrics: undefined,
  revoked: { registry: "Example plugins" },
  package: { ...STANDUP.package!, revoked: { registry: "Example plugins" } },
};

export const STANDUP_GRANTS: GrantsView = {
  id: "standup",
  items: [
    asks("call", "chat.message.send", "Posts the answers of a round as one message", {
      granted: true,
      grantedBy: "alice",
      grantedAt: ago(9 * DAY),
      lastUsedAt: ago(40 * 60_000),
      uses: 214,
    }),
    asks(
      "subscribe",
      "chat.message.sent",
      "Hears what people answer in their direct messages with it, and nothing else",
      {
        granted: true,
        risk: "high",
        words: "Hear every message that is sent, private ones too",
        grantedBy: "alice",
        grantedAt: ago(9 * DAY),
        lastUsedAt: ago(4_000),
        uses: 18_233,
      },
    ),
    asks("publish", "standup.**", "Tells workflows of rounds and answers", {
      granted: true,
      grantedBy: "alice",
      grantedAt: ago(9 * DAY),
      lastUsedAt: ago(5 * HOUR),
      uses: 1,
    }),
    asks("net", "calendar.example.com", "Leaves out people who are away", { granted: false }),
    asks("sys", "hostname", "", { granted: true, declared: false, grantedBy: "alice", grantedAt: ago(2 * DAY) }),
  ],
  denied: [
    { kind: "net", target: "calendar.example.com:443", count: 12, lastAt: ago(60_000), grantable: true, risk: "low" },
    { kind: "process", target: "git", count: 1, lastAt: ago(3 * HOUR), grantable: true, risk: "high" },
    { kind: "call", target: "host.user.setRole", count: 2, lastAt: ago(4 * HOUR), grantable: false, risk: "high" },
  ],
};

export const STANDUP_SETTINGS: SettingsView = {
  id: "standup",
  schema: {
    type: "object",
    required: ["channel", "days", "token"],
    properties: {
      channel: { type: "string", title: "Channel", description: "Where the answers are posted", minLength: 2 },
      askAt: { type: "string", format: "time", title: "Asks at", default: "09:00" },
      from: { type: "string", format: "date", title: "From" },
      days: {
        type: "array",
        title: "Days",
        uniqueItems: true,
        minItems: 1,
        items: { enum: ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] },
      },
      tone: {
        title: "Tone",
        oneOf: [{ const: "kind", title: "Kind" }, { const: "dry", title: "Dry" }],
        default: "kind",
      },
      waitMinutes: {
        type: "integer",
        minimum: 5,
        maximum: 240,
        default: 60,
        description: "How long it waits for answers",
      },
      loud: { type: "boolean", title: "Mention everybody", description: "Says @channel when a round is opened" },
      intro: { type: "string", maxLength: 2_000, title: "Opening words" },
      leaveOut: {
        type: "array",
        items: { type: "string" },
        title: "Leave out",
        description: "People who are not asked",
      },
      token: { type: "string", writeOnly: true, title: "Calendar token", description: "Reads who is away" },
      mail: {
        type: "object",
        title: "Mail",
        description: "Sends the answers by mail as well",
        properties: {
          to: { type: "string", format: "email", title: "To" },
          weekly: { type: "boolean", title: "Once a week only" },
        },
      },
      rules: { type: "array", items: { type: "object" }, description: "Who is asked what" },
    },
  },
  values: {
    channel: "#standup",
    askAt: "09:00",
    days: ["monday", "tuesday", "wednesday", "thursday", "friday"],
    tone: "kind",
    waitMinutes: 60,
    loud: true,
    intro: "Good morning. What did you do, what is next, what is in the way?",
    leaveOut: ["@dave"],
    mail: { to: "team@example.com" },
    rules: [{ role: "design", ask: "What did you draw?" }],
  },
  set: ["token"],
};

export const STANDUP_EVENTS = {
  items: [1, 2, 3, 4].map((index) => ({
    id: `e${index}`,
    source: "standup",
    type: index % 2 === 0 ? "standup.answer.given" : "standup.round.opened",
    subject: `round-${14 - index}`,
    time: ago(index * HOUR),
    seq: 100 - index,
    data: {},
  })),
};

export const STANDUP_LOG = {
  items: Array.from({ length: 40 }, (_, index) => ({
    id: index + 1,
    time: ago((40 - index) * 71_000),
    source: "standup",
    level: index % 13 === 7 ? "error" : index % 7 === 3 ? "warn" : "info",
    message: index % 13 === 7
      ? "A round could not be closed: cannot read properties of undefined (reading 'answers')"
      : index % 7 === 3
      ? "@dave did not answer within 60 min"
      : `@carol answered in round ${index}`,
  })),
};

/** The real plugins beside those of a registry. */
export function WITH_INSTALLED(list: { items: PluginInfo[] }): { items: PluginInfo[] } {
  return {
    items: [
      ...list.items,
      STANDUP_INFO,
      {
        ...STANDUP_INFO,
        id: "link-check",
        name: "Link check",
        version: "2.1.0",
        description: "Looks whether the links in messages and canvases still lead somewhere.",
        state: "stopped",
        running: false,
        pid: undefined,
        memoryBytes: undefined,
        update: undefined,
        reason: "Example plugins has revoked this package",
        since: ago(90_000),
        revoked: { registry: "Example plugins" },
      },
    ],
  };
}
