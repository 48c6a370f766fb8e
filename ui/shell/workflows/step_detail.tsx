import { Link } from "@tanstack/react-router";
import { GitBranch, Send } from "lucide-react";
import type { ReactNode } from "react";
import {
  Button,
  CodeBlock,
  ErrorState,
  Facts,
  PaneHeader,
  RelativeTime,
  Section,
  SkeletonRows,
  StatePill,
  useNow,
} from "@bulkhead/kit";
import { useRpc } from "@bulkhead/ui";
import { hasEnded, runDurationMs } from "../../state/run_list.ts";
import type { RunDetail, StepInfo } from "../../state/wire.ts";
import { ApprovalForm } from "./approval_form.tsx";
import { AttemptList } from "./attempt_list.tsx";
import { RunLogs } from "./run_logs.tsx";
import { SourceLink } from "./source_link.tsx";
import { asText, KIND_WORDS, runPath, took } from "./words.ts";

export interface StepDetailProps {
  run: RunDetail;
  id: string;
  onClose(): void;
  onRerun(): void;
  onSignal(name: string): void;
}

/** Input, output, each attempt, times and log lines of one step, and what can be done at it. */
export function StepDetail({ run, id, onClose, onRerun, onSignal }: StepDetailProps) {
  const listed = run.steps.find((step) => step.id === id);
  const query = useRpc<StepInfo>("host.workflow.run.step", { id: run.id, step: id });
  const step = query.data ?? listed;
  return (
    <>
      <PaneHeader title={id} actions={step && <StatePill state={step.state} />} onClose={onClose} />
      <div className="scroll-y flex min-h-0 flex-1 flex-col gap-6 p-4">
        {!step && query.isPending && <SkeletonRows count={6} />}
        {!step && query.error && (
          <ErrorState
            title="This step could not be read"
            message={query.error.message}
            hint={query.error.hint}
            traceId={query.error.traceId}
            onRetry={() => void query.refetch()}
          />
        )}
        {step && <Body run={run} step={step} onRerun={onRerun} onSignal={onSignal} />}
      </div>
    </>
  );
}

interface BodyProps {
  run: RunDetail;
  step: StepInfo;
  onRerun(): void;
  onSignal(name: string): void;
}

function Body({ run, step, onRerun, onSignal }: BodyProps) {
  const now = useNow();
  const asked = run.approvals?.find((approval) => approval.step === step.id);
  const signal = step.state === "waiting" && step.kind === "signal" && !hasEnded(run)
    ? (step.input as { signal?: string } | null)?.signal
    : undefined;
  const failures = step.failures ?? [];
  return (
    <>
      <div className="flex flex-wrap gap-2">
        {signal !== undefined && (
          <Button
            kind="primary"
            icon={<Send size={14} aria-hidden />}
            onClick={() => onSignal(signal)}
          >
            Send the signal
          </Button>
        )}
        <Button icon={<GitBranch size={14} aria-hidden />} onClick={onRerun}>Rerun from here</Button>
      </div>
      {asked && <ApprovalForm approval={asked} />}
      {step.error && (failures.length === 0 || step.state === "failed") && (
        <div className="flex flex-col gap-1.5">
          <ErrorState
            inline
            title={step.state === "failed" ? "It failed" : "The last attempt failed"}
            message={step.error.message}
            hint={step.error.hint}
          />
          <SourceLink name={run.name} hash={run.hash} at={step.error.at} />
        </div>
      )}
      {(failures.length > 1 || (failures.length === 1 && step.state !== "failed")) && (
        <Section title="Attempts that failed">
          <AttemptList run={run} failures={failures} />
        </Section>
      )}
      <Facts
        items={[
          { name: "Kind", value: KIND_WORDS[step.kind ?? ""] ?? step.kind },
          ...linksOf(run, step),
          { name: "Attempts", value: <span className="tabular">{step.attempts}</span> },
          ...(step.startedAt
            ? [
              { name: "Started", value: <RelativeTime at={step.startedAt} /> },
              {
                name: step.endedAt ? "Took" : "So far",
                value: (
                  <span className="tabular">
                    {took(runDurationMs({ startedAt: step.startedAt, endedAt: step.endedAt }, now))}
                  </span>
                ),
              },
            ]
            : []),
          ...(step.wakeAt && !step.endedAt ? [{ name: "Goes on", value: <RelativeTime at={step.wakeAt} /> }] : []),
        ]}
      />
      {step.input !== undefined && step.input !== null && (
        <Section title="Input">
          <CodeBlock code={asText(step.input)} wrap maxHeight={320} label="Input of the step" />
        </Section>
      )}
      {step.state === "succeeded" && (
        <Section title="Output">
          {step.leftOut?.output
            ? <SkeletonRows count={2} />
            : <CodeBlock code={asText(step.output)} wrap maxHeight={320} label="Output of the step" />}
        </Section>
      )}
      {step.startedAt && <RunLogs run={run} from={lastEndBefore(run, step.startedAt)} to={step.endedAt} />}
    </>
  );
}

/** The clock of a run stands where the last step ended: that is the time of what is logged until the next one ends. */
function lastEndBefore({ steps, startedAt }: RunDetail, time: string): string {
  return steps.reduce(
    (last, { endedAt }) => (endedAt && endedAt <= time && endedAt > last ? endedAt : last),
    startedAt,
  );
}

/** What the step called, told or waited for, as links. */
function linksOf(run: RunDetail, step: StepInfo): { name: string; value: ReactNode }[] {
  const output = step.output as { seq?: number; type?: string } | null | undefined;
  const input = step.input as { type?: string; workflow?: string } | null | undefined;
  switch (step.kind) {
    case "call": {
      const plugin = step.name.split(".")[0]!;
      const path = plugin === "workflow" ? `/workflows/${step.name.slice(9)}` : `/plugins/${plugin}`;
      return [{ name: "Calls", value: <TextLink to={path}>{step.name}</TextLink> }];
    }
    case "publish":
    case "wait": {
      const name = step.kind === "publish" ? "Published" : "Took";
      if (typeof output?.seq !== "number") {
        return input?.type ? [{ name: "Event", value: <Code>{input.type}</Code> }] : [];
      }
      return [{ name, value: <EventLink seq={output.seq} type={input?.type ?? output.type ?? "event"} /> }];
    }
    case "invoke": {
      const child = run.children?.find(({ name }) => name === input?.workflow);
      return child ? [{ name: "Child", value: <TextLink to={runPath(child)}>{child.name}</TextLink> }] : [];
    }
    default:
      return [];
  }
}

function Code({ children }: { children: ReactNode }) {
  return <code className="font-mono text-12 wrap-anywhere">{children}</code>;
}

function TextLink({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Link to={to as never} className="rounded-sm font-mono text-12 text-accent-ink wrap-anywhere hover:underline">
      {children}
    </Link>
  );
}

/** An event of the log. */
export function EventLink({ seq, type }: { seq: number; type: string }) {
  return (
    <Link
      to={"/events/log" as never}
      search={{ types: type, seq } as never}
      className="rounded-sm font-mono text-12 text-accent-ink wrap-anywhere hover:underline"
    >
      {type} #{seq}
    </Link>
  );
}
