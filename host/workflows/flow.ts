import { valueAt } from "../sdk/workflow/match.ts";
import type { FlowKey, FlowValues, ScriptDescription } from "../sdk/workflow/protocol.ts";
import type { Database } from "../storage/ports.ts";
import type { Created } from "./created.ts";
import { deleteRun } from "./run_removal.ts";
import { type RunRow, wakeParent } from "./run_store.ts";
import type { Version } from "./version_store.ts";

/** A run that nobody asked for leaves no trace when it is left out; any other is shown as cancelled. */
const SILENT = new Set<RunRow["triggerKind"]>(["event", "cron", "every"]);

type Flowing = Pick<RunRow, "id" | "name" | "key" | "triggerKind" | "event" | "input" | "since">;

/** Is any of the options there? Most workflows have none, and cost nothing. */
export function hasFlow({ throttle, debounce, batch, singleton, priority, once }: ScriptDescription): boolean {
  return Boolean(throttle || debounce || batch || singleton || priority || once);
}

/** Must the script be asked for one of the keys? */
export function flowNeedsScript({ throttle, debounce, batch, priority, once }: ScriptDescription): boolean {
  return [throttle?.key, debounce?.key, batch?.key, priority, once].includes("script");
}

/**
 * Applies a workflow's options to a run that is admitted and queued, within the commit that made it so: leaves it out,
 * adds it to one that collects, or says when it may begin. Answers whether it is still there.
 */
export function settleFlow(
  db: Database,
  description: ScriptDescription,
  run: Flowing,
  { values, now, created }: { values: FlowValues; now: number; created: Created },
): boolean {
  const { throttle, debounce, batch, singleton } = description;
  const cause = { event: run.event, input: run.input };
  const keyOf = (key: FlowKey | undefined, asked: string | undefined) => asked ?? textAt(cause, key) ?? "";
  const leave = (reason: string) => leaveOut(db, run, { reason, now, created });

  const once = values.once ?? textAt(cause, description.once);
  if (once !== undefined) {
    if (db.get("SELECT 1 FROM wf_runs WHERE name = ? AND once = ?", run.name, once)) {
      leave(`left out: there is a run with the key "${once}"`);
      return false;
    }
    set(db, run.id, { once });
  }
  if (singleton) {
    const others = db.all<{ id: string }>(
      "SELECT id FROM wf_runs WHERE name = ? AND key = ? AND id <> ? AND ended_at IS NULL AND admitted = 1",
      run.name,
      run.key,
      run.id,
    );
    if (singleton === "cancel") created.replaced.push(...others.map(({ id }) => id));
    else if (others.length > 0) {
      leave("left out: another run has not ended");
      return false;
    }
  }
  const priority = values.priority ?? priorityOf(cause, description.priority);
  if (priority !== 0) set(db, run.id, { priority });
  if (priority !== 0 || throttle || debounce || batch) created.held = true;

  if (batch && run.triggerKind === "event") {
    const key = keyOf(batch.key, values.batch);
    if (addToBatch(db, run, { key, size: batch.size, now })) return false;
    const full = batch.size === 1;
    db.run("UPDATE wf_runs SET events = ? WHERE id = ?", JSON.stringify([run.event]), run.id);
    set(db, run.id, { flow_key: full ? null : key, not_before: full ? null : now + batch.timeoutMs });
  } else if (debounce) {
    const key = keyOf(debounce.key, values.debounce);
    const earlier = collecting(db, run, { key, now });
    const since = earlier?.created_at ?? now;
    if (earlier) {
      const before = { ...run, id: earlier.id, triggerKind: earlier.trigger_kind };
      leaveOut(db, before, { reason: `left out: run ${run.id} came within the pause`, now, created });
      db.run("UPDATE wf_runs SET created_at = ? WHERE id = ?", since, run.id);
    }
    const latest = debounce.maxMs === undefined ? Infinity : since + debounce.maxMs;
    set(db, run.id, { flow_key: key, not_before: Math.min(now + debounce.periodMs, latest) });
  }
  if (throttle) {
    const key = keyOf(throttle.key, values.throttle);
    const first = db.get<{ slot: number }>(
      "SELECT slot FROM wf_runs WHERE name = ? AND throttle_key = ? AND slot IS NOT NULL ORDER BY slot DESC " +
        "LIMIT 1 OFFSET ?",
      run.name,
      key,
      throttle.limit - 1,
    );
    const held = db.get<{ at: number | null }>("SELECT not_before AS at FROM wf_runs WHERE id = ?", run.id)?.at ?? now;
    const slot = Math.max(held, first ? first.slot + throttle.periodMs : 0);
    set(db, run.id, { throttle_key: key, slot, not_before: slot > now ? slot : null });
  }
  return true;
}

