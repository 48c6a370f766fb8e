import { useMemo } from "react";
import { type GraphLayout, layEdges, layGraph } from "../../state/runs/graph_layout.ts";
import type { WorkflowGraph } from "../../state/wire.ts";
import { GroupBox, NodeBox } from "./graph_node.tsx";

export interface GraphPictureProps {
  graph: WorkflowGraph;
  chosen?: string;
  onChoose(id?: string): void;
}

/** Boxes and lines from top to bottom. Boxes are buttons in reading order. */
export function GraphPicture({ graph, chosen, onChoose }: GraphPictureProps) {
  const layout = useMemo(() => layGraph(graph.nodes), [graph.nodes]);
  return (
    <div
      tabIndex={0}
      className="ring-in min-h-0 flex-1 overflow-auto"
      aria-label="Picture of the workflow"
      role="region"
    >
      <p className="px-4 pt-3 text-12 text-ink-3 md:px-6">
        {graph.runs === 0
          ? "No run in the last 24 hours."
          : `Numbers of ${graph.runs.toLocaleString()} ${
            graph.runs === 1 ? "run" : "runs"
          }: those of the last 24 hours, and those that have not ended.`}
      </p>
      <div className="relative mx-auto" style={{ width: layout.width, height: layout.height }}>
        {layout.nodes.filter(({ group }) => group).map((placed) => <GroupBox key={placed.node.id} placed={placed} />)}
        <Edges layout={layout} />
        {layout.nodes.filter(({ group }) => !group).map((placed) => (
          <NodeBox
            key={placed.node.id}
            placed={placed}
            chosen={placed.node.id === chosen}
            onChoose={() => onChoose(placed.node.id === chosen ? undefined : placed.node.id)}
          />
        ))}
      </div>
    </div>
  );
}

function Edges({ layout }: { layout: GraphLayout }) {
  return (
    <svg width={layout.width} height={layout.height} className="pointer-events-none absolute inset-0" aria-hidden>
      <defs>
        {["text-control", "text-bad"].map((ink) => (
          <marker
            key={ink}
            id={`end-${ink}`}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            orient="auto"
          >
            <path d="M 1 1 L 7 4 L 1 7" fill="none" stroke="currentColor" strokeWidth="1.5" className={ink} />
          </marker>
        ))}
      </defs>
      {layEdges(layout).map(({ key, path, fails }) => {
        const ink = fails ? "text-bad" : "text-control";
        return (
          <path
            key={key}
            d={path}
            fill="none"
            stroke="currentColor"
            strokeWidth="1.5"
            strokeDasharray={fails ? "4 3" : undefined}
            markerEnd={`url(#end-${ink})`}
            className={ink}
          />
        );
      })}
    </svg>
  );
}
