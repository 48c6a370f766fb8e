import { z } from "zod";
import { hostMethod, type HostMethods } from "../rpc/ports.ts";
import { RpcError } from "../sdk/errors.ts";
import type { Database } from "../storage/ports.ts";
import { countNodes } from "./graph_counts.ts";
import { GraphError, type SourceGraph } from "./graph_shape.ts";
import { readGraph } from "./graph_source.ts";
import { time } from "./run_view.ts";
import { getVersion, type Script, sourceOf } from "./version_store.ts";
import { SAMPLE_WORKFLOW } from "./samples.ts";

export interface GraphMethodsOptions {
  db: Database;
  now(): number;
  script(name: string): Script;
}

const name = z.string().min(1).max(100);
const hash = z.string().min(1).max(128);
const DAY_MS = 86_400_000;
/** Graphs of so many versions are kept. */
const KEEP = 32;
/** Runs whose versions are counted. */
const COUNTED_RUNS = 10_000;

const node = z.object({
  id: z.string(),
  kind: z.enum([
    ...["trigger", "call", "step", "sleep", "wait", "publish", "signal", "approve", "invoke"] as const,
    ...["return", "throw", "end", "branch", "loop", "parallel", "try"] as const,
  ]),
  label: z.string(),
  /** In the source of this version, from 1. */
  line: z.number(),
  /** The group in which it stands, and in which of its parts. */
  parent: z.string().optional(),
  lane: z.number().optional(),
  /** Names of the parts of a group. */
  lanes: z.array(z.string()).optional(),
  /** Runs that came here, steps that failed, steps that are under way now. */
  runs: z.number(),
  failed: z.number(),
  active: z.number(),
  /** Half of the steps took no longer. */
  p50Ms: z.number().optional(),
  /** The journal does not tell it apart from another node of the same name: both have the numbers of both. */
  shared: z.literal(true).optional(),
  /** Steps that are under way here and the newest that failed, at most 20. */
  here: z.array(z.object({ run: z.string(), step: z.string(), state: z.string() })),
});
const graphShape = z.object({
  name: z.string(),
  hash: z.string(),
  nodes: z.array(node),
  edges: z.array(z.object({ from: z.string(), to: z.string(), kind: z.enum(["again", "fails"]).optional() })),
  /** Why it cannot be drawn; then there are no nodes. */
  problem: z.string().optional(),
  /** Runs that were counted: the newest 200 of the last 24 hours, and those that have not ended. */
  runs: z.number(),
  since: z.string(),
});
export type WorkflowGraph = z.infer<typeof graphShape>;

const versionInfo = z.object({
  hash: z.string(),
  createdAt: z.string(),
  /** `live` takes what begins; `pending` waits for an owner; `earlier` is kept for its runs. */
  state: z.enum(["live", "pending", "earlier"]),
  /** Runs of it that are kept; of the newest 10,000 runs. */
  runs: z.number(),
  /** Those that have not ended: they end on this version. */
  open: z.number(),
});

