import type { BusEvent } from "../sdk/channel/protocol.ts";
import type { Interrupt } from "../sdk/workflow/interrupt.ts";
import type { Difference, Operation, StepKind } from "../sdk/workflow/protocol.ts";
import type { ErrorRecord } from "../sdk/workflow/step_error.ts";
import type { StepRecord, StepState } from "../sdk/workflow/step_record.ts";
import type { Database } from "../storage/ports.ts";
import { bytesOf, type ColumnValue, columnValue, keepAside, parseColumn } from "./long_values.ts";
import type { RunState, Starter } from "./ports.ts";
import { takeOrd } from "./run_ord.ts";

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
  /** In memory only: false when it has certainly asked for no approval. */
  asks?: boolean;
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

/** Inserts a queued run; undefined when there is one for the same event or with the same `idem`, which stays the only one. */
export function insertRun(db: Database, run: NewRun, ord = takeOrd(db)): RunRow | undefined {
  const values = { event: column(run.event), input: column(run.input) };
  const { changes } = db.run(
    "INSERT INTO wf_runs (ord, id, name, hash, state, admitted, trigger_kind, candidates, event_seq, since, event, input, " +
      "starter, origin, key, seed, detail, due_at, idem, " +
      "parent, created_at) VALUES (?,?,?,?,'queued',?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING",
    ord,
    run.id,
    run.name,
    run.hash,
    run.admitted ? 1 : 0,
    run.triggerKind,
    JSON.stringify(run.candidates),
    run.eventSeq ?? null,
    run.since,
    values.event.column,
    values.input.column,
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
  if (changes === 0) {
    if (db.get("SELECT 1 FROM wf_runs WHERE ord = ? AND id <> ?", ord, run.id)) {
      throw new Error(
        `The number ${ord} of the run ${run.id} is that of another one: the database is written by others`,
      );
    }
    return undefined;
  }
  keepAside(db, ord, Object.values(values));
  return newRow(run, ord);
}

/** A new run as it would be read again. */
export function newRow(run: NewRun, ord: number): RunRow {
  return {
    ord,
    id: run.id,
    name: run.name,
    hash: run.hash,
    state: "queued",
    reason: null,
    admitted: run.admitted,
    triggerKind: run.triggerKind,
    candidates: run.candidates,
    detail: run.detail ?? null,
    dueAt: run.dueAt ?? null,
    eventSeq: run.eventSeq ?? null,
    since: run.since,
    event: run.event,
    events: undefined,
    input: run.input,
    starter: run.starter,
    parent: run.parent ?? null,
    origin: run.origin ?? null,
    key: run.key,
    idem: run.idem ?? null,
    seed: run.seed,
    generation: 0,
    crashes: 0,
    output: undefined,
    error: undefined,
    difference: undefined,
    wakeAt: null,
    createdAt: run.createdAt,
    startedAt: null,
    clockAt: null,
    endedAt: null,
    // A fork takes steps over.
    asks: run.origin ? undefined : false,
  };
}

export function getRun(db: Database, id: string): RunRow | undefined {
  const row = db.get<Raw>("SELECT * FROM wf_runs WHERE id = ?", id);
  return row && readRun(db, row);
}

/** Runs by the given end of an SQL query over wf_runs. */
export function selectRuns(db: Database, where: string, ...params: (string | number)[]): RunRow[] {
  return db.all<Raw>(`SELECT * FROM wf_runs WHERE ${where}`, ...params).map((row) => readRun(db, row));
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

export interface UpdateOptions {
  /** The highest generation that may be on disk. */
  fence?: number;
  /** Another run began it, and is to be taken up when it ends; default true, which costs a look. */
  hasParent?: boolean;
}

/**
 * Changes a run. With `fence` only while no later generation is on disk: a compartment that lost a run cannot commit
 * anything for it. Answers whether the row was changed.
 */
export function updateRun(
  db: Database,
  ord: number,
  change: RunChange,
  { fence, hasParent = true }: UpdateOptions = {},
): boolean {
  const fields = Object.keys(change) as (keyof RunChange)[];
  const aside: ColumnValue[] = [];
  const values = fields.map((field) => {
    const value = change[field];
    if (AS_JSON.has(field)) {
      const kept = column(value);
      aside.push(kept);
      return kept.column;
    }
    return typeof value === "boolean" ? Number(value) : (value as string | number | null | undefined) ?? null;
  });
  if (fields.length === 0) return true;
  const sets = fields.map((field) => `${COLUMNS[field]} = ?`).join(", ");
  const guard = fence === undefined ? "" : " AND generation <= ?";
  const params = fence === undefined ? [...values, ord] : [...values, ord, fence];
  const { changes } = db.run(`UPDATE wf_runs SET ${sets} WHERE ord = ?${guard}`, ...params);
  if (changes > 0) keepAside(db, ord, aside);
  if (changes > 0 && change.endedAt && hasParent) wakeParent(db, ord);
  return changes > 0;
}

/**
 * Within the commit in which a run ends: the one that began it and left memory is to be taken up. As a trigger it would cost
 * every change of a run more than all the rest of it.
 */
export function wakeParent(db: Database, ord: number): void {
  db.run(
    "UPDATE wf_rests SET woken = coalesce(woken, 0) WHERE run = " +
      "(SELECT p.ord FROM wf_runs p WHERE p.id = (SELECT parent FROM wf_runs WHERE ord = ?))",
    ord,
  );
}

/** Writes a step if no later generation of the run is on disk; answers whether that was so. */
export function saveStep(
  db: Database,
  ord: number,
  generation: number,
  step: StepRecord,
  /** When its run began, if the run's row does not say so yet. */
  begunAt?: number | null,
): boolean {
  const input = columnValue(step.inputJson ?? json(step.input));
  const output = columnValue(step.outputJson ?? json(step.output));
  const { changes } = db.run(
    "INSERT INTO wf_steps (run, name, occurrence, position, kind, hash, state, attempts, input, output, error, seq, " +
      "wake_at, started_at, ended_at, run_started_at) SELECT ?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,? " +
      "FROM wf_runs WHERE ord = ? AND generation <= ? " +
      "ON CONFLICT (run, position, name, occurrence) DO UPDATE SET state = excluded.state, attempts = excluded.attempts, " +
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
    input.column,
    output.column,
    json(step.error),
    step.seq ?? null,
    step.wakeAt ?? null,
    step.startedAt,
    step.endedAt ?? null,
    begunAt ?? null,
    ord,
    generation,
  );
  if (changes === 0) return false;
  keepAside(db, ord, [input, output]);
  return true;
}

/** Runs of an earlier life that had begun when it ended, which only their first steps tell, go on with the same time. */
export function restoreBeginnings(db: Database): void {
  db.run(
    "UPDATE wf_runs SET started_at = (SELECT max(run_started_at) FROM wf_steps WHERE run = ord) " +
      "WHERE state = 'queued' AND started_at IS NULL " +
      "AND EXISTS (SELECT 1 FROM wf_steps WHERE run = ord AND run_started_at IS NOT NULL)",
  );
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
    input: parseColumn(db, row.input) as Operation,
    output: parseColumn(db, row.output),
    error: parseColumn(db, row.error) as ErrorRecord | undefined,
    seq: (row.seq as number | null) ?? undefined,
    wakeAt: (row.wake_at as number | null) ?? undefined,
    startedAt: row.started_at as number,
    endedAt: (row.ended_at as number | null) ?? undefined,
    bytes: bytesOf(row.input) + bytesOf(row.output),
  }));
}

function readRun(db: Database, row: Raw): RunRow {
  const parse = (column: string | number | null | undefined) => parseColumn(db, column);
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

function column(value: unknown): ColumnValue {
  return columnValue(json(value));
}
