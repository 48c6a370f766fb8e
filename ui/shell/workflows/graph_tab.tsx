import { useNavigate, useSearch } from "@tanstack/react-router";
import { Workflow } from "lucide-react";
import { EmptyState, ErrorState, PaneHeader, Skeleton } from "@bulkhead/kit";
import type { WorkflowInfo } from "../../state/wire.ts";
import { useGraph } from "../data/runs.ts";
import { GraphPicture } from "./graph_picture.tsx";
import { NodeDetail } from "./node_detail.tsx";
import { workflowPath } from "./words.ts";

/** What a script does, drawn from its source, with what its runs do in it now. */
export function GraphTab({ workflow: { name } }: { workflow: WorkflowInfo }) {
  const { chosen, choose } = useChosenNode(name);
  const { data: graph, isPending, error, refetch } = useGraph(name);
  return (
    <div className="flex h-full min-h-0 flex-col">
      {isPending && (
        <div className="flex flex-col items-center gap-7 p-8">
          {[0, 1, 2, 3].map((index) => <Skeleton key={index} className="h-[52px] w-[236px] rounded-card" />)}
        </div>
      )}
      {error && !graph && (
        <ErrorState
          title="The picture could not be read"
          message={error.message}
          hint={error.hint}
          traceId={error.traceId}
          onRetry={() => void refetch()}
        />
      )}
      {graph?.problem && (
        <EmptyState
          icon={<Workflow size={20} aria-hidden />}
          title="There is no picture of this script"
          description={`${graph.problem}. It runs all the same; each run shows its steps.`}
        />
      )}
      {graph && !graph.problem && <GraphPicture graph={graph} chosen={chosen} onChoose={choose} />}
    </div>
  );
}

/** The chosen part of the picture, beside it. */
export function GraphDetail({ name, onClose }: { name: string; onClose(): void }) {
  const { chosen } = useChosenNode(name);
  const { data: graph } = useGraph(name);
  const node = graph?.nodes.find((each) => each.id === chosen);
  return (
    <>
      <PaneHeader title={node?.label ?? "Part of the workflow"} onClose={onClose} />
      {graph && node && <NodeDetail graph={graph} node={node} />}
    </>
  );
}

/** Which part of the picture the address names. */
export function useChosenNode(name: string) {
  const { node: chosen } = useSearch({ strict: false }) as { node?: string };
  const navigate = useNavigate();
  const choose = (id?: string) =>
    void navigate({
      to: workflowPath(name, "graph") as never,
      search: (id ? { node: id } : {}) as never,
      replace: true,
    });
  return { chosen, choose };
}
