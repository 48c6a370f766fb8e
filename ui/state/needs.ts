import type { EventStats } from "./events/wire.ts";
import type { Approval, PluginInfo, RegistryInfo, RunInfo, WorkflowInfo } from "./wire.ts";
import { known, plural, t, type Text, text } from "../i18n/texts.ts";

/** One thing that waits for a person. */
export interface Need {
  id: string;
  /** `bad` stands before `warn`. */
  tone: "bad" | "warn";
  title: string;
  reason: string;
  /** ISO 8601. */
  since?: string;
  /** Where it is dealt with. */
  path: string;
  /** What the address says beside it. */
  search?: Record<string, string>;
  /** Plugin that can be started anew right here. */
  retryPlugin?: string;
}

const PLUGIN_TONE: Record<string, Need["tone"]> = {
  quarantined: "bad",
  unresponsive: "bad",
  needs_grant: "warn",
  backoff: "warn",
  degraded: "warn",
};

const PLUGIN_WORDS: Record<string, Text> = {
  quarantined: text("{name} is quarantined"),
  unresponsive: text("{name} does not answer"),
  needs_grant: text("{name} needs a permission"),
  backoff: text("{name} crashed and starts again soon"),
  degraded: text("{name} works in part"),
};

/** More approvals of one workflow than these are told together. */
const FEW = 3;

/** All in which something may need somebody. */
export interface NeedSources {
  plugins: readonly PluginInfo[];
  workflows: readonly WorkflowInfo[];
  runs: readonly RunInfo[];
  /** What runs ask of people. */
  approvals?: readonly Approval[];
  /** Known to admins alone. */
  registries: readonly RegistryInfo[];
  /** The same. */
  events?: EventStats;
}

/** What needs somebody, worst first, then newest first. */
export function needsOf(
  { plugins, workflows, runs, approvals = [], registries, events }: NeedSources,
  nowMs: number,
): Need[] {
  const needs: Need[] = [
    ...plugins.flatMap((plugin) => packageNeeds(plugin, registries)),
    ...registries.flatMap((registry) => registryNeeds(registry, nowMs)),
    ...(events ? eventNeeds(events) : []),
  ];
  for (const plugin of plugins) {
    const tone = PLUGIN_TONE[plugin.state];
    if (!plugin.enabled || !tone || plugin.revoked) continue;
    needs.push({
      id: `plugin ${plugin.id}`,
      tone,
      title: t(PLUGIN_WORDS[plugin.state]!, { name: plugin.name }),
      reason: plugin.reason ?? "",
      since: plugin.since,
      path: `/plugins/${plugin.id}`,
      retryPlugin: plugin.state === "quarantined" ? plugin.id : undefined,
    });
  }
  for (const workflow of workflows) {
    if (workflow.needs) {
      const { net, secrets } = workflow.needs;
      needs.push({
        id: `grant ${workflow.name}`,
        tone: "warn",
        title: t("{name} asks for what an owner has to grant", { name: workflow.name }),
        reason: [...net, ...secrets].join(", "),
        since: workflow.since,
        path: workflowPath(workflow.name),
      });
    }
    const fault = workflow.diagnostics[0];
    if (!fault) continue;
    needs.push({
      id: `workflow ${workflow.name}`,
      tone: workflow.lastGood ? "warn" : "bad",
      title: t("{name} has a fault in line {line}", { name: workflow.name, line: fault.line }),
      reason: fault.message,
      since: workflow.since,
      path: `/workflows/${encodeURIComponent(workflow.name)}`,
    });
  }
  needs.push(...approvalNeeds(approvals), ...runNeeds(runs));
  return needs.sort((left, right) =>
    left.tone === right.tone ? (right.since ?? "").localeCompare(left.since ?? "") : left.tone === "bad" ? -1 : 1
  );
}

/** A package that must not run any more, or a newer one that asks for more. */
function packageNeeds(plugin: PluginInfo, registries: readonly RegistryInfo[]): Need[] {
  const path = `/plugins/${plugin.id}/versions`;
  if (plugin.revoked) {
    return [{
      id: `revoked ${plugin.id}`,
      tone: "bad",
      title: t("{name} {version} was revoked", { name: plugin.name, version: plugin.version }),
      reason: t("{name} says that this package must not run. Update it or uninstall it.", {
        name: registryName(plugin.revoked.registry, registries),
      }),
      since: plugin.since,
      path,
    }];
  }
  if (!plugin.update?.needsConsent) return [];
  return [{
    id: `update ${plugin.id}`,
    tone: "warn",
    title: t("{name} {version} asks for more than you granted", { name: plugin.name, version: plugin.update.version }),
    reason: t("Version {version} goes on until you agree.", { version: plugin.version }),
    path,
  }];
}

