import type { BusEvent } from "../sdk/channel/protocol.ts";
import type { Interrupt } from "../sdk/workflow/interrupt.ts";
import type { Difference, Operation, StepKind } from "../sdk/workflow/protocol.ts";
import type { ErrorRecord } from "../sdk/workflow/step_error.ts";
import type { StepRecord, StepState } from "../sdk/workflow/step_record.ts";
import type { Database } from "../storage/ports.ts";
import type { RunState, Starter } from "./ports.ts";

/** One run as the database has it. Times are milliseconds since 1970. */
export interface RunRow {
  ord: number;
  id: string;
  name: string;
  hash: string;
  state: RunState;
  reason: string | null;
  admitted: boolean;
  triggerKind: "event" | "manual" | "replay" | "cron" | "every" | "hook" | "call";
  /** Indexes of the triggers whose `where` fitted. */
  candidates: number[];
  /** What a person is told of the trigger: the schedule, the path of a hook … */
  detail: string | null;
  /** The time that a schedule meant. */
  dueAt: number | null;
  eventSeq: number | null;
  /** Position from which `waitFor` looks. */
  since: number;
  event?: BusEvent;
  /** Of a batch. */
  events?: BusEvent[];
  input?: unknown;
  starter?: Starter;
  /** The run that began this one by `invoke`. */
  parent: string | null;
  /** The run of which this one is a replay. */
  origin: string | null;
  key: string;
  /** Of runs with the same one there is only one. */
  idem: string | null;
  seed: string;
  generation: number;
  /** Ends of its compartment since its last progress. */
  crashes: number;
  output?: unknown;
  error?: ErrorRecord;
  difference?: Difference;
  /** It is being ended, or was. */
  interrupt?: Interrupt;
  wakeAt: number | null;
  createdAt: number;
  startedAt: number | null;
  /** Where its clock stands at its beginning, when that is not when it began. */
  clockAt: number | null;
  endedAt: number | null;
}

export type NewRun =
  & Pick<
    RunRow,
    "id" | "name" | "hash" | "admitted" | "triggerKind" | "candidates" | "since" | "seed" | "createdAt" | "key"
  >
  & Partial<
    Pick<RunRow, "eventSeq" | "event" | "input" | "starter" | "origin" | "detail" | "dueAt" | "idem" | "parent">
  >;

type Raw = Record<string, string | number | null>;

/** Inserts a queued run; one for the same event or with the same `idem` stays the only one. Answers whether it is new. */
export function insertRun(db: Database, run: NewRun): boolean {
  const { changes } = db.run(
    "INSERT INTO wf_runs (id, name, hash, state, admitted, trigger_kind, candidates, event_seq, since, event, input, " +
      "starter, origin, key, seed, detail, due_at, idem, " +
      "parent, created_at) VALUES (?,?,?,'queued',?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING",
    run.id,
    run.name,
    run.hash,
    run.admitted ? 1 : 0,
    run.triggerKind,
    JSON.stringify(run.candidates),
    run.eventSeq ?? null,
    run.since,
    json(run.event),
    json(run.input),
    json(run.starter),
    run.origin ?? null,
    run.key,
    run.seed,
    run.detail ?? null,
    run.dueAt ?? null,
    run.idem ?? null,
    run.parent ?? null,
    run.createdAt,
  );
  return changes > 0;
}

export function getRun(db: Database, id: string): RunRow | undefined {
  const row = db.get<Raw>("SELECT * FROM wf_runs WHERE id = ?", id);
  return row && readRun(row);
}

/** Runs by the given end of an SQL query over wf_runs. */
export function selectRuns(db: Database, where: string, ...params: (string | number)[]): RunRow[] {
  return db.all<Raw>(`SELECT * FROM wf_runs WHERE ${where}`, ...params).map(readRun);
}

/** The columns of a run that change. */
export type RunChange = Partial<
  Pick<
    RunRow,
    | "state"
    | "reason"
    | "admitted"
    | "key"
    | "generation"
    | "crashes"
    | "output"
    | "error"
    | "difference"
    | "interrupt"
    | "wakeAt"
    | "startedAt"
    | "endedAt"
  >
>;

const COLUMNS: Record<keyof RunChange, string> = {
  state: "state",
  reason: "reason",
  admitted: "admitted",
  key: "key",
  generation: "generation",
  crashes: "crashes",
  output: "output",
  error: "error",
  difference: "difference",
  interrupt: "interrupt",
  wakeAt: "wake_at",
  startedAt: "started_at",
  endedAt: "ended_at",
};
const AS_JSON = new Set<keyof RunChange>(["output", "error", "difference", "interrupt"]);

/**
 * Changes a run. With `fence` only while the run still has that generation: a compartment that lost a run cannot
 * commit anything for it. Answers whether the row was changed.
 */
