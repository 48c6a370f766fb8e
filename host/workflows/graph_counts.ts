import type { Operation } from "../sdk/workflow/protocol.ts";
import { durationMs } from "../sdk/workflow/duration.ts";
import type { Database } from "../storage/ports.ts";
import type { SourceGraph, SourceNode } from "./graph_shape.ts";
import type { TextPattern } from "./graph_text.ts";

/** What happened at a node in the runs that were looked at. */
export interface NodeCounts {
  /** Runs that came here. */
  runs: number;
  /** Steps that failed for good. */
  failed: number;
  /** Steps that are under way: running, waiting, asleep or to be tried again. */
  active: number;
  /** Half of the steps took no longer. */
  p50Ms?: number;
  /** Counted together with other nodes: the journal does not tell them apart. */
  shared?: true;
  /** Steps that are under way here, and the newest that failed. */
  here: { run: string; step: string; state: string }[];
}

export interface CountedRuns {
  counts: Map<string, NodeCounts>;
  /** How many runs were looked at. */
  runs: number;
}

/** Newest runs that are looked at. */
const RECENT = 200;
/** Of each state in which a run has not ended, so many more, however old. */
const OPEN = 100;
/** Of one run so many steps are looked at. */
const STEPS = 1_000;
/** Of one node so many places are named. */
const PLACES = 20;
const OPEN_STATES = ["queued", "running", "waiting", "sleeping", "paused"];

interface Run {
  ord: number;
  id: string;
  state: string;
  candidates: string;
}
interface Step {
  name: string;
  occurrence: number;
  state: string;
  started_at: number;
  ended_at: number | null;
  input: string | null;
}

/** Counts the newest runs since a time, and those that have not ended, at the nodes of a script. */
export function countNodes(db: Database, name: string, graph: SourceGraph, sinceMs: number): CountedRuns {
  const runs = runsOf(db, name, sinceMs);
  const find = matcher(graph);
  const tallies = new Map(graph.nodes.map((node) => [node.id, new Tally()]));
  const triggers = new Map(graph.nodes.flatMap(({ id, trigger }) => (trigger === undefined ? [] : [[trigger, id]])));
  const end = graph.nodes.find(({ kind }) => kind === "end")?.id;
  for (const run of runs) {
    const [trigger] = JSON.parse(run.candidates) as number[];
    const begin = trigger === undefined ? undefined : triggers.get(trigger);
    if (begin) tallies.get(begin)!.pass(run);
    if (end && run.state === "succeeded") tallies.get(end)!.pass(run);
    for (const step of stepsOf(db, run.ord)) {
      const nodes = find(step);
      for (const node of nodes) tallies.get(node.id)!.step(run, step, nodes.length > 1);
    }
  }
  return { counts: new Map([...tallies].map(([id, tally]) => [id, tally.counts()])), runs: runs.length };
}

function runsOf(db: Database, name: string, sinceMs: number): Run[] {
  const columns = "SELECT ord, id, state, candidates, created_at FROM wf_runs WHERE name = ? AND";
  const recent = db.all<Run & { created_at: number }>(
    `${columns} admitted = 1 ORDER BY ord DESC LIMIT ?`,
    name,
    RECENT,
  ).filter(({ created_at }) => created_at >= sinceMs);
  const found = new Map<number, Run>(recent.map((run) => [run.ord, run]));
  for (const state of OPEN_STATES) {
    const open = db.all<Run>(`${columns} state = ? AND admitted = 1 ORDER BY ord DESC LIMIT ?`, name, state, OPEN);
    for (const run of open) found.set(run.ord, run);
  }
  return [...found.values()].sort((a, b) => b.ord - a.ord);
}

function stepsOf(db: Database, ord: number): Step[] {
  return db.all<Step>(
    "SELECT name, occurrence, state, started_at, ended_at, CASE WHEN kind IN ('sleep', 'approve') THEN input END AS input " +
      "FROM wf_steps WHERE run = ? LIMIT ?",
    ord,
    STEPS,
  );
}

class Tally {
  readonly #runs = new Set<number>();
  readonly #times: number[] = [];
  readonly #here: NodeCounts["here"] = [];
  #failed = 0;
  #active = 0;
  #shared = false;

  pass(run: Run): void {
    this.#runs.add(run.ord);
  }

  step(run: Run, step: Step, shared: boolean): void {
    this.#runs.add(run.ord);
    this.#shared ||= shared;
    const { name, occurrence, state, started_at, ended_at } = step;
    const open = ended_at === null && OPEN_STATES.includes(run.state);
    if (open) this.#active++;
    if (state === "failed") this.#failed++;
    if (ended_at !== null) this.#times.push(ended_at - started_at);
    if ((open || state === "failed") && this.#here.length < PLACES) {
      this.#here.push({ run: run.id, step: occurrence === 1 ? name : `${name}#${occurrence}`, state });
    }
  }

  counts(): NodeCounts {
    const times = this.#times.sort((a, b) => a - b);
    return {
      runs: this.#runs.size,
      failed: this.#failed,
      active: this.#active,
      ...(times.length > 0 ? { p50Ms: times[Math.floor((times.length - 1) / 2)] } : {}),
      ...(this.#shared ? { shared: true as const } : {}),
      here: this.#here,
    };
  }
}

/** Finds the nodes to which a step of the journal may belong. */
function matcher({ nodes }: SourceGraph): (step: Step) => SourceNode[] {
  const named = nodes.filter(({ name }) => name !== undefined);
  const byName = new Map<string, SourceNode[]>();
  return (step) => {
    let found = byName.get(step.name);
    if (!found) {
      const exact = named.filter(({ name }) => name!.length === 1 && name![0] === step.name);
      found = exact.length > 0 ? exact : named.filter(({ name }) => fits(name!, step.name));
      byName.set(step.name, found);
    }
    if (found.length < 2) return found;
    // Without branches and loops the n-th time is the n-th place.
    if (found.every(({ once }) => once)) return found.slice(step.occurrence - 1, step.occurrence);
    const alike = step.input === null
      ? []
      : found.filter(({ value }) => value !== undefined && isValue(value, step.input!));
    return alike.length > 0 ? alike : found;
  };
}

function fits(pattern: TextPattern, text: string): boolean {
  const first = pattern[0]!;
  const last = pattern.at(-1)!;
  if (pattern.length < 2 || !text.startsWith(first) || text.length < first.length + last.length) return false;
  let at = first.length;
  for (const part of pattern.slice(1, -1)) {
    const next = text.indexOf(part, at);
    if (next < 0) return false;
    at = next + part.length;
  }
  return text.endsWith(last) && text.length - last.length >= at;
}

function isValue(value: string, input: string): boolean {
  const operation = JSON.parse(input) as Operation;
  if (operation.kind === "approve") return operation.question === value;
  if (operation.kind !== "sleep" || !("ms" in operation)) return false;
  try {
    const asked = Number.isNaN(Number(value)) ? value : Number(value);
    return durationMs(asked as Parameters<typeof durationMs>[0]) === operation.ms;
  } catch {
    return false;
  }
}
