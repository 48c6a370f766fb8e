import { Link } from "@tanstack/react-router";
import { ArrowRight } from "lucide-react";
import { CodeBlock, duration, ErrorState, RelativeTime, StateIcon, StatePill, useNow } from "@bulkhead/kit";
import { hasEnded, runDurationMs } from "../../../state/run_list.ts";
import type { RunDetail } from "../../../state/wire.ts";
import { useRun, useRuns } from "../../data/workflows.ts";
import { asText } from "../words.ts";
import type { Begun } from "./trial.ts";

/** The run that a test has begun, as it happens. */
export function TestRun({ name, begun }: { name: string; begun: Begun }) {
  return "id" in begun ? <OneRun id={begun.id} /> : <NewestRun name={name} after={begun.after} />;
}

function NewestRun({ name, after }: { name: string; after: string | undefined }) {
  const newest = useRuns(name, 1).data?.items[0];
  return newest && newest.id !== after ? <OneRun id={newest.id} /> : null;
}

function OneRun({ id }: { id: string }) {
  const { data: run, error } = useRun(id);
  if (error?.reason === "not_found") {
    return (
      <p className="text-13 text-ink-2">It began no run: what was sent is left out by the workflow's own rules.</p>
    );
  }
  return run ? <RunCard run={run} /> : null;
}

function RunCard({ run }: { run: RunDetail }) {
  const now = useNow();
  const link = `/workflows/${encodeURIComponent(run.name)}/${encodeURIComponent(run.id)}`;
  return (
    <section aria-label="The test run" data-test-run={run.id} className="rounded-card border border-line">
      <header className="flex h-10 items-center gap-2 border-b border-line px-3">
        <StatePill state={run.state} />
        <span className="tabular text-12 text-ink-3">{duration(runDurationMs(run, now))}</span>
        <Link
          to={link as never}
          className="ml-auto inline-flex items-center gap-1 rounded-sm text-13 font-medium text-accent-ink hover:underline"
        >
          Open the run <ArrowRight size={14} aria-hidden />
        </Link>
      </header>
      {run.reason && <p className="border-b border-line px-3 py-2 text-13 text-ink-2">{run.reason}</p>}
      <ul>
        {run.steps.map((step) => (
          <li key={step.id} className="flex min-h-8 items-center gap-2 px-3 text-13">
            <StateIcon state={step.state} size={14} />
            <span className="min-w-0 flex-1 truncate font-mono text-12">{step.name}</span>
            <span className="tabular text-12 text-ink-3">
              {step.startedAt && duration(runDurationMs({ startedAt: step.startedAt, endedAt: step.endedAt }, now))}
            </span>
          </li>
        ))}
        {run.steps.length === 0 && (
          <li className="flex min-h-8 items-center px-3 text-13 text-ink-3">
            {hasEnded(run) ? "It took no step" : "No step yet"}
          </li>
        )}
      </ul>
      <div className="flex flex-col gap-2 p-3 empty:hidden">
        {run.error && (
          <ErrorState
            inline
            title={run.error.at ? `It failed at line ${run.error.at.split(":")[0]}` : "It failed"}
            message={run.error.message}
            hint={run.error.hint}
          />
        )}
        {run.output !== undefined && run.output !== null && (
          <CodeBlock wrap code={asText(run.output)} maxHeight={160} label="Output" />
        )}
        {run.wakeAt && !hasEnded(run) && (
          <p className="text-12 text-ink-3">
            It goes on <RelativeTime at={run.wakeAt} />.
          </p>
        )}
      </div>
    </section>
  );
}
