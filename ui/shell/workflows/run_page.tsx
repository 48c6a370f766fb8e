import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { ErrorState, PageBody, PageHeader, Panes, RelativeTime, SkeletonRows, StatePill, Tabs } from "@bulkhead/kit";
import { hasEnded } from "../../state/run_list.ts";
import { useRun } from "../data/workflows.ts";
import { Crumb } from "../frame/crumb.tsx";
import { NotFoundPage } from "../frame/fallback_pages.tsx";
import { CleaningUp } from "./cleaning_up.tsx";
import { EndDialog } from "./end_dialog.tsx";
import { RerunDialog } from "./rerun_dialog.tsx";
import { RunAbout } from "./run_about.tsx";
import { RunActions } from "./run_actions.tsx";
import { RunList } from "./run_list_pane.tsx";
import { RunLogs } from "./run_logs.tsx";
import { RunNotices } from "./run_notices.tsx";
import { SignalDialog } from "./signal_dialog.tsx";
import { StepDetail } from "./step_detail.tsx";
import { Waterfall } from "./waterfall.tsx";
import type { RunSearch, RunTab } from "./search.ts";
import { runPath, workflowPath } from "./words.ts";

/** What somebody is about to do with the run. */
type Asking = { kind: "rerun"; from?: string; live?: boolean } | { kind: "signal"; name: string } | { kind: "end" };

/** One run: its steps to scale, and the chosen step beside. */
export function RunPage() {
  const { name, run: id } = useParams({ strict: false }) as { name: string; run: string };
  const { step, tab = "steps" } = useSearch({ strict: false }) as RunSearch;
  const navigate = useNavigate();
  const query = useRun(id);
  const run = query.data;
  const [asking, setAsking] = useState<Asking>();
  const go = (search: RunSearch, replace = false) =>
    void navigate({ to: runPath({ name, id }) as never, search: search as never, replace });
  const choose = (next?: string) => go({ ...(next ? { step: next } : {}) }, step !== undefined);
  const onSignal = (signal: string) => setAsking({ kind: "signal", name: signal });
  const onReplay = () => setAsking({ kind: "rerun" });
  if (query.error?.code === -32004) return <NotFoundPage />;
  return (
    <Panes
      list={<RunList name={name} />}
      detail={run && step !== undefined && (
        <StepDetail
          key={`${id} ${step}`}
          run={run}
          id={step}
          onClose={() => choose()}
          onRerun={() => setAsking({ kind: "rerun", from: step })}
          onSignal={onSignal}
        />
      )}
      detailTitle="Step"
      onCloseDetail={() => choose()}
    >
      <PageHeader
        tab={`Run of ${name}`}
        onBack={() => void navigate({ to: workflowPath(name) as never })}
        title={
          <>
            <Crumb to={workflowPath(name)}>{name}</Crumb>
            Run
          </>
        }
        note={run && (
          <>
            <StatePill state={run.state} />
            {run.cleaningUpSince && !hasEnded(run) && (
              <span className="truncate max-md:hidden">
                <CleaningUp since={run.cleaningUpSince} />
              </span>
            )}
            {run.wakeAt && !hasEnded(run) && (
              <span className="truncate max-md:hidden">
                {run.cleaningUpSince && "· "}goes on <RelativeTime at={run.wakeAt} />
              </span>
            )}
          </>
        )}
        actions={run && (
          <RunActions
            run={run}
            onReplay={onReplay}
            onRerun={(from) => setAsking({ kind: "rerun", from })}
            onEnd={() => setAsking({ kind: "end" })}
          />
        )}
      />
      {query.isPending && <SkeletonRows count={8} />}
      {!run && query.error && (
        <ErrorState
          title="This run could not be read"
          message={query.error.message}
          hint={query.error.hint}
          traceId={query.error.traceId}
          onRetry={() => void query.refetch()}
        />
      )}
      {run && (
        <>
          <RunNotices
            run={run}
            onSignal={onSignal}
            onReplay={onReplay}
            onRerun={(from) => setAsking({ kind: "rerun", from, live: true })}
          />
          <Tabs
            value={tab}
            onChange={(next: RunTab) => go(next === "steps" ? {} : { tab: next }, true)}
            tabs={[
              {
                value: "steps",
                label: "Steps",
                content: <Waterfall key={id} run={run} chosen={step} onChoose={choose} />,
              },
              { value: "about", label: "Input and output", content: <RunAbout run={run} /> },
              { value: "log", label: "Log", content: <PageBody wide>{<RunLogs run={run} />}</PageBody> },
            ]}
          />
        </>
      )}
      {run && asking?.kind === "rerun" && (
        <RerunDialog
          run={run}
          from={asking.from}
          version={asking.live ? "live" : undefined}
          onClose={() => setAsking(undefined)}
        />
      )}
      {run && asking?.kind === "end" && !hasEnded(run) && <EndDialog run={run} onClose={() => setAsking(undefined)} />}
      {run && asking?.kind === "signal" && (
        <SignalDialog
          run={run.id}
          name={asking.name}
          onClose={() => setAsking(undefined)}
        />
      )}
    </Panes>
  );
}
