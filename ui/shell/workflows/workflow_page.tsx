import { Link, useMatch, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { PencilLine, Play } from "lucide-react";
import { useState } from "react";
import { Button, buttonClass, ErrorState, PageHeader, Panes, SkeletonRows, StatePill, Tabs } from "@bulkhead/kit";
import { useIsAdmin } from "@bulkhead/ui";
import type { RunsSearch } from "../../state/runs/run_filter.ts";
import type { WorkflowInfo } from "../../state/wire.ts";
import { useWorkflows } from "../data/workflows.ts";
import { Crumb } from "../frame/crumb.tsx";
import { NotFoundPage } from "../frame/fallback_pages.tsx";
import { GraphDetail, GraphTab, useChosenNode } from "./graph_tab.tsx";
import { RunDialog } from "./run_dialog.tsx";
import { RunsView } from "./runs_view.tsx";
import { SourceTab } from "./source_tab.tsx";
import { WorkflowOverview } from "./workflow_overview.tsx";
import { workflowPath } from "./words.ts";

const TABS = ["overview", "runs", "graph", "source"] as const;
type Tab = (typeof TABS)[number];

/** One workflow; the tab is in the address. */
export function WorkflowPage() {
  const { name } = useParams({ strict: false }) as { name: string };
  // The tabs are routes of their own. Not by the address, which is that of the next page while this one still stands.
  const route = useMatch({ strict: false, select: ({ fullPath }) => fullPath as string });
  const tab = TABS.find((each) => route.endsWith(`$name/${each}`)) ?? "overview";
  const { data, isPending, error, refetch } = useWorkflows();
  const workflow = data?.items.find((each) => each.name === name);
  const { chosen, choose } = useChosenNode(name);
  if (data && !workflow) return <NotFoundPage />;
  return (
    <Panes
      detail={tab === "graph" && chosen !== undefined && <GraphDetail name={name} onClose={() => choose()} />}
      detailTitle="Part of the workflow"
      onCloseDetail={() => choose()}
    >
      {isPending && <SkeletonRows count={8} />}
      {error && !workflow && (
        <ErrorState
          title="This workflow could not be read"
          message={error.message}
          hint={error.hint}
          traceId={error.traceId}
          onRetry={() => void refetch()}
        />
      )}
      {workflow && <Page workflow={workflow} tab={tab} />}
    </Panes>
  );
}

function Page({ workflow, tab }: { workflow: WorkflowInfo; tab: Tab }) {
  const navigate = useNavigate();
  const isAdmin = useIsAdmin();
  const search = useSearch({ strict: false }) as RunsSearch;
  const [asking, setAsking] = useState(false);
  const { name } = workflow;
  const pathOf = (next: Tab) => workflowPath(name, next === "overview" ? undefined : next);
  const manual = workflow.triggers.some((trigger) => trigger.kind === "manual");
  const waiting = workflow.needs !== undefined;
  return (
    <>
      <PageHeader
        tab={name}
        onBack={() => void navigate({ to: "/workflows" as never })}
        title={
          <>
            <Crumb to="/workflows">Workflows</Crumb>
            {name}
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
      <Tabs
        value={tab}
        onChange={(next: Tab) => void navigate({ to: pathOf(next) as never })}
        tabs={[
          {
            value: "overview",
            label: "Overview",
            mark: waiting ? "an owner has to grant something" : undefined,
            content: <WorkflowOverview workflow={workflow} />,
          },
          {
            value: "runs",
            label: "Runs",
            content: (
              <RunsView
                workflow={name}
                search={search}
                onSearch={(next) =>
                  void navigate({ to: pathOf("runs") as never, search: next as never, replace: true })}
              />
            ),
          },
          { value: "graph", label: "Graph", content: <GraphTab workflow={workflow} /> },
          { value: "source", label: "Source", content: <SourceTab workflow={workflow} /> },
        ]}
      />
      {asking && <RunDialog workflow={workflow} onClose={() => setAsking(false)} />}
    </>
  );
}
