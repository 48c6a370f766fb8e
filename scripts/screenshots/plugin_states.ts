import type { EndInfo, GrantsView, PluginDetail, PluginInfo, SettingsView } from "../../ui/state/wire.ts";
import { ago, asks, DAY, from, HOUR, PUBLISHER, REGISTRY } from "./package_states.ts";

/** Installed plugins as the host tells of them. */

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
      {
        version: "0.8.2",
        hash: "fcde2b2e",
        installedAt: ago(60 * DAY),
        active: false,
        snapshotAt: ago(9 * DAY),
        snapshotBytes: 2_300_000,
      },
    ],
    available: [{ version: "1.0.0", fits: true }, { version: "0.9.0", fits: true }, { version: "0.7.0", fits: true }, {
      version: "2.0.0-rc.1",
      fits: false,
    }],
    update: { version: "1.0.0", needsConsent: true },
    undone: { version: "1.0.0", at: ago(2 * HOUR), reason: "It crashed 3 times within 5 min of its start" },
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
