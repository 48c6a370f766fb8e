import type { ConsumerInfo, DeadLetterInfo, EventInfo, FlowView, TypeInfo } from "../../ui/state/events/wire.ts";
import { ago, DAY, HOUR } from "./package_states.ts";

/** The event bus of a busy server, as the host tells of it. */

const consumer = (name: string, types: string[], more: Partial<ConsumerInfo> = {}): ConsumerInfo => ({
  ...{ name, types, state: "running", position: 48_211, lag: 0, inFlight: 0, deadLetters: 0 },
  ...more,
});

export const CONSUMERS: ConsumerInfo[] = [
  consumer("plugin:chat", ["host.user.*", "agents.agent.*"], { inFlight: 2 }),
  consumer("plugin:github", ["chat.message.sent"], {
    lag: 3,
    behindSince: ago(40_000),
    deadLetters: 2,
    lastError: {
      message: "GitHub answered 502: the repository acme/site cannot be reached right now, try again in a while",
      seq: 48_180,
      type: "chat.message.sent",
      attempt: 8,
      time: ago(90_000),
    },
  }),
  consumer("plugin:email", ["chat.mention.created"], {
    state: "paused",
    position: 41_002,
    lag: 1_204,
    behindSince: ago(3 * HOUR),
    pausedBy: "Alice Archer",
    pausedAt: ago(3 * HOUR),
  }),
  consumer("plugin:org", ["**"], { state: "away", position: 12, lag: 48_199, behindSince: ago(6 * DAY) }),
  consumer("workflow:github_to_chat", ["github.issues.opened", "github.pull_request.opened"]),
  consumer("workflow:triage-issue-with-an-agent-and-an-approval", ["github.issues.opened"], {
    replayingTo: 48_100,
    position: 47_802,
    lag: 31,
    behindSince: ago(HOUR),
  }),
];

const emit = (source: string, type: string, count: number) => ({
  ...{ source, type, count, total: count * 40 + 3, lastAt: ago(count > 0 ? 2_000 : 2 * HOUR) },
});
const take = (name: string, type: string, taken: number, failed = 0) => ({
  ...{ consumer: name, type, taken, failed, dead: failed > 0 ? 1 : 0, lastAt: ago(2_000) },
});

export const FLOW: FlowView = {
  at: ago(0),
  emits: [
    emit("chat", "chat.message.sent", 240),
    emit("chat", "chat.message.edited", 6),
    emit("chat", "chat.mention.created", 31),
    emit("chat", "chat.reaction.added", 88),
    emit("github", "github.issues.opened", 2),
    emit("github", "github.pull_request.opened", 1),
    emit("github", "github.check_run.completed", 1_720),
    emit("agents", "agents.agent.completed", 4),
    emit("host", "host.user.invited", 0),
    emit("workflow:triage-issue-with-an-agent-and-an-approval", "triage.issue.sorted", 2),
  ],
  takes: [
    take("plugin:chat", "agents.agent.completed", 4),
    take("plugin:github", "chat.message.sent", 210, 30),
    take("workflow:github_to_chat", "github.issues.opened", 2),
    take("workflow:github_to_chat", "github.pull_request.opened", 1),
    take("workflow:triage-issue-with-an-agent-and-an-approval", "github.issues.opened", 2),
  ],
  consumers: CONSUMERS,
};

export const STATS = {
  ...{ head: 48_214, oldest: 3_012, oldestTime: ago(30 * DAY), events: 45_202, bytes: 182_000_000, deadLetters: 3 },
  ...{ maxBytes: 4 * 1024 ** 3, maxAgeMs: 30 * DAY, full: false },
};
export const FULL = { ...STATS, bytes: 4.4 * 1024 ** 3, full: true, heldBy: "plugin:org" };

const event = (seq: number, type: string, more: Partial<EventInfo> = {}): EventInfo => ({
  ...{ seq, id: `019a2b3c-0000-7000-8000-${String(seq).padStart(12, "0")}`, source: type.split(".")[0]!, type },
  ...{ time: ago((48_214 - seq) * 1_700 + 800), data: {}, actorkind: "human", hops: 0, audience: "role:member" },
  ...more,
});

const ISSUE = {
  action: "opened",
  issue: {
    number: 812,
    title: "The sign-in page forgets where it came from",
    user: { login: "dana" },
    labels: [{ name: "bug" }],
    body: "After signing in one lands on the home page, not on the page whose link one followed.",
  },
  repository: { full_name: "acme/site" },
};

