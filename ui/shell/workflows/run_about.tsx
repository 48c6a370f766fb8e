import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import {
  CodeBlock,
  CopyButton,
  duration,
  Facts,
  PageBody,
  RelativeTime,
  Section,
  StateIcon,
  useNow,
} from "@bulkhead/kit";
import { runDurationMs } from "../../state/run_list.ts";
import type { RelatedRun, RunDetail } from "../../state/wire.ts";
import { EventLink } from "./step_detail.tsx";
import { asText, runPath, workflowPath } from "./words.ts";

/** Where a run comes from, what it was given and what came of it, and the runs that have to do with it. */
export function RunAbout({ run }: { run: RunDetail }) {
  const now = useNow();
  const { children = [], replays = [] } = run;
  return (
    <PageBody>
      <Section title="About this run">
        <Facts
          items={[
            { name: "Because of", value: <Cause run={run} /> },
            ...(run.parent ? [{ name: "Invoked by", value: <RunLink name={run.name} id={run.parent} /> }] : []),
            ...(run.createdAt && run.createdAt !== run.startedAt
              ? [{ name: "Created", value: <RelativeTime at={run.createdAt} /> }]
              : []),
            { name: "Started", value: <RelativeTime at={run.startedAt} /> },
            ...(run.endedAt ? [{ name: "Ended", value: <RelativeTime at={run.endedAt} /> }] : []),
            {
              name: run.endedAt ? "Took" : "So far",
              value: <span className="tabular">{duration(runDurationMs(run, now))}</span>,
            },
            ...(run.key ? [{ name: "Key", value: <code className="font-mono text-12">{run.key}</code> }] : []),
            {
              name: "Id",
              value: (
                <span className="flex items-center gap-1">
                  <code className="font-mono text-12 wrap-anywhere">{run.id}</code>
                  <CopyButton text={run.id} label="Copy the id" />
                </span>
              ),
            },
            ...(run.hash
              ? [{
                name: "Version",
                value: (
                  <Link
                    to={workflowPath(run.name, "source") as never}
                    search={{ hash: run.hash } as never}
                    className="rounded-sm font-mono text-12 text-accent-ink hover:underline"
                  >
                    {run.hash.slice(0, 12)}
                  </Link>
                ),
              }]
              : []),
          ]}
        />
      </Section>
      {children.length > 0 && <Related title="Runs that it invoked" runs={children} named />}
      {replays.length > 0 && <Related title="Replays of it" runs={replays} />}
      <Section title={run.event ? "Event" : "Input"}>
        {run.input === undefined || run.input === null
          ? <p className="text-13 text-ink-3">It was given nothing.</p>
          : <CodeBlock code={asText(run.input)} wrap maxHeight={420} label="Input of the run" />}
      </Section>
      {run.state === "succeeded" && (
        <Section title="Output">
          <CodeBlock code={asText(run.output)} wrap maxHeight={420} label="Output of the run" />
        </Section>
      )}
    </PageBody>
  );
}

function Cause({ run }: { run: RunDetail }): ReactNode {
  if (run.origin) {
    return (
      <span className="flex flex-wrap items-center gap-x-2">
        replay of <RunLink name={run.name} id={run.origin} />
      </span>
    );
  }
  if (run.eventSeq !== undefined) {
    return <EventLink seq={run.eventSeq} type={run.event?.type ?? run.trigger ?? "event"} />;
  }
  return run.trigger;
}

function RunLink({ name, id }: { name: string; id: string }) {
  return (
    <Link
      to={runPath({ name, id }) as never}
      className="rounded-sm font-mono text-12 text-accent-ink wrap-anywhere hover:underline"
    >
      {id}
    </Link>
  );
}

function Related({ title, runs, named }: { title: string; runs: RelatedRun[]; named?: boolean }) {
  return (
    <Section title={title} action={<span className="tabular text-12 text-ink-3">{runs.length}</span>}>
      <ul className="scroll-y max-h-64 rounded-card border border-line">
        {runs.map((run) => (
          <li key={run.id} className="border-b border-line last:border-0">
            <Link to={runPath(run) as never} className="ring-in flex min-h-9 items-center gap-2 px-3 hover:bg-hover">
              <StateIcon state={run.state} size={14} />
              {named && <span className="min-w-0 truncate text-13">{run.name}</span>}
              <code className="min-w-0 truncate font-mono text-12 text-ink-3">{run.id}</code>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
