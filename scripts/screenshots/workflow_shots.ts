import type { Answer } from "./answers.ts";
import { heading, type Shot, text } from "./shot.ts";
import { REFUSED } from "./states.ts";
import {
  CLEANING_RUN,
  COUNTS,
  DIFFERENT_RUN,
  FAILED_RUN,
  FAULTY,
  GRAPH,
  LONG_RUN,
  MIXED_RUNS,
  NEEDS_GRANT,
  OUTDATED_RUN,
  REFUSED_MIGRATION,
  RUN_IDS,
  RUNS,
  VERSIONS,
} from "./workflow_states.ts";

const NO_ITEMS: Answer = { result: { items: [] } };

/** Workflows with a fault and runs that failed. */
export const workflowAnswers: Record<string, Answer> = {
  "host.workflow.list": { result: { items: FAULTY } },
  "host.workflow.runs": { result: { items: RUNS } },
  "host.workflow.runs.count": { result: COUNTS },
  "host.workflow.run.get": { result: FAILED_RUN },
  "host.workflow.run.step": { result: FAILED_RUN.steps.at(-1) },
  "host.workflow.versions": { result: VERSIONS },
  "host.workflow.graph": { result: GRAPH },
};
const grants: Record<string, Answer> = {
  ...workflowAnswers,
  "host.workflow.list": { result: { items: NEEDS_GRANT } },
  "host.workflow.grants.get": {
    result: {
      wanted: {},
      granted: { net: ["api.bank.example"], secrets: [], by: "alice", at: "2026-01-01T00:00:00Z" },
    },
  },
};
const mixed: Record<string, Answer> = { ...workflowAnswers, "host.workflow.runs": { result: { items: MIXED_RUNS } } };
const one = (run: { steps: { id: string }[] }, step: string): Record<string, Answer> => ({
  ...mixed,
  "host.workflow.run.get": { result: run },
  "host.workflow.run.step": { result: run.steps.find(({ id }) => id === step) },
});
const RUN = "/workflows/github_to_chat";

