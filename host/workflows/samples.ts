/** What the examples of this folder's methods are about. */

const STARTED = "2026-03-01T09:00:00.000Z";

export const SAMPLE_RUN = {
  id: "run_0mgx2k9p4q7c1v8z3t5y6w0h",
  name: "triage-issue",
  state: "waiting" as const,
  trigger: "by hand",
  triggerKind: "manual",
  createdAt: STARTED,
  startedAt: STARTED,
};

export const SAMPLE_STEP = {
  id: "approve",
  name: "approve",
  occurrence: 1,
  kind: "approve" as const,
  state: "waiting" as const,
  attempts: 1,
  position: 1,
  input: { question: "Close it?" },
  output: null,
  startedAt: STARTED,
};

export const SAMPLE_WORKFLOW = {
  name: "triage-issue",
  file: "triage_issue.ts",
  state: "live" as const,
  lastGood: false,
  since: STARTED,
  uses: ["calendar"],
  triggers: [{ kind: "manual" }],
  diagnostics: [],
  runs: [SAMPLE_RUN],
};
