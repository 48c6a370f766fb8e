import type {
  GraphNode,
  Migration,
  RunDetail,
  RunInfo,
  StepInfo,
  VersionInfo,
  WorkflowGraph,
  WorkflowInfo,
} from "../../ui/state/wire.ts";

/** Runs and workflows in all their states, as the host would tell of them. */

const NOW = Date.now();
const DAY = 86_400_000;
const ago = (ms: number) => new Date(NOW - ms).toISOString();

export const RUN_IDS = { failed: "run_failed" };

export const RUNS: RunInfo[] = Array.from({ length: 60 }, (_, index): RunInfo => {
  const startedAt = NOW - index * 431_000 - 20_000;
  const state = index === 0 ? "waiting" : index === 1 ? "running" : index % 9 === 4 ? "failed" : "succeeded";
  const ended = state === "succeeded" || state === "failed";
  return {
    id: index === 4 ? RUN_IDS.failed : `run_${index}`,
    name: "github_to_chat",
    state,
    trigger: `github.issues.opened acme/site#${813 - index}`,
    startedAt: new Date(startedAt).toISOString(),
    endedAt: ended ? new Date(startedAt + 300 + (index * 7919) % 9000).toISOString() : undefined,
    reason: state === "waiting" ? "Waits for the plugin chat, which is off" : undefined,
    error: state === "failed"
      ? { message: 'chat.message.send: No channel "#triage"', hint: "Create it, then replay." }
      : undefined,
  };
});

const failed = RUNS[4]!;
const at = (ms: number) => new Date(Date.parse(failed.startedAt) + ms).toISOString();

export const FAILED_RUN: RunDetail = {
  ...failed,
  endedAt: at(2_400),
  hash: "9f3ab2c41d77e0",
  input: {
    type: "github.issues.opened",
    subject: "acme/site#813",
    data: { action: "opened", issue: { number: 813, title: "Sign-in fails on Safari 17" } },
  },
  steps: [
    {
      id: "find the label",
      name: "find the label",
      kind: "step",
      state: "succeeded",
      attempts: 1,
      input: { number: 813 },
      output: "bug",
      startedAt: at(4),
      endedAt: at(130),
    },
    {
      id: "github.issue.get",
      name: "github.issue.get",
      kind: "call",
      state: "succeeded",
      attempts: 2,
      input: { number: 813 },
      output: { title: "Sign-in fails on Safari 17" },
      startedAt: at(140),
      endedAt: at(900),
    },
    {
      id: "sleep",
      name: "sleep",
      kind: "sleep",
      state: "succeeded",
      attempts: 1,
      startedAt: at(905),
      endedAt: at(1_905),
    },
    {
      id: "chat.message.send",
      name: "chat.message.send",
      kind: "call",
      state: "failed",
      attempts: 3,
      failures: [[1_912, 2_012], [2_015, 2_215], [2_390, undefined]].map(([ended, retry], index) => ({
        attempt: index + 1,
        endedAt: at(ended!),
        ...(retry === undefined ? {} : { retryAt: at(retry) }),
        error: failed.error!,
      })),
      input: { channel: "#triage", text: "**acme/site#813** Sign-in fails on Safari 17" },
      error: failed.error,
      startedAt: at(1_910),
      endedAt: at(2_390),
    },
  ],
};

export const FAULTY: WorkflowInfo[] = [
  {
    name: "github_to_chat",
    file: "workflows/github_to_chat.ts",
    state: "live",
    since: ago(3_000_000),
    hash: "9f3ab2c41d77e0",
    uses: ["chat"],
    triggers: [{ kind: "event", detail: "github.issues.opened" }, {
      kind: "event",
      detail: "github.pull_request.opened",
    }],
    diagnostics: [],
  },
  {
    name: "nightly_report",
    file: "workflows/nightly_report.ts",
    state: "live",
    since: ago(60_000),
    hash: "1f0c9a55e2b1",
    uses: ["chat", "github"],
    lastGood: true,
    triggers: [
      { kind: "cron", detail: "0 7 * * 1-5" },
      { kind: "manual", input: { properties: { day: { type: "string" }, dry: { type: "boolean" } } } },
    ],
    diagnostics: [{
      file: "workflows/nightly_report.ts",
      line: 14,
      column: 31,
      kind: "type",
      message: "Property 'titel' does not exist on type 'IssuesOpened'. Did you mean 'title'?",
      source: "  const text = `${event.data.titel}`;",
    }],
  },
];

const STATES = ["running", "waiting", "sleeping", "queued", "paused", "failed", "succeeded", "cancelled"];

