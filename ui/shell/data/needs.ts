import { useMemo } from "react";
import { useNow } from "@bulkhead/kit";
import { type Need, needsOf } from "../../state/needs.ts";
import { useEventStats } from "./events.ts";
import { usePlugins } from "./plugins.ts";
import { useRegistries } from "./registries.ts";
import { useApprovals, useRuns, useWorkflows } from "./workflows.ts";

const NONE: never[] = [];

/** What needs somebody now. */
export function useNeeds(): Need[] {
  const { plugins } = usePlugins();
  const workflows = useWorkflows().data?.items ?? NONE;
  const runs = useRuns().data?.items ?? NONE;
  const approvals = useApprovals().data?.items ?? NONE;
  const registries = useRegistries().data?.items ?? NONE;
  const events = useEventStats().data;
  // A registry expires by itself; to the minute is early enough.
  const minute = Math.floor(useNow() / 60_000) * 60_000;
  return useMemo(
    () => needsOf({ plugins, workflows, runs, approvals, registries, events }, minute),
    [plugins, workflows, runs, approvals, registries, events, minute],
  );
}
