import { RpcError } from "../sdk/errors.ts";
import type { Operation, StepKind, StepRef } from "../sdk/workflow/protocol.ts";
import type { ErrorRecord } from "../sdk/workflow/step_error.ts";
import type { StepRecord, StepState } from "../sdk/workflow/step_record.ts";
import type { Database } from "../storage/ports.ts";
import { type FailedAttempt, readAttempts } from "./attempts.ts";

/** A step as a list has it. */
export interface ListedStep {
  record: StepRecord;
  /** Characters of JSON of what is not in the record, since it is long. */
  leftOut: { input?: number; output?: number };
  failures: FailedAttempt[];
}

/** Longer JSON than this is read step by step. */
const MAX_CHARS = 16_384;
/** All values of a page together; what comes after that is left out as well. */
const MAX_PAGE_CHARS = 1_048_576;
/** Failed attempts that stand in a list. */
const LISTED_FAILURES = 20;

/** A place between two steps: after the one with this position and name. */
interface Place {
  position: number;
  name: string;
  occurrence: number;
}

interface Row {
  name: string;
  occurrence: number;
  position: number;
  kind: string;
  hash: string;
  state: string;
  attempts: number;
  input: string | null;
  input_chars: number;
  output: string | null;
  output_chars: number | null;
  error: string | null;
  seq: number | null;
  wake_at: number | null;
  started_at: number;
  ended_at: number | null;
}

/** Steps of a run in the order in which it asked for them, from a place on. */
export function stepPage(
  db: Database,
  ord: number,
  { after, limit }: { after?: Place; limit: number },
): { steps: ListedStep[]; next?: Place } {
  const { position, name, occurrence } = after ?? { position: -1, name: "", occurrence: 0 };
  const rows = db.all<Row>(
    "SELECT name, occurrence, position, kind, hash, state, attempts, error, seq, wake_at, started_at, ended_at, " +
      "length(input) AS input_chars, CASE WHEN length(input) <= ?5 THEN input END AS input, " +
      "length(output) AS output_chars, CASE WHEN length(output) <= ?5 THEN output END AS output " +
      "FROM wf_steps WHERE run = ?1 AND (position, name, occurrence) > (?2, ?3, ?4) " +
      "ORDER BY position, name, occurrence LIMIT ?6",
    ord,
    position,
    name,
    occurrence,
    MAX_CHARS,
    limit + 1,
  );
  let chars = 0;
  const steps = rows.slice(0, limit).map((row) => {
    const fits = (size: number | null) => size !== null && size <= MAX_CHARS && (chars += size) <= MAX_PAGE_CHARS;
    const input = fits(row.input_chars);
    const output = fits(row.output_chars);
    return {
      record: {
        ...readRecord(row),
        ...(input ? {} : { input: briefInput(row) }),
        ...(output ? {} : { output: undefined }),
      },
      leftOut: {
        ...(input ? {} : { input: row.input_chars }),
        ...(output || row.output_chars === null ? {} : { output: row.output_chars }),
      },
      failures: row.attempts > 1 || row.state === "failed" ? readAttempts(db, ord, row, LISTED_FAILURES) : [],
    };
  });
  const last = rows[limit - 1];
  return rows.length > limit && last ? { steps, next: last } : { steps };
}

/** One step with all that it has; by its id, `name` or `name#2`. */
export function oneStep(db: Database, ord: number, id: string): ListedStep | undefined {
  const ref = stepRef(id);
  const row = db.get<Row>(
    "SELECT *, 0 AS input_chars, NULL AS output_chars FROM wf_steps WHERE run = ? AND name = ? AND occurrence = ?",
    ord,
    ref.name,
    ref.occurrence,
  );
  return row && { record: readRecord(row), leftOut: {}, failures: readAttempts(db, ord, ref) };
}

/** The place before a step, some steps earlier so that it stands in its surroundings. */
export function placeBefore(db: Database, ord: number, id: string, earlier: number): Place {
  const ref = stepRef(id);
  const step = db.get<Place>(
    "SELECT position, name, occurrence FROM wf_steps WHERE run = ? AND name = ? AND occurrence = ?",
    ord,
    ref.name,
    ref.occurrence,
  );
  if (!step) throw new RpcError("not_found", `The run has no step "${id}"`, { path: "/around" });
  return placeAfter(Math.max(0, step.position - earlier - 1));
}

/** After all steps of this position. */
export function placeAfter(position: number): Place {
  return { position, name: "\u{10ffff}", occurrence: 0 };
}

/** The highest position: where a whole history of steps ends. */
export function lastPosition(db: Database, ord: number): number {
  return db.get<{ last: number | null }>("SELECT max(position) AS last FROM wf_steps WHERE run = ?", ord)!.last ?? 0;
}

/** A cursor is a place as JSON in base 64. */
export function writePlace({ position, name, occurrence }: Place): string {
  return new TextEncoder().encode(JSON.stringify([position, name, occurrence])).toBase64({ alphabet: "base64url" });
}

export function readPlace(cursor: string): Place {
  try {
    const bytes = Uint8Array.fromBase64(cursor, { alphabet: "base64url" });
    const [position, name, occurrence] = JSON.parse(new TextDecoder().decode(bytes)) as unknown[];
    if (Number.isSafeInteger(position) && typeof name === "string" && Number.isSafeInteger(occurrence)) {
      return { position: position as number, name, occurrence: occurrence as number };
    }
  } catch {
    // Said below.
  }
  throw new RpcError("invalid_params", `Bad cursor "${cursor}"`, { path: "/cursor" });
}

function stepRef(id: string): StepRef {
  const [, name, occurrence] = /^(.*?)(?:#(\d+))?$/s.exec(id)!;
  return { name: name!, occurrence: Number(occurrence ?? 1) };
}

/** What was asked for without its long part. */
function briefInput({ kind, name }: Row): Operation {
  return (kind === "call" ? { kind, method: name, params: null } : { kind }) as Operation;
}

function readRecord(row: Row): StepRecord {
  return {
    name: row.name,
    occurrence: row.occurrence,
    position: row.position,
    kind: row.kind as StepKind,
    hash: row.hash,
    state: row.state as StepState,
    attempts: row.attempts,
    input: row.input === null ? briefInput(row) : JSON.parse(row.input),
    output: row.output === null ? undefined : JSON.parse(row.output),
    error: row.error === null ? undefined : JSON.parse(row.error) as ErrorRecord,
    seq: row.seq ?? undefined,
    wakeAt: row.wake_at ?? undefined,
    startedAt: row.started_at,
    endedAt: row.ended_at ?? undefined,
  };
}