/** Of each state one, then many that went well. */
export const MIXED_RUNS: RunInfo[] = Array.from({ length: 80 }, (_, index): RunInfo => {
  const state = STATES[index] ?? (index % 11 === 3 ? "failed" : "succeeded");
  const startedAt = NOW - index * 97_000 - 12_000;
  const ended = ["failed", "succeeded", "cancelled"].includes(state);
  return {
    id: `run_0mx2hnnqm${index.toString(16).padStart(20, "0")}`,
    name: ["order", "github_to_chat", "nightly_report"][index % 3]!,
    state,
    trigger: ["manual by alice", "event github.issues.opened", "cron 0 7 * * 1-5"][index % 3],
    startedAt: new Date(startedAt).toISOString(),
    ...(ended ? { endedAt: new Date(startedAt + 40 + (index * 7_919) % 9_000).toISOString() } : {}),
    ...(state === "waiting" ? { reason: "waiting for an approval: Ship order 4711 to Grace Hopper?" } : {}),
    ...(state === "paused" ? { reason: "paused by alice" } : {}),
    ...(state === "sleeping" ? { wakeAt: new Date(NOW + 6 * DAY).toISOString() } : {}),
    ...(state === "failed" ? { error: { message: "Amount 500 is too high" } } : {}),
  };
});

export const COUNTS = {
  items: [["running", 1], ["waiting", 3], ["sleeping", 214], ["failed", 8], ["succeeded", 10_000]].map(
    ([state, count]) => ({ state, count }),
  ),
  most: 10_000,
};

const asks = { question: "Ship order 4711 to Grace Hopper?", role: "admin", askedAt: ago(5 * DAY) };
const begun = NOW - 12 * DAY;
const after = (ms: number) => new Date(begun + ms).toISOString();
const done = (id: string, kind: string, from: number, to: number, more: Partial<StepInfo> = {}): StepInfo => ({
  id,
  name: id,
  kind,
  state: "succeeded",
  attempts: 1,
  startedAt: after(from),
  endedAt: after(to),
  ...more,
});

/** From milliseconds to days, with attempts that failed, and a question to somebody. */
export const LONG_RUN: RunDetail = {
  id: "run_long",
  name: "order",
  state: "waiting",
  reason: `waiting for an approval: ${asks.question}`,
  trigger: "event shop.order.placed",
  eventSeq: 48_211,
  createdAt: after(0),
  startedAt: after(3),
  wakeAt: new Date(NOW + 2 * DAY).toISOString(),
  hash: "9f3ab2c41d77e0",
  event: { seq: 48_211, type: "shop.order.placed", data: { order: 4711 } },
  input: { type: "shop.order.placed", data: { order: 4711, amount: 5 } },
  approvals: [{
    ...asks,
    run: "run_long",
    workflow: "order",
    step: "approve",
    deadline: new Date(NOW + 2 * DAY).toISOString(),
  }],
  children: [{ id: "run_child", name: "invoice", state: "succeeded" }],
  replays: [{ id: "run_again", name: "order", state: "cancelled" }],
  steps: [
    done("prepare", "step", 4, 6, { output: { amount: 5 } }),
    done("bank.payment.create", "call", 7, 4_230, {
      attempts: 3,
      input: { order: 4711, amount: 5 },
      output: { id: "pay_81" },
      failures: [
        { attempt: 1, endedAt: after(60), retryAt: after(1_060), error: { message: "The bank is busy", at: "14:9" } },
        {
          attempt: 2,
          endedAt: after(1_900),
          retryAt: after(3_900),
          error: { message: "The bank is busy", at: "14:9" },
        },
      ],
    }),
    done("invoke:invoice", "invoke", 4_231, 9_000, { input: { workflow: "invoice", input: {} } }),
    done("pick", "step", 9_001, 9_400),
    done("label", "step", 9_001, 9_120),
    done("sleep", "sleep", 9_401, 7 * DAY),
    done("waitFor:shop.parcel.scanned", "wait", 7 * DAY + 2, 7 * DAY + 4 * 3_600_000, {
      input: { type: "shop.parcel.scanned" },
      output: { seq: 49_002, type: "shop.parcel.scanned" },
    }),
    {
      id: "approve",
      name: "approve",
      kind: "approve",
      state: "waiting",
      attempts: 0,
      input: { question: asks.question, role: "admin" },
      startedAt: after(7 * DAY + 4 * 3_600_000 + 20),
      wakeAt: new Date(NOW + 2 * DAY).toISOString(),
    },
  ],
};