export function updateRun(db: Database, ord: number, change: RunChange, fence?: number): boolean {
  const fields = Object.keys(change) as (keyof RunChange)[];
  const values = fields.map((field) => {
    const value = change[field];
    if (AS_JSON.has(field)) return json(value);
    return typeof value === "boolean" ? Number(value) : (value as string | number | null | undefined) ?? null;
  });
  const sets = fields.map((field) => `${COLUMNS[field]} = ?`).join(", ");
  const guard = fence === undefined ? "" : " AND generation = ?";
  const params = fence === undefined ? [...values, ord] : [...values, ord, fence];
  return db.run(`UPDATE wf_runs SET ${sets} WHERE ord = ?${guard}`, ...params).changes > 0;
}

/** Writes a step if the run still has this generation; throws {@linkcode FencedError} when not. */
export function saveStep(db: Database, ord: number, generation: number, step: StepRecord): void {
  const { changes } = db.run(
    "INSERT INTO wf_steps (run, name, occurrence, position, kind, hash, state, attempts, input, output, error, seq, " +
      "wake_at, started_at, ended_at) SELECT ?,?,?,?,?,?,?,?,?,?,?,?,?,?,? " +
      "FROM wf_runs WHERE ord = ? AND generation = ? " +
      "ON CONFLICT (run, name, occurrence) DO UPDATE SET state = excluded.state, attempts = excluded.attempts, " +
      "output = excluded.output, error = excluded.error, seq = excluded.seq, wake_at = excluded.wake_at, " +
      "ended_at = excluded.ended_at",
    ord,
    step.name,
    step.occurrence,
    step.position,
    step.kind,
    step.hash,
    step.state,
    step.attempts,
    JSON.stringify(step.input),
    json(step.output),
    json(step.error),
    step.seq ?? null,
    step.wakeAt ?? null,
    step.startedAt,
    step.endedAt ?? null,
    ord,
    generation,
  );
  if (changes === 0) throw new FencedError(generation);
}

/** The run belongs to a later generation now: what an earlier one wants to write is refused. */
export class FencedError extends Error {
  override readonly name = "FencedError";
  constructor(generation: number) {
    super(`The run was given to another compartment after generation ${generation}`);
  }
}

/** Pins a run to another version. */
export function moveRun(db: Database, ord: number, { hash, candidates }: Pick<RunRow, "hash" | "candidates">): void {
  db.run("UPDATE wf_runs SET hash = ?, candidates = ? WHERE ord = ?", hash, JSON.stringify(candidates), ord);
}

/** Which steps an interruption rejects in a run that is in no compartment: those that are under way, or the next one. */
export function interruptPosition(db: Database, ord: number): number {
  const { last, open } = db.get<{ last: number | null; open: number | null }>(
    "SELECT max(position) AS last, sum(seq IS NULL) AS open FROM wf_steps WHERE run = ?",
    ord,
  )!;
  return (last ?? 0) + (open ? 0 : 1);
}

export function readSteps(db: Database, ord: number): StepRecord[] {
  return db.all<Raw>("SELECT * FROM wf_steps WHERE run = ? ORDER BY position", ord).map((row) => ({
    name: row.name as string,
    occurrence: row.occurrence as number,
    position: row.position as number,
    kind: row.kind as StepKind,
    hash: row.hash as string,
    state: row.state as StepState,
    attempts: row.attempts as number,
    input: parse(row.input) as Operation,
    output: parse(row.output),
    error: parse(row.error) as ErrorRecord | undefined,
    seq: (row.seq as number | null) ?? undefined,
    wakeAt: (row.wake_at as number | null) ?? undefined,
    startedAt: row.started_at as number,
    endedAt: (row.ended_at as number | null) ?? undefined,
  }));
}

function readRun(row: Raw): RunRow {
  return {
    ord: row.ord as number,
    id: row.id as string,
    name: row.name as string,
    hash: row.hash as string,
    state: row.state as RunState,
    reason: row.reason as string | null,
    admitted: row.admitted === 1,
    triggerKind: row.trigger_kind as RunRow["triggerKind"],
    candidates: parse(row.candidates) as number[],
    detail: row.detail as string | null,
    dueAt: row.due_at as number | null,
    eventSeq: row.event_seq as number | null,
    since: row.since as number,
    event: parse(row.event) as BusEvent | undefined,
    events: parse(row.events) as BusEvent[] | undefined,
    input: parse(row.input),
    starter: parse(row.starter) as Starter | undefined,
    parent: row.parent as string | null,
    origin: row.origin as string | null,
    key: row.key as string,
    idem: row.idem as string | null,
    seed: row.seed as string,
    generation: row.generation as number,
    crashes: row.crashes as number,
    output: parse(row.output),
    error: parse(row.error) as ErrorRecord | undefined,
    difference: parse(row.difference) as Difference | undefined,
    interrupt: parse(row.interrupt) as Interrupt | undefined,
    wakeAt: row.wake_at as number | null,
    createdAt: row.created_at as number,
    startedAt: row.started_at as number | null,
    clockAt: row.clock_at as number | null,
    endedAt: row.ended_at as number | null,
  };
}

function json(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

function parse(text: string | number | null | undefined): unknown {
  return typeof text === "string" ? JSON.parse(text) : undefined;
}
