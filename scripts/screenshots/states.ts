import type { PluginInfo, RunDetail, RunInfo, WorkflowInfo } from "../../ui/state/wire.ts";
import type { Answer } from "./answers.ts";

/** States that are hard to bring about with a real host, as the host would tell of them. */

const NOW = Date.now();
const ago = (ms: number) => new Date(NOW - ms).toISOString();

/** A host that cannot answer. */
export const REFUSED: Answer = {
  error: {
    code: -32603,
    message: "The answer could not be made",
    data: {
      reason: "internal",
      hint: "Retry. If it stays, look for the trace in the logs.",
      traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
    },
  },
};

/** The real plugins, and some that are in trouble. */
export function PLUGINS_IN_TROUBLE(list: { items: PluginInfo[] }): { items: PluginInfo[] } {
  const like = (id: string, more: Partial<PluginInfo>): PluginInfo => ({
    ...list.items[0]!,
    ui: undefined,
    id,
    reason: undefined,
    ...more,
  });
  return {
    items: [
      ...list.items,
      like("canvas", {
        name: "Canvas",
        icon: "file-text",
        description: "Documents that many people write at once.",
        state: "quarantined",
        running: false,
        reason: "Out of memory, 3 crashes in 5 min",
        since: ago(120_000),
        restarts: 3,
      }),
      like("huddles", {
        name: "Huddles",
        icon: "headphones",
        description: "Voice rooms.",
        enabled: false,
        state: "disabled",
        running: false,
        since: ago(80_000_000),
      }),
      like("email", {
        name: "Email",
        icon: "mail",
        description: "Mail in and out.",
        state: "degraded",
        reason: "The mail server refuses connections since 10:42",
        since: ago(900_000),
      }),
      like("long", {
        name: "A plugin with a name that is longer than anybody would make it in earnest",
        description: "Its description goes on as well.",
        state: "backoff",
        running: false,
        reason: "Crashed: TypeError: cannot read properties of undefined (reading 'foo'); starts again in 8 s",
        since: ago(4_000),
      }),
    ],
  };
}

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
      id: "0",
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
      id: "1",
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
      id: "2",
      name: "sleep 1 s",
      kind: "sleep",
      state: "succeeded",
      attempts: 1,
      startedAt: at(905),
      endedAt: at(1_905),
    },
    {
      id: "3",
      name: "chat.message.send",
      kind: "call",
      state: "failed",
      attempts: 3,
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