/** What a registry calls itself; its address while it is not known. */
export function registryName(url: string, registries: readonly Pick<RegistryInfo, "url" | "name">[]): string {
  return registries.find((registry) => registry.url === url)?.name ?? url;
}

function registryNeeds(registry: RegistryInfo, nowMs: number): Need[] {
  const path = "/plugins/install/registries";
  const expired = Date.parse(registry.expires) <= nowMs;
  if (!expired && !registry.problem) return [];
  return [{
    id: `registry ${registry.url}`,
    tone: expired ? "bad" : "warn",
    title: expired
      ? t("The registry {name} has expired", { name: registry.name })
      : t("The registry {name} could not be read", { name: registry.name }),
    reason: registry.problem ?? t("Nothing is installed or updated from it until its owner signs its index anew."),
    since: expired ? registry.expires : registry.checkedAt,
    path,
  }];
}

/** The event log cannot keep to its limit, or consumers gave up on events. */
function eventNeeds({ full, heldBy, deadLetters }: EventStats): Need[] {
  const needs: Need[] = [];
  if (full) {
    needs.push({
      id: "event log",
      tone: "bad",
      title: t("The event log is above its limit"),
      reason: t("{name} still needs the oldest events. Let it take them, or remove it.", {
        name: heldBy ?? t("A consumer"),
      }),
      path: "/events",
    });
  }
  if (deadLetters > 0) {
    needs.push({
      id: "dead letters",
      tone: "warn",
      title: plural("{count} events could not be taken", deadLetters),
      reason: t("Look at them, then replay, edit or drop them."),
      path: "/events/dead",
    });
  }
  return needs;
}

/** What runs ask of people; many of one workflow are one line. */
function approvalNeeds(approvals: readonly Approval[]): Need[] {
  return [...Map.groupBy(approvals, ({ workflow }) => workflow)].flatMap(([workflow, asked]): Need[] => {
    if (asked.length > FEW) {
      return [{
        id: `approvals ${workflow}`,
        tone: "warn",
        title: plural("{count} runs of {workflow} ask for an approval", asked.length, { workflow }),
        reason: asked[0]!.question,
        since: asked[0]!.askedAt,
        path: `${workflowPath(workflow)}/runs`,
        search: { state: "waiting" },
      }];
    }
    return asked.map(({ run, step, question, askedAt }) => ({
      id: `approval ${run} ${step}`,
      tone: "warn",
      title: question,
      reason: t("{workflow} asks for an approval", { workflow }),
      since: askedAt,
      path: `${workflowPath(workflow)}/${encodeURIComponent(run)}`,
    }));
  });
}

/** For each workflow the runs since its last good one that failed, are paused, or wait for somebody. */
function runNeeds(runs: readonly RunInfo[]): Need[] {
  return [...Map.groupBy(runs, ({ name }) => name)].flatMap(([name, all]): Need[] => {
    const newestFirst = all.toSorted((left, right) => right.startedAt.localeCompare(left.startedAt));
    const good = newestFirst.findIndex(({ state }) => state === "succeeded");
    const since = good < 0 ? newestFirst : newestFirst.slice(0, good);
    const bad = since.filter((run) => run.state === "failed" || run.state === "paused");
    const waiting = newestFirst[0]?.state === "waiting" && waitsForSomebody(newestFirst[0]) ? [newestFirst[0]] : [];
    const [first, ...others] = bad.length > 0 ? bad : waiting;
    if (!first) return [];
    const failed = first.state === "failed";
    const some = others.length > 0;
    return [{
      id: `run ${first.id}`,
      tone: failed ? "bad" : "warn",
      title: some
        ? plural("{count} runs of {name} failed or are paused", others.length + 1, { name })
        : failed
        ? t("A run of {name} failed", { name })
        : t("A run of {name}: {state}", { name, state: known(first.state) }),
      reason: first.error?.message ?? first.reason ?? "",
      since: first.endedAt ?? first.startedAt,
      ...(some
        ? { path: `${workflowPath(name)}/runs`, search: { state: "failed paused" } }
        : { path: `${workflowPath(name)}/${encodeURIComponent(first.id)}` }),
    }];
  });
}

/** Events and other workflows come by themselves; approvals have a line of their own. */
function waitsForSomebody({ reason = "" }: RunInfo): boolean {
  return !/^waiting for (the event|the workflow|an approval)/.test(reason);
}

function workflowPath(name: string): string {
  return `/workflows/${encodeURIComponent(name)}`;
}
