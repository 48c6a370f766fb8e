import { z } from "zod";
import { RpcError } from "../sdk/errors.ts";
import type { Database } from "../storage/ports.ts";
import type { RunState } from "./ports.ts";
import { runNames } from "./run_names.ts";
import { type RunRow, selectRuns } from "./run_store.ts";
import { runState } from "./wire.ts";

const moment = z.iso.datetime({ offset: true });

/** How `host.workflow.runs` and what goes with it choose runs. */
export const runFilter = {
  name: z.string().min(1).max(100).optional(),
  state: z.union([runState, z.array(runState).max(8)]).optional(),
  /** What began them; `replay`: an earlier run was begun again. */
  trigger: z.array(z.enum(["event", "manual", "cron", "every", "hook", "call", "replay"])).max(7).optional(),
  /** Created at this time or later. */
  since: moment.optional(),
  /** Created before this time. */
  until: moment.optional(),
  /** The beginning of an id, or words of the error, the reason or the trigger. */
  text: z.string().max(200).optional(),
};
const filterShape = z.object(runFilter);
export type RunFilter = z.infer<typeof filterShape>;

/** Of a filter that no index can answer alone, at most so many runs are looked through for one page. */
const SCAN = 10_000;
/** Of one state at most so many are counted. */
export const MAX_COUNT = 10_000;
/** Runs of one millisecond that are put in order. */
const SAME_MOMENT = 1_000;
const STATES = runState.options;

/** Part of the runs that an index has in their order. */
interface Part {
  where: string;
  values: (string | number)[];
}

/** A page of runs, newest first. `before`: older than the one with this `ord`. */
export function filterRuns(
  db: Database,
  filter: RunFilter,
  { before = Number.MAX_SAFE_INTEGER, limit }: { before?: number; limit: number },
): { rows: RunRow[]; next?: number } {
  const { from, to } = range(db, filter);
  const rest = residual(filter);
  const rows: RunRow[] = [];
  /** Down to here all parts have been looked through. */
  let seen = 0;
  for (const { where, values } of parts(db, filter)) {
    const inner = `${where} AND ord >= ? AND ord < ? ORDER BY ord DESC LIMIT ?`;
    const bounds = [...values, from, Math.min(before, to)];
    if (!rest) {
      rows.push(...selectRuns(db, inner, ...bounds, limit + 1));
      continue;
    }
    const scanned = db.get<{ n: number; last: number | null }>(
      `SELECT count(*) AS n, min(ord) AS last FROM (SELECT ord FROM wf_runs WHERE ${inner})`,
      ...bounds,
      SCAN,
    )!;
    if (scanned.n === SCAN) seen = Math.max(seen, scanned.last!);
    const found = db.all<{ ord: number }>(
      `SELECT ord FROM (SELECT * FROM wf_runs WHERE ${inner}) WHERE ${rest.where} ORDER BY ord DESC LIMIT ?`,
      ...bounds,
      SCAN,
      ...rest.values,
      limit + 1,
    );
    for (const { ord } of found) rows.push(...selectRuns(db, "ord = ?", ord));
  }
  const page = rows.filter(({ ord }) => ord >= seen).sort((a, b) => b.ord - a.ord);
  if (page.length > limit) return { rows: page.slice(0, limit), next: page[limit - 1]!.ord };
  return seen > 0 ? { rows: page, next: seen } : { rows: page };
}

/** How many runs of each state there are; never more than {@linkcode MAX_COUNT} of one are counted. */
export function countRuns(db: Database, filter: RunFilter): { state: RunState; count: number }[] {
  const { from, to } = range(db, filter);
  const rest = residual(filter);
  const counts = new Map<RunState, number>();
  for (const { where, values } of parts(db, { ...filter, state: [...STATES] })) {
    const state = values[1] as RunState;
    const left = MAX_COUNT - (counts.get(state) ?? 0);
    if (left <= 0) continue;
    const columns = rest ? "*" : "1";
    const { n } = db.get<{ n: number }>(
      `SELECT count(*) AS n FROM (SELECT ${columns} FROM wf_runs WHERE ${where} AND ord >= ? AND ord < ? ` +
        `ORDER BY ord DESC LIMIT ?)${rest ? ` WHERE ${rest.where}` : ""}`,
      ...values,
      from,
      to,
      left,
      ...(rest?.values ?? []),
    )!;
    counts.set(state, (counts.get(state) ?? 0) + n);
  }
  return STATES.flatMap((state) => {
    const count = counts.get(state) ?? 0;
    return count > 0 ? [{ state, count }] : [];
  });
}

