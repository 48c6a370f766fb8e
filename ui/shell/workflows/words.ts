import { clockTime, duration } from "@bulkhead/kit";
import { hasEnded } from "../../state/run_list.ts";
import type { RunInfo, TriggerInfo } from "../../state/wire.ts";

/** What starts a workflow, in words. */
export function triggerWords(triggers: readonly TriggerInfo[]): string {
  if (triggers.length === 0) return "Nothing starts it";
  const words = triggers.map(oneTrigger).join(", ");
  return sentence(words);
}

function oneTrigger({ kind, detail = "" }: TriggerInfo): string {
  switch (kind) {
    case "event":
      return `on ${detail}`;
    case "cron":
      return `at ${detail}`;
    case "every":
      return `every ${detail}`;
    case "hook":
      return `on a webhook at ${detail}`;
    case "manual":
      return "by hand";
    case "call":
      return "when it is called";
    default:
      return detail ? `${kind} ${detail}` : kind;
  }
}

/** Any value as text for a code block: strings as they are, the rest as JSON. */
export function asText(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

/** A reason as a sentence begins: "waiting for chat" becomes "Waiting for chat". */
export function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Why a run is as it is, if there is something to say; one that is being ended cleans up, whatever else it waits for. */
export function doing(run: RunInfo): string | undefined {
  if (run.cleaningUpSince && !hasEnded(run)) return run.reason ? `Cleaning up, ${run.reason}` : "Cleaning up";
  return run.reason && sentence(run.reason);
}

/** Since when something is so: the time of day, with its date once that is not clear. */
export function since(at: string, now: number): string {
  const time = Date.parse(at);
  if (now - time < 12 * 3_600_000) return clockTime(time);
  return new Date(time).toLocaleString(undefined, {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
}

/** Where a run is shown. */
export function runPath({ name, id }: { name: string; id: string }): string {
  return `${workflowPath(name)}/${encodeURIComponent(id)}`;
}

/** Where a workflow is shown, or a part of it. */
export function workflowPath(name: string, tab?: string): string {
  return `/workflows/${encodeURIComponent(name)}${tab ? `/${tab}` : ""}`;
}

/** What a step does, by its kind. */
export const KIND_WORDS: Record<string, string> = {
  call: "Call of a plugin",
  step: "Step of the script",
  sleep: "Sleep",
  wait: "Waits for an event",
  publish: "Publishes an event",
  signal: "Waits for a signal",
  approve: "Asks for an approval",
  invoke: "Runs another workflow",
};

/** How long a step took; times are kept to the millisecond. */
export function took(ms: number): string {
  return ms < 1 ? "< 1 ms" : duration(ms);
}