/** Runs of a singleton in whose place others wait, of which an earlier life could not cancel all. */
export function replacedSingletons(db: Database, name: string, version: Version | undefined): string[] {
  if (version?.description.singleton !== "cancel") return [];
  return db.all<{ id: string }>(
    "SELECT id FROM wf_runs r WHERE name = ? AND ended_at IS NULL AND admitted = 1 AND EXISTS (SELECT 1 FROM wf_runs n " +
      "WHERE n.name = r.name AND n.key = r.key AND n.ord > r.ord AND n.state = 'queued' AND n.admitted = 1)",
    name,
  ).map(({ id }) => id);
}

interface Collecting {
  id: string;
  trigger_kind: RunRow["triggerKind"];
  created_at: number;
}

/** The run of this key to which more may still be added. */
function collecting(db: Database, run: Flowing, { key, now }: { key: string; now: number }): Collecting | undefined {
  return db.get<Collecting>(
    "SELECT id, trigger_kind, created_at FROM wf_runs WHERE name = ? AND flow_key = ? AND state = 'queued' " +
      "AND not_before > ? AND id <> ? LIMIT 1",
    run.name,
    key,
    now,
    run.id,
  );
}

/** Adds the run's event to the batch that collects; false when there is none. */
function addToBatch(
  db: Database,
  run: Flowing,
  { key, size, now }: { key: string; size: number; now: number },
): boolean {
  const batch = collecting(db, run, { key, now });
  if (!batch) return false;
  const event = JSON.stringify(run.event);
  db.run(
    "UPDATE wf_runs SET events = json_insert(events, '$[#]', json(?1)), event = ?1, since = ?2 WHERE id = ?3",
    event,
    run.since,
    batch.id,
  );
  db.run(
    "UPDATE wf_runs SET flow_key = NULL, not_before = NULL WHERE id = ? AND json_array_length(events) >= ?",
    batch.id,
    size,
  );
  deleteRun(db, run.id);
  return true;
}

function leaveOut(
  db: Database,
  run: Flowing,
  { reason, now, created }: { reason: string; now: number; created: Created },
): void {
  if (SILENT.has(run.triggerKind)) deleteRun(db, run.id);
  else {
    created.leftOut.push(run.id);
    db.run(
      "UPDATE wf_runs SET state = 'cancelled', reason = ?, flow_key = NULL, not_before = NULL, ended_at = ? " +
        "WHERE id = ?",
      reason,
      now,
      run.id,
    );
    wakeParent(db, db.get<{ ord: number }>("SELECT ord FROM wf_runs WHERE id = ?", run.id)!.ord);
  }
}

type Columns = Partial<
  Record<"once" | "priority" | "not_before" | "flow_key" | "throttle_key" | "slot", string | number | null>
>;

function set(db: Database, id: string, columns: Columns): void {
  const names = Object.keys(columns) as (keyof Columns)[];
  const values = names.map((name) => columns[name] ?? null);
  db.run(`UPDATE wf_runs SET ${names.map((name) => `${name} = ?`).join(", ")} WHERE id = ?`, ...values, id);
}

/** What stands at a path of the event or of `{event, input}`, as text. */
export function textAt(cause: { event?: unknown; input?: unknown }, key: FlowKey | undefined): string | undefined {
  if (typeof key !== "object") return undefined;
  const value = valueAt(cause.event, key.path) ?? valueAt(cause, key.path);
  return value === undefined ? undefined : typeof value === "string" ? value : JSON.stringify(value);
}

function priorityOf(cause: { event?: unknown; input?: unknown }, priority: ScriptDescription["priority"]): number {
  const value = typeof priority === "number" ? priority : Number(textAt(cause, priority) ?? 0);
  return Number.isFinite(value) ? Math.round(value) : 0;
}
