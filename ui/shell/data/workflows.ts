import { useEffect, useRef } from "react";
import { useLive, useRpc, useRpcCache } from "@bulkhead/ui";
import type { Approval, RunDetail, RunInfo, WorkflowInfo } from "../../state/wire.ts";
import { upsertRun } from "../../state/run_list.ts";

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

/** What is read of one run: only what is on the page is read anew. */
const OF_A_RUN = ["host.workflow.run.get", "host.workflow.run.step", "host.workflow.approvals", "host.log.query"];

const OF_A_SCRIPT = ["host.workflow.list", "host.workflow.versions", "host.workflow.grants.get"];

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
        cache.patch<RunDetail>("host.workflow.run.get", (kept) => kept.id === run.id ? { ...kept, ...run } : kept);
        soon(`run ${run.id}`, () => {
          for (const method of OF_A_RUN) cache.refresh(method);
        });
        cache.patch<WorkflowList>("host.workflow.list", (list) => ({
          ...list,
          items: list.items.map((item) =>
            item.name === run.name && item.runs ? { ...item, runs: upsertRun(item.runs, run) } : item
          ),
        }));
      } else {
        soon("host.workflow.list", () => {
          for (const method of OF_A_SCRIPT) cache.refresh(method);
        });
      }
    },
    resync: () => {
      cache.refresh("host.workflow.list");
      cache.refresh("host.workflow.runs");
      for (const method of OF_A_RUN) cache.refresh(method);
    },
  });
}

/** Does a thing at most five times a second for each key, the last time included. */
function useSoon(delayMs = 200) {
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>());
  useEffect(() => {
    const running = timers.current;
    return () => running.forEach((timer) => clearTimeout(timer));
  }, []);
  return (key: string, act: () => void) => {
    if (timers.current.has(key)) return;
    timers.current.set(
      key,
      setTimeout(() => {
        timers.current.delete(key);
        act();
      }, delayMs),
    );
  };
}