/** What a script does, as a picture with live numbers, and its versions. */
export function graphMethods({ db, now, script }: GraphMethodsOptions): HostMethods {
  const kept = new Map<string, SourceGraph | GraphError>();
  const graphOf = (version: string): SourceGraph | GraphError => {
    let graph = kept.get(version);
    if (!graph) {
      try {
        graph = readGraph(sourceOf(db, version) ?? "");
      } catch (error) {
        if (!(error instanceof GraphError)) throw error;
        graph = error;
      }
      if (kept.size >= KEEP) kept.delete(kept.keys().next().value!);
      kept.set(version, graph);
    }
    return graph;
  };
  const versionOf = (wanted: string, asked: string) => {
    const version = getVersion(db, asked);
    if (version) return version;
    throw new RpcError("not_found", `"${wanted}" has no version ${asked}`, {
      path: "/hash",
      hint: "host.workflow.versions has those that are kept",
    });
  };
  return {
    "host.workflow.graph": hostMethod({
      summary: "What a script does, drawn from its source, with numbers of the runs of the last 24 hours",
      examples: [{
        params: { name: "triage-issue" },
        result: {
          name: "triage-issue",
          hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
          nodes: [
            { id: "start", kind: "trigger", label: "by hand", line: 4, runs: 40, failed: 0, active: 1, here: [] },
            { id: "approve", kind: "approve", label: "Close it?", line: 7, runs: 40, failed: 0, active: 1, here: [] },
          ],
          edges: [{ from: "start", to: "approve" }],
          runs: 40,
          since: SAMPLE_WORKFLOW.since,
        },
      }],
      errors: ["not_found"],
      params: z.object({ name, hash: hash.optional() }),
      result: graphShape,
      readOnly: true,
      handler: (params) => {
        const { live, pending } = script(params.name);
        const shown = params.hash ?? (live ?? pending)?.hash;
        if (shown === undefined) {
          throw new RpcError("precondition_failed", `"${params.name}" has no version that could be drawn`, {
            hint: "Mend the faults that host.workflow.get shows",
          });
        }
        versionOf(params.name, shown);
        const since = now() - DAY_MS;
        const base = { name: params.name, hash: shown, since: time(since)! };
        const graph = graphOf(shown);
        if (graph instanceof GraphError) return { ...base, nodes: [], edges: [], runs: 0, problem: graph.message };
        const { counts, runs } = countNodes(db, params.name, graph, since);
        const nodes = graph.nodes.map(({ name: _n, value: _v, once: _o, trigger: _t, ...node }) => ({
          ...node,
          ...counts.get(node.id)!,
        }));
        return { ...base, nodes, edges: graph.edges, runs };
      },
    }),
    "host.workflow.versions": hostMethod({
      summary: "The versions of a workflow that are kept, newest first, with the runs that are pinned to them",
      examples: [{
        params: { name: "triage-issue" },
        result: {
          items: [{
            hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            createdAt: "2026-03-01T08:00:00.000Z",
            state: "live",
            runs: 40,
            open: 2,
          }],
        },
      }],
      errors: ["not_found"],
      params: z.object({ name }),
      result: z.object({ items: z.array(versionInfo) }),
      readOnly: true,
      handler: (params) => {
        const { live, pending } = script(params.name);
        const rows = db.all<{ hash: string; runs: number; open: number }>(
          "SELECT hash, count(*) AS runs, sum(ended_at IS NULL) AS open FROM (SELECT hash, ended_at FROM wf_runs " +
            "WHERE name = ? AND admitted = 1 ORDER BY ord DESC LIMIT ?) GROUP BY hash",
          params.name,
          COUNTED_RUNS,
        );
        const counts = new Map(rows.map((row) => [row.hash, row]));
        const hashes = new Set([pending?.hash, live?.hash, ...counts.keys()].filter((each) => each !== undefined));
        const items = [...hashes].flatMap((each) => {
          const version = getVersion(db, each);
          if (!version) return [];
          const { runs = 0, open = 0 } = counts.get(each) ?? {};
          const state = each === live?.hash
            ? "live" as const
            : each === pending?.hash
            ? "pending" as const
            : "earlier" as const;
          return [{ hash: each, createdAt: version.createdAt, state, runs, open }];
        });
        items.sort((a, b) => b.createdAt - a.createdAt);
        return { items: items.map((item) => ({ ...item, createdAt: time(item.createdAt)! })) };
      },
    }),
    "host.workflow.version.get": hostMethod({
      summary: "The source of one version of a workflow, such as the one to which a run is pinned",
      examples: [{
        params: { name: "triage-issue", hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" },
        result: {
          hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
          createdAt: "2026-03-01T08:00:00.000Z",
          source: "export default 1;\n",
        },
      }],
      errors: ["not_found"],
      params: z.object({ name, hash }),
      result: z.object({ hash: z.string(), createdAt: z.string(), source: z.string() }),
      readOnly: true,
      handler: (params) => {
        const version = versionOf(params.name, params.hash);
        return {
          hash: version.hash,
          createdAt: time(version.createdAt)!,
          source: sourceOf(db, version.hash) ?? "",
        };
      },
    }),
  };
}
