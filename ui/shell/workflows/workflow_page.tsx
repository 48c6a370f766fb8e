import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { PencilLine, Play } from "lucide-react";
import { useEffect, useState } from "react";
import {
  Badge,
  Button,
  buttonClass,
  CodeBlock,
  EmptyState,
  ErrorState,
  Facts,
  PageBody,
  PageHeader,
  Panes,
  RelativeTime,
  Section,
  SkeletonRows,
  StatePill,
} from "@bulkhead/kit";
import { useIsAdmin, useRpc } from "@bulkhead/ui";
import type { WorkflowInfo } from "../../state/wire.ts";
import { useRuns, useWorkflows } from "../data/workflows.ts";
import { Crumb } from "../frame/crumb.tsx";
import { NotFoundPage } from "../frame/fallback_pages.tsx";
import { FaultCard } from "./fault_card.tsx";
import { RunDialog } from "./run_dialog.tsx";
import { RunList } from "./run_list_pane.tsx";
import { triggerWords } from "./words.ts";
import { Bars } from "./workflows_page.tsx";

/** One workflow: what starts it, what it may use, its faults, its runs at the left. */
export function WorkflowPage() {
  const { name } = useParams({ strict: false }) as { name: string };
  const { data, isPending, error, refetch } = useWorkflows();
  const workflow = data?.items.find((each) => each.name === name);
  if (data && !workflow) return <NotFoundPage />;
  return (
    <Panes list={<RunList name={name} />}>
      {isPending && <SkeletonRows count={8} />}
      {error && (
        <ErrorState
          title="This workflow could not be read"
          message={error.message}
          hint={error.hint}
          traceId={error.traceId}
          onRetry={() => void refetch()}
        />
      )}
      {workflow && <Overview workflow={workflow} />}
    </Panes>
  );
}

function Overview({ workflow }: { workflow: WorkflowInfo }) {
  const navigate = useNavigate();
  const isAdmin = useIsAdmin();
  const [asking, setAsking] = useState(false);
  const runs = useRuns(workflow.name).data?.items ?? [];
  const manual = workflow.triggers.find((trigger) => trigger.kind === "manual");
  const counts = countStates(runs.map((run) => run.state));
  return (
    <>
      <PageHeader
        tab={workflow.name}
        onBack={() => void navigate({ to: "/workflows" as never })}
        title={
          <>
            <Crumb to="/workflows">Workflows</Crumb>
            {workflow.name}
          </>
        }
        note={<StatePill state={workflow.diagnostics.length > 0 ? "faulty" : workflow.state} />}
        actions={
          <>
            <Link
              to={`/workflows/${encodeURIComponent(workflow.name)}/edit` as never}
              className={buttonClass("secondary")}
            >
              <PencilLine size={14} aria-hidden />
              {isAdmin ? "Edit" : "Source"}
            </Link>
            {manual && (
              <Button kind="primary" icon={<Play size={14} aria-hidden />} onClick={() => setAsking(true)}>Run</Button>
            )}
          </>
        }
      />
      <PageBody>
        <FaultCard workflow={workflow} />
        {workflow.description && <p className="-mb-4 text-14 text-ink-2">{workflow.description}</p>}
        <Section title="How it runs">
          <Facts
            items={[
              { name: "Starts", value: triggerWords(workflow.triggers) },
              {
                name: "Uses",
                value: workflow.uses.length === 0 ? "No plugin" : (
                  <span className="flex flex-wrap gap-1">
                    {workflow.uses.map((plugin) => (
                      <Link key={plugin} to={`/plugins/${plugin}` as never} className="rounded-sm hover:opacity-80">
                        <Badge>{plugin}</Badge>
                      </Link>
                    ))}
                  </span>
                ),
              },
              { name: "File", value: <code className="font-mono text-12">{workflow.file}</code> },
              ...(workflow.reason && workflow.diagnostics.length === 0
                ? [{ name: "Why", value: workflow.reason }]
                : []),
              ...(workflow.since ? [{ name: "Taken up", value: <RelativeTime at={workflow.since} /> }] : []),
              ...(workflow.hash
                ? [{ name: "Version", value: <code className="font-mono text-12">{workflow.hash.slice(0, 12)}</code> }]
                : []),
            ]}
          />
        </Section>
        <Section title="Last runs">
          {runs.length === 0
            ? (
              <EmptyState
                title="It never ran"
                description="Its runs show up here and at the left, each with its steps, as they happen."
              />
            )
            : (
              <div className="flex flex-wrap items-end gap-6">
                <Bars runs={runs} slots={40} />
                <span className="text-13 text-ink-2">{counts}</span>
              </div>
            )}
        </Section>
        <div className="-mt-4 flex flex-col md:hidden">
          <RunList name={workflow.name} bare />
        </div>
        <Source workflow={workflow} />
      </PageBody>
      {asking && <RunDialog workflow={workflow} onClose={() => setAsking(false)} />}
    </>
  );
}

/** What is in the file, and what runs when that is something else. */
function Source({ workflow }: { workflow: WorkflowInfo }) {
  const { data, refetch } = useRpc<{ source: string; liveSource?: string }>("host.workflow.source.get", {
    name: workflow.name,
  });
  const { since, hash } = workflow;
  useEffect(() => void refetch(), [since, hash, refetch]);
  if (!data) return null;
  const older = data.liveSource !== undefined && data.liveSource !== data.source;
  return (
    <>
      <Section title={older ? "Source, as it is saved" : "Source"}>
        <CodeBlock
          code={data.source}
          firstLine={1}
          markedLine={workflow.diagnostics[0]?.line}
          maxHeight={480}
          label={`Source of ${workflow.file}`}
        />
      </Section>
      {older && (
        <Section title="Source of the version that runs">
          <CodeBlock code={data.liveSource!} firstLine={1} maxHeight={320} label="Source of the version that runs" />
        </Section>
      )}
    </>
  );
}

/** "38 succeeded, 2 failed" of the runs that are shown. */
function countStates(states: string[]): string {
  const counts = new Map<string, number>();
  for (const state of states) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].sort((left, right) => right[1] - left[1]).map(([state, count]) => `${count} ${state}`).join(", ");
}
