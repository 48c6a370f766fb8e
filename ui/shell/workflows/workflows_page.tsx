import { Link } from "@tanstack/react-router";
import { ListFilter, Plus, Workflow } from "lucide-react";
import {
  buttonClass,
  CodeBlock,
  EmptyState,
  ErrorState,
  PageHeader,
  RelativeTime,
  type RunBar,
  RunBars,
  SkeletonRows,
  StatePill,
  useNow,
} from "@bulkhead/kit";
import { useIsAdmin } from "@bulkhead/ui";
import { hasEnded, runDurationMs } from "../../state/run_list.ts";
import type { RunInfo, WorkflowInfo } from "../../state/wire.ts";
import { useRuns, useWorkflows } from "../data/workflows.ts";
import { triggerWords } from "./words.ts";

const EXAMPLE = `import { event, workflow } from "@bulkhead/workflow";

export default workflow({
  name: "welcome",
  on: [event("chat.channel.created")],
  uses: ["chat"],
}, async ({ event, chat }) => {
  await chat.message.send({ channel: event.data.id, text: "Welcome" });
});`;

/** All workflows with their last runs. */
export function WorkflowsPage() {
  const { data, isPending, error, refetch } = useWorkflows();
  const items = data?.items ?? [];
  const isAdmin = useIsAdmin();
  return (
    <main className="flex h-full flex-col bg-surface">
      <PageHeader
        title="Workflows"
        note={items.length > 0 && <span className="tabular">{items.length}</span>}
        actions={
          <>
            <Link to={"/workflows/runs" as never} className={buttonClass("ghost")}>
              <ListFilter size={14} aria-hidden />
              All runs
            </Link>
            {isAdmin && <NewLink />}
          </>
        }
      />
      <div className="scroll-y min-h-0 flex-1">
        {isPending && <SkeletonRows count={6} />}
        {error && (
          <ErrorState
            title="The workflows could not be read"
            message={error.message}
            hint={error.hint}
            traceId={error.traceId}
            onRetry={() => void refetch()}
          />
        )}
        {!isPending && !error && items.length === 0 && (
          <EmptyState
            icon={<Workflow size={20} aria-hidden />}
            title="No workflow yet"
            description="A workflow is a TypeScript file in the workflows folder that wires plugins together, and is live within a second of its save."
            action={isAdmin && <NewLink />}
            example={<CodeBlock code={EXAMPLE} label="Example of a workflow" />}
          />
        )}
        <ul>
          {items.map((workflow) => <WorkflowRow key={workflow.name} workflow={workflow} />)}
        </ul>
      </div>
    </main>
  );
}

function NewLink() {
  return (
    <Link to={"/workflows/new" as never} className={buttonClass("primary")}>
      <Plus size={14} aria-hidden />
      New workflow
    </Link>
  );
}

function WorkflowRow({ workflow }: { workflow: WorkflowInfo }) {
  const fallback = useRuns(workflow.name, 12);
  const runs = workflow.runs ?? fallback.data?.items ?? [];
  const last = runs[0];
  const fault = workflow.diagnostics[0];
  return (
    <li
      data-workflow={workflow.name}
      className="relative flex items-center gap-3 border-b border-line px-4 py-3 hover:bg-hover md:gap-6 md:px-6"
    >
      <div className="min-w-0 flex-1">
        <Link
          to={`/workflows/${encodeURIComponent(workflow.name)}` as never}
          className="ring-in block truncate rounded-sm text-14 font-medium after:absolute after:inset-0"
        >
          {workflow.name}
        </Link>
        {fault
          ? (
            <p className="truncate text-13 text-bad-ink">
              Line {fault.line}: {fault.message}
            </p>
          )
          : <p className="truncate text-13 text-ink-2">{triggerWords(workflow.triggers)}</p>}
        <div className="mt-1 md:hidden">
          <StatePill state={fault ? "faulty" : workflow.state} quiet />
        </div>
      </div>
      <Bars runs={runs} />
      <span className="hidden w-24 shrink-0 text-right text-12 text-ink-3 md:block">
        {last ? <RelativeTime at={last.startedAt} className="relative" /> : "never ran"}
      </span>
      <span className="hidden w-32 shrink-0 justify-end md:flex">
        <StatePill state={fault ? "faulty" : workflow.state} />
      </span>
    </li>
  );
}

/** Runs, newest first, as bars from left to right. */
export function Bars({ runs, slots = 12 }: { runs: RunInfo[]; slots?: number }) {
  const now = useNow();
  const bars: RunBar[] = runs.slice(0, slots).reverse().map((run) => ({
    id: run.id,
    state: run.state,
    durationMs: runDurationMs(run, now),
    open: !hasEnded(run),
  }));
  return <RunBars runs={bars} slots={slots} />;
}
