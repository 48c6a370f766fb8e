import type { Actual } from "./status.ts";

/** A dependency as it stands now. */
export interface Dependency {
  service: string;
  condition: "started" | "ready" | "completed" | "log";
  /** Undefined: nobody has described it. */
  state?: {
    actual: Actual;
    desired: "running" | "stopped";
    stoppedBy?: string;
    reason?: string;
    /** It has a readiness check or a line to wait for. */
    checked: boolean;
    /** Its line has come in this run. */
    logged: boolean;
    readyLog: string;
  };
}

/** May what waits begin, must it wait, or can it not begin as things are? */
export type Verdict = { met: true } | { met: false; hopeless: boolean; reason: string };

const UP = new Set<Actual>(["starting", "running", "ready", "unhealthy"]);

/** Looks at all dependencies of a service. The first that is not met decides what is told. */
export function dependencyVerdict(dependencies: readonly Dependency[]): Verdict {
  let waiting: Verdict = { met: true };
  for (const dependency of dependencies) {
    const verdict = verdictOf(dependency);
    if (verdict.met) continue;
    if (verdict.hopeless) return verdict;
    if (waiting.met) waiting = verdict;
  }
  return waiting;
}

function verdictOf({ service, condition, state }: Dependency): Verdict {
  if (!state) {
    return hopeless(`"${service}" is described nowhere: add ${service}.toml, or take it out of "after"`);
  }
  const { actual, desired, stoppedBy, checked, logged, readyLog } = state;
  if (condition === "log" && readyLog === "") {
    return hopeless(
      `"${service}" names no line in ready_log, so that nobody can wait for it: add one, or wait for "ready"`,
    );
  }
  if (isMet(condition, { actual, checked, logged })) return { met: true };
  if (actual === "failed") {
    return hopeless(`"${service}" has failed${because(state.reason)}: mend it, then start it`);
  }
  if (actual === "disabled") return hopeless(`"${service}" is disabled: enable it first`);
  if (actual === "completed" && condition !== "completed") {
    return hopeless(`"${service}" has ended and is not ${words(condition)}: start it again`);
  }
  if (desired === "stopped") {
    return hopeless(`"${service}" is stopped${stoppedBy ? ` by ${stoppedBy}` : ""}: start it first`);
  }
  const now = `it is ${actual}${because(state.reason)}`;
  return { met: false, hopeless: false, reason: `waits for "${service}" to be ${words(condition)}: ${now}` };
}

function isMet(
  condition: Dependency["condition"],
  { actual, checked, logged }: { actual: Actual; checked: boolean; logged: boolean },
): boolean {
  switch (condition) {
    case "started":
      return UP.has(actual) || actual === "completed";
    case "ready":
      // Without a check nothing more is known of it than that it runs.
      return actual === "ready" || (actual === "running" && !checked);
    case "completed":
      return actual === "completed";
    case "log":
      return logged;
  }
}

function words(condition: Dependency["condition"]): string {
  return condition === "log" ? "past its ready_log" : condition;
}

function because(reason: string | undefined): string {
  return reason ? ` (${reason})` : "";
}

function hopeless(reason: string): Verdict {
  return { met: false, hopeless: true, reason };
}