function parts(db: Database, { name, state }: RunFilter): Part[] {
  if (state === undefined) {
    return name === undefined
      ? [{ where: "admitted = 1", values: [] }]
      : [{ where: "name = ? AND admitted = 1", values: [name] }];
  }
  const names = name === undefined ? runNames(db) : [name];
  const states = [...new Set([state].flat())];
  return names.flatMap((each) =>
    states.map((one) => ({ where: "name = ? AND state = ? AND admitted = 1", values: [each, one] }))
  );
}

/** What has to be looked at run by run. */
function residual({ trigger, text = "" }: RunFilter): Part | undefined {
  const conditions: string[] = [];
  const values: (string | number)[] = [];
  if (trigger && trigger.length > 0) {
    const kinds = trigger.filter((kind) => kind !== "replay");
    const one = [`(origin IS NULL AND trigger_kind IN (${kinds.map(() => "?").join(", ")}))`];
    if (trigger.includes("replay")) one.push("origin IS NOT NULL");
    conditions.push(`(${one.join(" OR ")})`);
    values.push(...kinds);
  }
  const words = text.trim().toLowerCase();
  if (isIdPrefix(words)) {
    conditions.push("substr(id, 1, ?) = ?");
    values.push(words.length, words);
  } else if (words !== "") {
    const places = ["id", "error", "reason", "detail", "starter", "origin"];
    conditions.push(`(${places.map((column) => `instr(lower(${column}), ?) > 0`).join(" OR ")})`);
    values.push(...places.map(() => words));
  }
  return conditions.length > 0 ? { where: conditions.join(" AND "), values } : undefined;
}

function isIdPrefix(text: string): boolean {
  return /^run_[0-9a-z]*$/.test(text);
}

/** The `ord` of the first run that was created at a time or later; beyond all when there is none. */
export function firstSince(db: Database, time: number): number {
  // Ids of the same millisecond are in no order, so the first is looked for among some of them.
  return db.get<{ ord: number | null }>(
    "SELECT min(ord) AS ord FROM (SELECT ord FROM wf_runs WHERE id >= ? ORDER BY id LIMIT ?)",
    idAt(time),
    SAME_MOMENT,
  )!.ord ?? Number.MAX_SAFE_INTEGER;
}

/** The `ord`s between which all that fits lies; from inclusive, to exclusive. Ids sort by the time of creation. */
function range(db: Database, { since, until, text = "" }: RunFilter): { from: number; to: number } {
  let from = since === undefined ? 0 : firstSince(db, Date.parse(since));
  let to = until === undefined ? Number.MAX_SAFE_INTEGER : firstSince(db, Date.parse(until));
  const prefix = text.trim().toLowerCase();
  if (isIdPrefix(prefix)) {
    const end = (direction: "ASC" | "DESC") =>
      db.get<{ low: number | null; high: number | null }>(
        `SELECT min(ord) AS low, max(ord) AS high FROM (SELECT ord FROM wf_runs WHERE id >= ? AND id < ? ` +
          `ORDER BY id ${direction} LIMIT ?)`,
        prefix,
        `${prefix}~`,
        SAME_MOMENT,
      )!;
    const { low } = end("ASC");
    if (low === null) return { from: 0, to: 0 };
    from = Math.max(from, low);
    to = Math.min(to, end("DESC").high! + 1);
  }
  return { from, to };
}

function idAt(time: number): string {
  return `run_${Math.max(0, Math.floor(time)).toString(36).padStart(9, "0")}`;
}

/** A cursor is an `ord` in base 36. */
export function readCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  const ord = Number.parseInt(cursor, 36);
  if (Number.isSafeInteger(ord)) return ord;
  throw new RpcError("invalid_params", `Bad cursor "${cursor}"`, { path: "/cursor" });
}
