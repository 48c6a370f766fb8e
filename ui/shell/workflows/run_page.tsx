import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Ban, Pause, Play, RotateCcw } from "lucide-react";
import {
  Button,
  CodeBlock,
  duration,
  ErrorState,
  Facts,
  PageBody,
  PageHeader,
  Panes,
  RelativeTime,
  Section,
  SkeletonRows,
  StatePill,
  toast,
  useNow,
} from "@bulkhead/kit";
import { type RpcFailure, useCall } from "@bulkhead/ui";
import { hasEnded, runDurationMs } from "../../state/run_list.ts";
import type { RunDetail } from "../../state/wire.ts";
import { usePlugins, words } from "../data/plugins.ts";
import { useRun } from "../data/workflows.ts";
import { Crumb } from "../frame/crumb.tsx";
import { NotFoundPage } from "../frame/fallback_pages.tsx";
import { RunList } from "./run_list_pane.tsx";
import { StepDetail } from "./step_detail.tsx";
import { Waterfall } from "./waterfall.tsx";
import { asText, sentence } from "./words.ts";

/** One run: its steps to scale, and the chosen step beside. */
export function RunPage() {
  const { name, run: id } = useParams({ strict: false }) as { name: string; run: string };
  const { step: stepId } = useSearch({ strict: false }) as { step?: string };
  const navigate = useNavigate();
  const query = useRun(id);
  const run = query.data;
  const step = run?.steps.find((each) => each.id === stepId);
  const path = `/workflows/${encodeURIComponent(name)}`;
  const choose = (next?: string) =>
    void navigate({
      to: `${path}/${encodeURIComponent(id)}` as never,
      search: (next ? { step: next } : {}) as never,
      replace: stepId !== undefined,
    });
  if (query.error?.code === -32004) return <NotFoundPage />;
  return (
    <Panes
      list={<RunList name={name} />}
      detail={step && <StepDetail step={step} onClose={() => choose()} />}
      detailTitle="Step"
      onCloseDetail={() => choose()}
    >
      <PageHeader
        tab={`Run of ${name}`}
        onBack={() => void navigate({ to: path as never })}
        title={
          <>
            <Crumb to={path}>{name}</Crumb>
            Run
          </>
        }
        note={run && <StatePill state={run.state} />}
        actions={run && <RunActions run={run} />}
      />
      {query.isPending && <SkeletonRows count={8} />}
      {query.error && (
        <ErrorState
          title="This run could not be read"
          message={query.error.message}
          hint={query.error.hint}
          traceId={query.error.traceId}
          onRetry={() => void query.refetch()}
        />
      )}
      {run && <Body run={run} chosen={stepId} onChoose={choose} />}
    </Panes>
  );
}

function RunActions({ run }: { run: RunDetail }) {
  const navigate = useNavigate();
  const cancel = useCall<{ id: string }, unknown>("host.workflow.cancel");
  const pause = useCall<{ id: string }, unknown>("host.workflow.pause");
  const resume = useCall<{ id: string }, unknown>("host.workflow.resume");
  const replay = useCall<{ id: string }, { runId: string }>("host.workflow.replay");
  const orTell = (title: string) => ({
    onError: (failure: RpcFailure) => toast({ tone: "bad", title, description: words(failure) }),
  });
  const ended = hasEnded(run);
  const halted = run.state === "paused" || run.state === "failed";
  return (
    <>
      {halted && (
        <Button
          kind={run.state === "paused" ? "primary" : "secondary"}
          icon={<Play size={14} aria-hidden />}
          busy={resume.isPending}
          onClick={() => resume.mutate({ id: run.id }, orTell("The run could not go on"))}
        >
          {run.state === "paused" ? "Resume" : "Go on at the failed step"}
        </Button>
      )}
      {!ended && !halted && (
        <Button
          kind="ghost"
          icon={<Pause size={14} aria-hidden />}
          busy={pause.isPending}
          onClick={() => pause.mutate({ id: run.id }, orTell("The run could not be paused"))}
        >
          Pause
        </Button>
      )}
      {!ended && (
        <Button
          icon={<Ban size={14} aria-hidden />}
          busy={cancel.isPending}
          onClick={() => cancel.mutate({ id: run.id }, orTell("The run could not be cancelled"))}
        >
          Cancel
        </Button>
      )}
      {ended && (
        <Button
          icon={<RotateCcw size={14} aria-hidden />}
          busy={replay.isPending}
          onClick={() =>
            replay.mutate({ id: run.id }, {
              ...orTell("The run could not be replayed"),
              onSuccess: ({ runId }) =>
                void navigate({
                  to: `/workflows/${encodeURIComponent(run.name)}/${encodeURIComponent(runId)}` as never,
                }),
            })}
        >
          Replay
        </Button>
      )}
    </>
  );
}

/** Why it does not go on; of a plugin that is off, where to turn it on. */
function Reason({ reason }: { reason: string }) {
  const { plugins } = usePlugins();
  const missing = plugins.find((plugin) => !plugin.enabled && reason.split(/\W+/).includes(plugin.id));
  return (
    <p className="flex flex-wrap items-center gap-x-2 rounded-control bg-warn-soft px-3 py-2 text-13 text-warn-ink">
      <span className="flex-1">{sentence(reason)}</span>
      {missing && (
        <Link to={`/plugins/${missing.id}` as never} className="rounded-sm font-medium underline underline-offset-2">
          {missing.name} is off
        </Link>
      )}
    </p>
  );
}

function Body({ run, chosen, onChoose }: { run: RunDetail; chosen?: string; onChoose(step?: string): void }) {
  const now = useNow();
  return (
    <PageBody>
      {run.error && (
        <ErrorState
          inline
          title={run.state === "failed" ? "The run failed" : "The last attempt failed"}
          message={run.error.message}
          hint={run.error.hint}
        />
      )}
      {!run.error && run.reason && !hasEnded(run) && <Reason reason={run.reason} />}
      <Section
        title="Steps"
        action={<span className="tabular text-12 text-ink-3">{duration(runDurationMs(run, now))}</span>}
      >
        <Waterfall run={run} chosen={chosen} onChoose={onChoose} />
      </Section>
      <Section title="About this run">
        <Facts
          items={[
            { name: "Started", value: <RelativeTime at={run.startedAt} /> },
            ...(run.endedAt ? [{ name: "Ended", value: <RelativeTime at={run.endedAt} /> }] : []),
            ...(run.trigger ? [{ name: "Because of", value: run.trigger }] : []),
            { name: "Id", value: <code className="font-mono text-12">{run.id}</code> },
            ...(run.hash
              ? [{ name: "Version", value: <code className="font-mono text-12">{run.hash.slice(0, 12)}</code> }]
              : []),
          ]}
        />
      </Section>
      {run.difference !== undefined && (
        <Section title="How the script differs from what the run has done">
          <CodeBlock code={asText(run.difference)} wrap maxHeight={320} label="Difference" />
        </Section>
      )}
      {run.input !== undefined && run.input !== null && (
        <Section title="Input">
          <CodeBlock code={asText(run.input)} maxHeight={320} label="Input of the run" />
        </Section>
      )}
      {run.output !== undefined && run.output !== null && (
        <Section title="Output">
          <CodeBlock code={asText(run.output)} maxHeight={320} label="Output of the run" />
        </Section>
      )}
    </PageBody>
  );
}
