import { useLive, useRpc, useRpcCache } from "@bulkhead/ui";
import type { Approval, RunDetail, RunInfo, WorkflowInfo } from "../../state/wire.ts";
import { ASKED } from "../../state/runs/step_pages.ts";
import { upsertRun } from "../../state/run_list.ts";
import { useSoon } from "./soon.ts";

export interface WorkflowList {
  items: WorkflowInfo[];
}
export interface RunList {
  items: RunInfo[];
  nextCursor?: string;
}

export function useWorkflows() {
  return useRpc<WorkflowList>("host.workflow.list");
}

/** The newest runs, of one workflow or of all. */
export function useRuns(name?: string, limit = 50) {
  return useRpc<RunList>("host.workflow.runs", name ? { name, limit } : { limit });
}

/** A run with the first of its steps; the others are read where somebody looks. */
export function useRun(id: string) {
  return useRpc<RunDetail>("host.workflow.run.get", firstOfRun(id));
}

/** What is asked for when a run is opened: no more steps than are looked at first. */
export function firstOfRun(id: string): { id: string; steps: number } {
  return { id, steps: ASKED };
}

/** What is read of one run: only what is on the page is read anew. */
const OF_A_RUN = ["host.workflow.run.get", "host.workflow.run.step", "host.log.query"];

/** A run is outdated from the moment that another version is live. */
const OF_A_SCRIPT = [
  "host.workflow.list",
  "host.workflow.versions",
  "host.workflow.grants.get",
  "host.workflow.run.get",
];

/** What runs ask of people now. */
export function useApprovals() {
  return useRpc<{ items: Approval[] }>("host.workflow.approvals");
}

/** Keeps every kept answer about workflows and runs current; stands once, in the frame. */
export function useWorkflowFeed(): void {
  const cache = useRpcCache();
  const soon = useSoon();
  useLive(["host.workflow.changed", "host.workflow.run.changed"], {
    volatile: (type, data) => {
      if (type === "host.workflow.run.changed") {
        const { run } = data as { run: RunInfo };
        // One answer is kept per workflow and one for all; the host's list takes care of which run belongs where.
        soon("host.workflow.runs", () => cache.refresh("host.workflow.runs"));
        let open = false;
        cache.patch<RunDetail>("host.workflow.run.get", (kept) => {
          if (kept.id !== run.id) return kept;
          open = true;
          return { ...kept, ...run };
        });
        if (open) soon("run", () => OF_A_RUN.forEach(cache.refresh));
        soon("approvals", () => cache.refresh("host.workflow.approvals"));
        cache.patch<WorkflowList>("host.workflow.list", (list) => ({
          ...list,
          items: list.items.map((item) =>
            item.name === run.name && item.runs ? { ...item, runs: upsertRun(item.runs, run) } : item
          ),
        }));
      } else {
        soon("script", () => OF_A_SCRIPT.forEach(cache.refresh));
      }
    },
    resync: () => {
      cache.refresh("host.workflow.list");
      cache.refresh("host.workflow.runs");
      OF_A_RUN.forEach(cache.refresh);
      cache.refresh("host.workflow.approvals");
    },
  });
}
