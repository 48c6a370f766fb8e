import type { ScriptDescription, TriggerDescription } from "../sdk/workflow/protocol.ts";
import type { Database } from "../storage/ports.ts";
import { wantsOf } from "./grants.ts";
import type { Diagnostic } from "./ports.ts";
import { selectRuns } from "./run_store.ts";
import { runInfo, time } from "./run_view.ts";
import { nextTime, scheduleText } from "./schedules.ts";
import type { Script } from "./version_store.ts";
import type { WorkflowInfo } from "./wire.ts";

/** How many runs stand beside a script in the list. */
const RECENT = 20;

/** Is what is in a script's file live? */
export function workflowState({ diagnostics, pending }: Script, safeMode: boolean): WorkflowInfo["state"] {
  return safeMode ? "stopped" : diagnostics.length > 0 ? "faulty" : pending ? "needs_grant" : "live";
}

/** A script as the list shows it. */
export function workflowInfo(db: Database, script: Script, safeMode: boolean): WorkflowInfo {
  const { name, live, pending, diagnostics } = script;
  const description = (live ?? pending)?.description;
  const faulty = diagnostics.length > 0;
  return {
    name,
    file: script.file,
    ...(description?.description === undefined ? {} : { description: description.description }),
    state: workflowState(script, safeMode),
    ...(pending ? { needs: { hash: pending.hash, ...wantsOf(pending.description) } } : {}),
    ...(safeMode
      ? { reason: "The host was started in safe mode" }
      : faulty
      ? { reason: firstFault(diagnostics) }
      : pending
      ? { reason: "An owner has to grant what it asks for" }
      : {}),
    lastGood: (faulty || pending !== undefined) && live !== undefined,
    since: time(script.updatedAt)!,
    ...(live === undefined ? {} : { hash: live.hash }),
    uses: description?.uses ?? [],
    triggers: (description?.triggers ?? []).map((trigger) => triggerInfo(db, name, trigger)),
    ...(description?.concurrency === undefined ? {} : { concurrency: concurrencyInfo(description.concurrency) }),
    diagnostics,
    runs: selectRuns(db, "name = ? AND admitted = 1 ORDER BY ord DESC LIMIT ?", name, RECENT).map(runInfo),
  };
}

function firstFault([first]: Diagnostic[]): string {
  return first ? `line ${first.line}: ${first.message}` : "";
}

function triggerInfo(db: Database, name: string, trigger: TriggerDescription): WorkflowInfo["triggers"][number] {
  switch (trigger.kind) {
    case "manual":
      return { kind: "manual", ...(trigger.input ? { input: trigger.input } : {}) };
    case "event":
      return { kind: "event", detail: trigger.type };
    case "hook":
      return { kind: "hook", detail: trigger.path };
    case "call":
      return { kind: "call", detail: `workflow.${name}`, ...(trigger.input ? { input: trigger.input } : {}) };
    case "cron":
    case "every": {
      const next = time(nextTime(db, name, trigger));
      return { kind: trigger.kind, detail: scheduleText(trigger), ...(next === undefined ? {} : { next }) };
    }
  }
}

function concurrencyInfo(
  { limit, key }: NonNullable<ScriptDescription["concurrency"]>,
): { limit: number; key?: string } {
  return { limit, ...(typeof key === "object" ? { key: key.path } : key === "script" ? { key: "a function" } : {}) };
}