/** A replay that found another script than that of its journal. */
export const DIFFERENT_RUN: RunDetail = {
  ...LONG_RUN,
  id: "run_different",
  state: "paused",
  approvals: undefined,
  wakeAt: undefined,
  origin: "run_0mx2hnnqm0000000000000000000a",
  reason: 'The script calls "bank.payment.create" with another input than the one that is recorded',
  difference: {
    kind: "changed",
    name: "bank.payment.create",
    occurrence: 1,
    asked: { kind: "call", params: { order: 4711, amount: 5, currency: "EUR" } },
    message: 'The script calls "bank.payment.create" with another input than the one that is recorded',
  },
  steps: LONG_RUN.steps.slice(0, 2),
};

/** Cancelled, and its script has not ended yet; another version is live meanwhile. */
export const CLEANING_RUN: RunDetail = {
  ...LONG_RUN,
  id: "run_cleaning",
  state: "sleeping",
  reason: undefined,
  approvals: undefined,
  cleaningUpSince: ago(260_000),
  wakeAt: new Date(NOW + 600_000).toISOString(),
  steps: [
    ...LONG_RUN.steps.slice(0, 2),
    {
      id: "bank.payment.release",
      name: "bank.payment.release",
      kind: "call",
      state: "retrying",
      attempts: 2,
      startedAt: ago(255_000),
      wakeAt: new Date(NOW + 600_000).toISOString(),
    },
  ],
};

export const OUTDATED_RUN: RunDetail = { ...LONG_RUN, id: "run_outdated", approvals: undefined, outdated: true };

export const REFUSED_MIGRATION: Migration = {
  items: [{
    id: OUTDATED_RUN.id,
    state: OUTDATED_RUN.state,
    migrated: false,
    message: DIFFERENT_RUN.difference!.message,
    difference: DIFFERENT_RUN.difference,
  }],
  left: 0,
};

const part = (id: string, kind: string, label: string, line: number, more: Partial<GraphNode> = {}): GraphNode => ({
  id,
  kind,
  label,
  line,
  runs: 212,
  failed: 0,
  active: 0,
  here: [],
  ...more,
});

export const GRAPH: WorkflowGraph = {
  name: "github_to_chat",
  hash: "9f3ab2c41d77e0",
  runs: 230,
  since: ago(DAY),
  edges: [],
  nodes: [
    part("n1", "trigger", "on shop.order.placed", 6, { runs: 204 }),
    part("n2", "trigger", "by hand", 6, { runs: 26 }),
    part("n3", "step", "prepare", 10, { runs: 230 }),
    part("n4", "call", "bank.payment.create", 11, {
      runs: 230,
      failed: 18,
      p50Ms: 420,
      here: MIXED_RUNS.filter(({ state }) => state === "failed").slice(0, 6).map(({ id }) => ({
        run: id,
        step: "bank.payment.create",
        state: "failed",
      })),
    }),
    part("n5", "parallel", "at the same time", 12, { lanes: ["", ""] }),
    part("n6", "step", "pick", 13, { parent: "n5", lane: 0 }),
    part("n7", "step", "label", 14, { parent: "n5", lane: 1 }),
    part("n8", "loop", "for each of order.parts", 16, { lanes: [""] }),
    part("n9", "step", "pack …", 17, { parent: "n8", lane: 0 }),
    part("n10", "approve", "approve: Ship the order?", 19, { active: 3 }),
    part("n11", "branch", "if approved", 19, { lanes: ["then", "else"] }),
    part("n12", "sleep", "sleep 7d", 20, { parent: "n11", lane: 0, runs: 209, active: 214 }),
    part("n13", "return", "Ends here", 21, { parent: "n11", lane: 1 }),
    part("n14", "end", "Ends", 23, { runs: 180 }),
  ],
};

export const VERSIONS: { items: VersionInfo[] } = {
  items: [
    { hash: "c0928180a67c4411", createdAt: ago(600_000), state: "pending", runs: 0, open: 0 },
    { hash: "9f3ab2c41d77e0aa", createdAt: ago(3 * DAY), state: "live", runs: 218, open: 4 },
    { hash: "1f0c9a55e2b1aa00", createdAt: ago(20 * DAY), state: "earlier", runs: 4_012, open: 213 },
  ],
};

/** A version that waits for an owner. */
export const NEEDS_GRANT: WorkflowInfo[] = FAULTY.map((workflow) => ({
  ...workflow,
  state: "needs_grant",
  reason: "An owner has to grant what it asks for",
  lastGood: true,
  diagnostics: [],
  needs: { hash: "c0928180a67c4411", net: ["api.bank.example"], secrets: ["BANK_KEY"] },
}));
