import type { Operation } from "../sdk/workflow/protocol.ts";
import { present } from "../sdk/workflow/codec.ts";
import type { ErrorRecord } from "../sdk/workflow/step_error.ts";
import type { RunRow } from "./run_store.ts";
import type { ListedStep } from "./run_steps.ts";
import type { RunDetail, RunInfo, StepInfo } from "./wire.ts";

/** Finds a place of the script for places in its bundle. */
export type Locate = (places: string) => string | undefined;

/** A run in lists and pushes. */
export function runInfo(run: RunRow): RunInfo {
  return clean({
    id: run.id,
    name: run.name,
    state: run.state,
    reason: run.reason ?? undefined,
    trigger: triggerText(run),
    triggerKind: run.triggerKind,
    createdAt: time(run.createdAt)!,
    dueAt: time(run.dueAt),
    startedAt: time(run.startedAt ?? run.createdAt)!,
    endedAt: time(run.endedAt),
    wakeAt: run.endedAt === null ? time(run.wakeAt) : undefined,
    cleaningUpSince: run.endedAt === null ? time(run.interrupt?.at) : undefined,
    eventSeq: run.eventSeq ?? undefined,
    origin: run.origin ?? undefined,
    parent: run.parent ?? undefined,
    error: errorInfo(run.error),
  });
}

/** A run with its history. */
export function runDetail(
  run: RunRow,
  { steps, ...rest }: Pick<RunDetail, "outdated" | "stepCount" | "nextSteps" | "children" | "replays" | "approvals"> & {
    steps: ListedStep[];
  },
  locate?: Locate,
): RunDetail {
  return clean({
    ...runInfo(run),
    error: errorInfo(run.error, locate),
    hash: run.hash,
    key: run.key || undefined,
    event: run.event,
    input: run.event ? run.event : present(run.input),
    output: present(run.output),
    difference: run.difference,
    steps: steps.map((step) => stepInfo(step, locate)),
    ...rest,
  });
}

/** One step of a history. */
export function stepInfo({ record: step, leftOut, failures }: ListedStep, locate?: Locate): StepInfo {
  return clean({
    id: step.occurrence === 1 ? step.name : `${step.name}#${step.occurrence}`,
    name: step.name,
    occurrence: step.occurrence,
    kind: step.kind,
    state: step.state,
    attempts: step.attempts,
    position: step.position,
    input: inputOf(step.input),
    output: (step.kind === "step" ? present(step.output) : step.output) ?? null,
    error: errorInfo(step.error, locate),
    startedAt: time(step.startedAt)!,
    endedAt: time(step.endedAt),
    wakeAt: time(step.wakeAt),
    leftOut: Object.keys(leftOut).length > 0 ? leftOut : undefined,
    failures: failures.length === 0 ? undefined : failures.map(({ attempt, endedAt, retryAt, error }) =>
      clean({
        attempt,
        endedAt: time(endedAt)!,
        retryAt: time(retryAt),
        error: errorInfo(error, locate)!,
      })
    ),
  });
}

/** Another run, as a link to it needs it. */
export function relatedRun({ id, name, state }: RunRow): NonNullable<RunDetail["children"]>[number] {
  return { id, name, state };
}

/** Places in a bundle mean nothing to people: they become one of the script, or are left out. */
function errorInfo(error: ErrorRecord | undefined, locate?: Locate): ErrorRecord | undefined {
  if (!error) return undefined;
  const { at, ...rest } = error;
  const place = at === undefined ? undefined : locate?.(at);
  return place === undefined ? rest : { ...rest, at: place };
}

/** What a person wants to see as a step's input: the params of a call, not how it was asked for. */
function inputOf(input: Operation): unknown {
  switch (input.kind) {
    case "call":
      return input.params;
    case "step":
      return null;
    case "sleep":
      return "until" in input ? { until: time(input.until) } : { ms: input.ms };
    case "publish":
      return { type: input.type, subject: input.subject, data: input.data };
    case "signal":
    case "approve":
    case "invoke": {
      const { kind: _kind, ...asked } = input;
      return asked;
    }
    case "wait":
      return { type: input.type, subject: input.subject, where: input.where, timeoutMs: input.timeoutMs };
  }
}

function triggerText(run: RunRow): string {
  if (run.origin !== null) return `replay of ${run.origin}`;
  if (run.detail !== null) return `${run.triggerKind} ${run.detail}`;
  if (run.event) return `event ${run.event.type}`;
  return `manual${run.starter ? ` by ${run.starter.name}` : ""}`;
}

/** Milliseconds since 1970 as ISO 8601. */
export function time(ms: number | null | undefined): string | undefined {
  return ms === null || ms === undefined ? undefined : new Date(ms).toISOString();
}

function clean<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T;
}
