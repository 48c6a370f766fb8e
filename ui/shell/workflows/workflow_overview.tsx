import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import {
  Badge,
  duration,
  EmptyState,
  Facts,
  lookOf,
  PageBody,
  RelativeTime,
  Section,
  StateIcon,
  useNow,
} from "@bulkhead/kit";
import { runDurationMs } from "../../state/run_list.ts";
import type { RunInfo, WorkflowInfo } from "../../state/wire.ts";
import { useRuns } from "../data/workflows.ts";
import { DeadLettersSection } from "./dead_letters_section.tsx";
import { FaultCard } from "./fault_card.tsx";
import { GrantCard } from "./grant_card.tsx";
import { IntakeSection } from "./intake_section.tsx";
import { VersionsSection } from "./versions_section.tsx";
import { doing, runPath, sentence, triggerWords, workflowPath } from "./words.ts";
import { Bars } from "./workflows_page.tsx";

const NEWEST = 6;

/** What is wrong with a workflow, how it runs, its last runs, its versions. */
export function WorkflowOverview({ workflow }: { workflow: WorkflowInfo }) {
  const runs = useRuns(workflow.name).data?.items ?? [];
  return (
    <PageBody>
      <FaultCard workflow={workflow} />
      <GrantCard workflow={workflow} />
      {workflow.description && <p className="-mb-4 text-14 text-ink-2">{workflow.description}</p>}
      <Section
        title="Last runs"
        action={
          <Link
            to={workflowPath(workflow.name, "runs") as never}
            className="rounded-sm text-13 text-ink-3 hover:text-ink"
          >
            All runs
          </Link>
        }
      >
        {runs.length === 0
          ? (
            <EmptyState
              title="It never ran"
              description="Its runs show up here, each with its steps, as they happen."
            />
          )
          : (
            <div className="flex flex-col gap-3">
              <div className="flex flex-wrap items-end gap-x-6 gap-y-2">
                <Bars runs={runs} slots={40} />
                <span className="text-13 text-ink-2">{countStates(runs.map((run) => run.state))}</span>
              </div>
              <ul className="rounded-card border border-line">
                {runs.slice(0, NEWEST).map((run) => <RunLine key={run.id} run={run} />)}
              </ul>
            </div>
          )}
      </Section>
      <IntakeSection name={workflow.name} />
      <DeadLettersSection name={workflow.name} />
      <Section title="How it runs">
        <Facts items={factsOf(workflow)} />
      </Section>
      <VersionsSection name={workflow.name} />
    </PageBody>
  );
}

function factsOf(workflow: WorkflowInfo): { name: string; value: ReactNode }[] {
  const { triggers, uses, file, since, reason, diagnostics, needs, concurrency } = workflow;
  const next = triggers.flatMap((trigger) => trigger.next ?? []).sort()[0];
  return [
    { name: "Starts", value: triggerWords(triggers) },
    ...(next ? [{ name: "Next", value: <RelativeTime at={next} /> }] : []),
    {
      name: "Uses",
      value: uses.length === 0 ? "No plugin" : (
        <span className="flex flex-wrap gap-1">
          {uses.map((plugin) => (
            <Link key={plugin} to={`/plugins/${plugin}` as never} className="rounded-sm hover:opacity-80">
              <Badge>{plugin}</Badge>
            </Link>
          ))}
        </span>
      ),
    },
    ...(concurrency
      ? [{
        name: "At once",
        value: `${concurrency.limit} ${concurrency.limit === 1 ? "run" : "runs"}${
          concurrency.key ? ` for each ${concurrency.key}` : ""
        }`,
      }]
      : []),
    { name: "File", value: <code className="font-mono text-12">{file}</code> },
    ...(reason && diagnostics.length === 0 && !needs ? [{ name: "Why", value: reason }] : []),
    ...(since ? [{ name: "Taken up", value: <RelativeTime at={since} /> }] : []),
  ];
}

function RunLine({ run }: { run: RunInfo }) {
  const now = useNow();
  return (
    <li className="border-b border-line last:border-0">
      <Link to={runPath(run) as never} className="ring-in flex min-h-10 items-center gap-3 px-3 hover:bg-hover">
        <StateIcon state={run.state} size={15} />
        <span className="min-w-0 flex-1 truncate text-13">
          {run.error?.message ?? doing(run) ?? sentence(run.trigger ?? lookOf(run.state).word)}
        </span>
        <span className="tabular shrink-0 text-12 text-ink-3">{duration(runDurationMs(run, now))}</span>
        <RelativeTime at={run.startedAt} className="w-20 shrink-0 text-right text-12 text-ink-3" />
      </Link>
    </li>
  );
}

/** "38 succeeded, 2 failed" of the runs that are shown. */
function countStates(states: string[]): string {
  const counts = new Map<string, number>();
  for (const state of states) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].sort((left, right) => right[1] - left[1])
    .map(([state, count]) => `${count} ${lookOf(state).word.toLowerCase()}`).join(", ");
}
