import type { PluginInfo, RunInfo } from "./wire.ts";
import { known, t, type Text, text } from "../i18n/texts.ts";

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

const RUN_WORDS: Record<string, Text> = {
  queued: text("is queued"),
  running: text("runs"),
  waiting: text("waits"),
  sleeping: text("sleeps"),
  paused: text("is paused"),
  succeeded: text("ran"),
  failed: text("failed"),
  cancelled: text("was cancelled"),
};

const PLUGIN_WORDS: Record<string, Text> = {
  ready: text("became ready"),
  starting: text("starts"),
  disabled: text("was turned off"),
  quarantined: text("was quarantined"),
  backoff: text("crashed"),
  degraded: text("works in part"),
  unresponsive: text("stopped answering"),
  stopped: text("stopped"),
  needs_grant: text("asks for a permission"),
};

/** Runs and changes of plugins as one list, newest first. */
export function activityOf(plugins: readonly PluginInfo[], runs: readonly RunInfo[], limit = 12): ActivityItem[] {
  const items: ActivityItem[] = [];
  for (const run of runs) {
    const why = run.error?.message ?? run.reason;
    const cause = why ? `: ${why}` : run.trigger ? `, ${triggerWords(run.trigger)}` : "";
    items.push({
      id: run.id,
      name: run.name,
      state: run.state,
      words: `${known(RUN_WORDS[run.state] ?? run.state)}${cause}`,
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
      words: `${known(PLUGIN_WORDS[plugin.state] ?? plugin.state)}${
        plugin.state !== "ready" && plugin.reason ? `: ${plugin.reason}` : ""
      }`,
      at: plugin.since,
      path: `/plugins/${plugin.id}`,
    });
  }
  return items.sort((left, right) => right.at.localeCompare(left.at)).slice(0, limit);
}

function triggerWords(trigger: string): string {
  const [, type] = /^event (.*)$/.exec(trigger) ?? [];
  return type === undefined ? known(trigger) : t("on {type}", { type });
}
