import { useEffect, useMemo, useSyncExternalStore } from "react";
import { useCockpit, useLive, useRpc, useRpcCache } from "@bulkhead/ui";
import { RunFeed } from "../../state/runs/run_feed.ts";
import type { RunFilter } from "../../state/runs/run_filter.ts";
import { StepPages } from "../../state/runs/step_pages.ts";
import type { RunDetail, RunInfo, WorkflowGraph } from "../../state/wire.ts";
import { useSoon } from "./soon.ts";

const CHANGED = "host.workflow.run.changed";

/** The runs that a filter shows, kept current; another filter is another feed. */
export function useRunFeed(filter: RunFilter) {
  const { rpc } = useCockpit();
  const key = JSON.stringify(filter);
  const feed = useMemo(() => new RunFeed(rpc, JSON.parse(key) as RunFilter), [rpc, key]);
  useEffect(() => {
    void feed.read();
    return () => feed.close();
  }, [feed]);
  useLive([CHANGED], {
    volatile: (_type, data) => feed.changed((data as { run: RunInfo }).run),
    resync: () => void feed.read(),
  });
  return { feed, state: useSyncExternalStore(feed.state.subscribe, feed.state.get) };
}

/** How many runs of each state the filter would show. */
export function useRunCounts({ state: _state, ...filter }: RunFilter) {
  const soon = useSoon(1_000);
  const cache = useRpcCache();
  const read = () => cache.refresh("host.workflow.runs.count");
  useLive([CHANGED], { volatile: () => soon("read", read), resync: read });
  return useRpc<{ items: { state: string; count: number }[]; most: number }>("host.workflow.runs.count", filter, {
    keepPrevious: true,
  });
}

/** The steps of a run, in pages where there are many. */
export function useSteps(run: RunDetail) {
  const { rpc } = useCockpit();
  const pages = useMemo(() => new StepPages(rpc, run.id), [rpc, run.id]);
  useEffect(() => () => pages.close(), [pages]);
  useMemo(() => pages.take(run), [pages, run]);
  return { pages, rows: useSyncExternalStore(pages.state.subscribe, pages.state.get) };
}

/** The picture of a workflow; its numbers are read anew at most every second while runs change. */
export function useGraph(name: string) {
  const soon = useSoon(1_000);
  const cache = useRpcCache();
  const read = () => cache.refresh("host.workflow.graph");
  useLive([CHANGED, "host.workflow.changed"], { volatile: () => soon("read", read), resync: read });
  return useRpc<WorkflowGraph>("host.workflow.graph", { name });
}