/** The pages of workflows and runs, each in the states that it can be in. */
export const WORKFLOW_SHOTS: Shot[] = [
  { name: "workflows", path: "/workflows", ready: heading("Workflows") },
  { name: "workflows_runs", path: "/workflows", answers: workflowAnswers, ready: text(/Line 14/) },
  {
    name: "workflows_empty",
    path: "/workflows",
    answers: { "host.workflow.list": NO_ITEMS },
    ready: text("No workflow yet"),
  },
  { name: "runs", path: "/workflows/runs", answers: mixed, ready: text("Amount 500 is too high") },
  {
    name: "runs_filtered",
    path: "/workflows/runs?state=failed&since=1d",
    answers: mixed,
    ready: text("Amount 500 is too high"),
  },
  {
    name: "runs_none",
    path: "/workflows/runs?text=nothing",
    answers: { ...mixed, "host.workflow.runs": NO_ITEMS },
    ready: text("No run fits"),
  },
  {
    name: "runs_error",
    path: "/workflows/runs",
    answers: { ...mixed, "host.workflow.runs": REFUSED },
    ready: text("The runs could not be read"),
  },
  {
    name: "runs_cancel",
    path: "/workflows/runs",
    answers: mixed,
    ready: text("Amount 500 is too high"),
    act: (page) => page.getByRole("button", { name: "Cancel the open" }).click(),
  },
  { name: "workflow", path: RUN, answers: workflowAnswers, ready: heading("How it runs") },
  { name: "workflow_runs", path: `${RUN}/runs`, answers: workflowAnswers, ready: text(/No channel/) },
  { name: "workflow_graph", path: `${RUN}/graph?node=n4`, answers: workflowAnswers, ready: text("prepare") },
  {
    name: "workflow_graph_none",
    path: `${RUN}/graph`,
    answers: {
      ...workflowAnswers,
      "host.workflow.graph": {
        result: {
          ...GRAPH,
          nodes: [],
          problem: "The source cannot be drawn: the workflow's function is not in this file",
        },
      },
    },
    ready: text("There is no picture of this script"),
  },
  { name: "workflow_source", path: `${RUN}/source?line=12`, ready: text("export default workflow") },
  { name: "workflow_needs_grant", path: RUN, answers: grants, ready: text(/asks for more than was granted/) },
  {
    name: "workflow_fault",
    path: "/workflows/nightly_report",
    answers: workflowAnswers,
    ready: heading(/has a fault/),
  },
  {
    name: "workflow_run_dialog",
    path: "/workflows/nightly_report",
    answers: workflowAnswers,
    ready: heading(/has a fault/),
    act: (page) => page.getByRole("button", { name: "Run", exact: true }).click(),
  },
  { name: "run", path: `${RUN}/${RUN_IDS.failed}`, answers: workflowAnswers, ready: text("Retry") },
  {
    name: "run_step",
    path: `${RUN}/${RUN_IDS.failed}?step=chat.message.send`,
    answers: workflowAnswers,
    ready: heading("Attempts that failed"),
  },
  {
    name: "run_about",
    path: `${RUN}/${LONG_RUN.id}?tab=about`,
    answers: one(LONG_RUN, "approve"),
    ready: heading("Runs that it invoked"),
  },
  { name: "run_asks", path: `${RUN}/${LONG_RUN.id}`, answers: one(LONG_RUN, "approve"), ready: text("Reject") },
  {
    name: "run_attempts",
    path: `${RUN}/${LONG_RUN.id}?step=bank.payment.create`,
    answers: one(LONG_RUN, "bank.payment.create"),
    ready: heading("Attempts that failed"),
  },
  {
    name: "run_different",
    path: `${RUN}/${DIFFERENT_RUN.id}`,
    answers: one(DIFFERENT_RUN, "bank.payment.create"),
    ready: heading(/does something else/),
  },
  {
    name: "run_cleaning_up",
    path: `${RUN}/${CLEANING_RUN.id}`,
    answers: one(CLEANING_RUN, "bank.payment.create"),
    ready: text(/Cleaning up since/),
  },
  {
    name: "run_end_now",
    path: `${RUN}/${CLEANING_RUN.id}`,
    answers: one(CLEANING_RUN, "bank.payment.create"),
    ready: text(/Cleaning up since/),
    act: async (page, width) => {
      if (width < 1024) await page.locator("main header").getByRole("button", { name: "More", exact: true }).click();
      await page.getByRole(width < 1024 ? "menuitem" : "button", { name: "End now" }).click();
    },
  },
  {
    name: "run_outdated",
    path: `${RUN}/${OUTDATED_RUN.id}`,
    answers: one(OUTDATED_RUN, "bank.payment.create"),
    ready: text("It runs an earlier version"),
  },
  {
    name: "run_not_moved",
    path: `${RUN}/${OUTDATED_RUN.id}`,
    answers: {
      ...one(OUTDATED_RUN, "bank.payment.create"),
      "host.workflow.migrate": { result: REFUSED_MIGRATION },
    },
    ready: text("It runs an earlier version"),
    act: async (page) => {
      await page.getByRole("button", { name: "Move to the live version" }).click();
      await page.getByRole("heading", { name: /The live version differs/ }).waitFor();
    },
  },
  {
    name: "run_rerun",
    path: `${RUN}/${LONG_RUN.id}?step=bank.payment.create`,
    answers: one(LONG_RUN, "bank.payment.create"),
    ready: heading("Attempts that failed"),
    act: (page) => page.getByRole("button", { name: "Rerun from here" }).click(),
  },
  {
    name: "run_loading",
    path: `${RUN}/${LONG_RUN.id}`,
    answers: { ...mixed, "host.workflow.run.get": "never" },
    ready: (page) => page.waitForTimeout(900),
  },
];