export const EVENTS: EventInfo[] = Array.from({ length: 60 }, (_, n): EventInfo => {
  const seq = 48_155 + n;
  switch (n % 6) {
    case 0:
      return event(seq, "github.issues.opened", {
        ...{ subject: `acme/site#${800 + n}`, data: ISSUE, actor: "dana", actorkind: "external" },
      });
    case 1:
      return event(seq, "triage.issue.sorted", {
        ...{ source: "workflow:triage-issue-with-an-agent-and-an-approval", subject: `acme/site#${799 + n}` },
        ...{ data: { priority: "high", label: "bug" }, actorkind: "system", causeid: "x", hops: 1 },
      });
    case 2:
      return event(seq, "chat.reaction.added", { data: { messageId: "m1", emoji: "🎉", user: "bob" }, actor: "bob" });
    default:
      return event(seq, "chat.message.sent", {
        ...{ subject: "general", actor: "carol", audience: "room:general" },
        data: {
          id: `m${n}`,
          channelId: "general",
          text: n % 5 === 0
            ? "صباح الخير، هل كل شيء على ما يرام؟"
            : "Can someone look at this? It touches the sign-in flow.",
          author: { id: "carol", name: "Carol Chen", kind: "human" },
        },
      });
  }
});
export const ONE = EVENTS[42]!;

export const CHAIN = {
  causes: [event(48_102, "webhook.delivery.received", { actorkind: "external" })],
  hidden: 1,
  effects: [
    event(48_198, "triage.issue.sorted", { source: "workflow:triage", hops: 1 }),
    event(48_201, "chat.message.sent", { hops: 1, subject: "general" }),
  ],
};

const letter = (id: number, more: Partial<DeadLetterInfo> = {}): DeadLetterInfo => ({
  ...{ id, consumer: "plugin:github", attempts: 8, time: ago(id * 400_000), hidden: false },
  error: "GitHub answered 502: the repository acme/site cannot be reached right now",
  event: event(48_180 - id, "chat.message.sent", { subject: "general", data: { id: "m1", text: "Hello" } }),
  ...more,
});

export const LETTERS: DeadLetterInfo[] = [
  letter(1),
  letter(2, {
    error: "Cannot read properties of undefined (reading 'login')",
    event: { ...ONE, subject: "acme/site#812" },
  }),
  letter(3, { replacedBy: 48_190 }),
  letter(4, { hidden: true, event: event(47_900, "chat.mention.created", { audience: "room:ops", data: undefined }) }),
];

export const REFUSED_EVENTS = [{
  ...{ id: 1, source: "weather", eventId: "e1", type: "weather.report.made", path: "/temperature" },
  ...{ problem: "expected number, got string", time: ago(HOUR) },
}];

const SCHEMA = {
  type: "object",
  required: ["orderId", "total"],
  properties: {
    orderId: { type: "string", title: "Order", description: "As it stands on the invoice" },
    total: { type: "number", minimum: 0, description: "In the smallest unit of the currency" },
    currency: { type: "string", enum: ["EUR", "USD", "GBP"], default: "EUR" },
    paid: { type: "boolean", description: "Was the money there when this was written?" },
    lines: { type: "array", items: { type: "object" } },
  },
};

const typeInfo = (type: string, more: Partial<TypeInfo> = {}): TypeInfo => ({
  ...{ type, count: 1, bytes: 300, lastSeq: 7, perMinute: 0, emitters: [], listeners: [], durability: "full" },
  ...more,
});
export const TYPES: TypeInfo[] = [
  typeInfo("shop.order.paid", { schema: SCHEMA, declaredBy: "shop", emitters: ["shop"] }),
  typeInfo("chat.message.sent"),
  typeInfo("github.**", { declaredBy: "github" }),
];

const PLUGINS = Array.from({ length: 50 }, (_, n) => `${["shop", "crm", "mail", "stock", "time"][n % 5]}_${n}`);
const MANY_EMITS = PLUGINS.flatMap((source, at) =>
  Array.from({ length: 10 }, (_, n) => ({
    ...{ source, type: `${source}.record.change_${n}`, count: (at * 37 + n * 11) % 90, total: 900 },
    lastAt: FLOW.at,
  }))
);

/** Fifty plugins with five hundred types, one of which fails and one of which is away. */
export const MANY = {
  at: FLOW.at,
  emits: MANY_EMITS,
  takes: MANY_EMITS.map(({ source, type, count }, n) => ({
    ...{
      consumer: `plugin:${PLUGINS[(PLUGINS.indexOf(source) + 1) % 50]}`,
      type,
      taken: count,
      dead: 0,
      lastAt: FLOW.at,
    },
    failed: n === 123 ? 4 : 0,
  })),
  consumers: PLUGINS.map((name, n) => ({
    ...{
      name: `plugin:${name}`,
      types: [`${PLUGINS[(n + 49) % 50]}.**`],
      position: 48_000,
      inFlight: 0,
      deadLetters: 0,
    },
    ...(n === 7 ? { state: "away", lag: 31 } : { state: "running", lag: 0 }),
  })),
};
