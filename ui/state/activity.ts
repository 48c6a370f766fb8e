import type { PluginInfo, RunInfo } from "./wire.ts";

/** One line of what happened last. */
export interface ActivityItem {
  id: string;
  name: string;
  state: string;
  words: string;
  /** ISO 8601. */
  at: string;
  path: string;
}

const RUN_WORDS: Record<string, string> = {
  queued: "is queued",
  running: "runs",
  waiting: "waits",
  sleeping: "sleeps",
  paused: "is paused",
  succeeded: "ran",
  failed: "failed",
  cancelled: "was cancelled",
};

const PLUGIN_WORDS: Record<string, string> = {
  ready: "became ready",
  starting: "starts",
  disabled: "was turned off",
  quarantined: "was quarantined",
  backoff: "crashed",
  degraded: "works in part",
  unresponsive: "stopped answering",
  stopped: "stopped",
  needs_grant: "asks for a permission",
};

/** Runs and changes of plugins as one list, newest first. */
export function activityOf(plugins: readonly PluginInfo[], runs: readonly RunInfo[], limit = 12): ActivityItem[] {
  const items: ActivityItem[] = [];
  for (const run of runs) {
    const why = run.error?.message ?? run.reason;
    const cause = why ? `: ${why}` : run.trigger ? `, ${run.trigger.replace(/^event /, "on ")}` : "";
    items.push({
      id: run.id,
      name: run.name,
      state: run.state,
      words: `${RUN_WORDS[run.state] ?? run.state}${cause}`,
      at: run.endedAt ?? run.startedAt,
      path: `/workflows/${encodeURIComponent(run.name)}/${encodeURIComponent(run.id)}`,
    });
  }
  for (const plugin of plugins) {
    // A folder that was never turned on has no history.
    if (plugin.state === "installed") continue;
    items.push({
      id: `plugin ${plugin.id}`,
      name: plugin.name,
      state: plugin.state,
      words: `${PLUGIN_WORDS[plugin.state] ?? plugin.state}${
        plugin.state !== "ready" && plugin.reason ? `: ${plugin.reason}` : ""
      }`,
      at: plugin.since,
      path: `/plugins/${plugin.id}`,
    });
  }
  return items.sort((left, right) => right.at.localeCompare(left.at)).slice(0, limit);
}
