import { useLive, useRpc, useRpcCache } from "@bulkhead/ui";
import type { RunDetail, RunInfo, WorkflowInfo } from "../../state/wire.ts";
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

export function useRun(id: string) {
  return useRpc<RunDetail>("host.workflow.run.get", { id });
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
        cache.patch<RunDetail>("host.workflow.run.get", (kept) => kept.id === run.id ? { ...kept, ...run } : kept);
        soon(`run ${run.id}`, () => cache.refresh("host.workflow.run.get"));
        cache.patch<WorkflowList>("host.workflow.list", (list) => ({
          ...list,
          items: list.items.map((item) =>
            item.name === run.name && item.runs ? { ...item, runs: upsertRun(item.runs, run) } : item
          ),
        }));
      } else {
        soon("host.workflow.list", () => cache.refresh("host.workflow.list"));
      }
    },
    resync: () => {
      cache.refresh("host.workflow.list");
      cache.refresh("host.workflow.runs");
      cache.refresh("host.workflow.run.get");
    },
  });
}
