import { Link } from "@tanstack/react-router";
import { Facts, lookOf, Section, StateIcon } from "@bulkhead/kit";
import type { GraphNode, WorkflowGraph } from "../../state/wire.ts";
import { SourceLink } from "./source_link.tsx";
import { runPath, took } from "./words.ts";

/** One part of a script: its line, its numbers, and the runs that are there now or failed there. */
export function NodeDetail({ graph, node }: { graph: WorkflowGraph; node: GraphNode }) {
  const number = (count: number) => <span className="tabular">{count.toLocaleString()}</span>;
  return (
    <div className="scroll-y flex min-h-0 flex-1 flex-col gap-6 p-4">
      <Facts
        items={[
          { name: "Source", value: <SourceLink name={graph.name} hash={graph.hash} line={node.line} /> },
          { name: node.kind === "end" ? "Succeeded" : "Came here", value: number(node.runs) },
          { name: "There now", value: number(node.active) },
          { name: "Failed", value: number(node.failed) },
          ...(node.p50Ms === undefined
            ? []
            : [{ name: "Median time", value: <span className="tabular">{took(node.p50Ms)}</span> }]),
        ]}
      />
      {node.shared && (
        <p className="text-12 text-ink-3">
          Another part has the same name, and the history does not say which one a step belongs to: both show the
          numbers of both. Steps with names of their own are counted apart.
        </p>
      )}
      {node.here.length > 0 && (
        <Section title="Runs here">
          <ul className="rounded-card border border-line">
            {node.here.map(({ run, step, state }) => (
              <li key={`${run} ${step}`} className="border-b border-line last:border-0">
                <Link
                  to={runPath({ name: graph.name, id: run }) as never}
                  search={{ step } as never}
                  className="ring-in flex min-h-9 items-center gap-2 px-3 hover:bg-hover"
                >
                  <StateIcon state={state} size={14} />
                  <span className="text-13">{lookOf(state).word}</span>
                  <code className="min-w-0 flex-1 truncate text-right font-mono text-12 text-ink-3">{run}</code>
                </Link>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </div>
  );
}
