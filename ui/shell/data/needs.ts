import { useMemo } from "react";
import { type Need, needsOf } from "../../state/needs.ts";
import { usePlugins } from "./plugins.ts";
import { useRuns, useWorkflows } from "./workflows.ts";

const NONE: never[] = [];

/** What needs somebody now. */
export function useNeeds(): Need[] {
  const { plugins } = usePlugins();
  const workflows = useWorkflows().data?.items ?? NONE;
  const runs = useRuns().data?.items ?? NONE;
  return useMemo(() => needsOf(plugins, workflows, runs), [plugins, workflows, runs]);
}
