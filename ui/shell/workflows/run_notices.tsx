import { Link } from "@tanstack/react-router";
import { Send } from "lucide-react";
import { Button, cx, ErrorState, Notice } from "@bulkhead/kit";
import { hasEnded } from "../../state/run_list.ts";
import type { RunDetail } from "../../state/wire.ts";
import { usePlugins } from "../data/plugins.ts";
import { ApprovalForm } from "./approval_form.tsx";
import { CleaningUp } from "./cleaning_up.tsx";
import { DifferenceCard } from "./difference_card.tsx";
import { OutdatedNotice, useMigration } from "./outdated_notice.tsx";
import { SourceLink } from "./source_link.tsx";
import { sentence } from "./words.ts";

export interface RunNoticesProps {
  run: RunDetail;
  onRerun(step: string): void;
  onReplay(): void;
  onSignal(name: string): void;
}

/** Why a run does not go on, and what to do about it, before anything else about it. */
export function RunNotices({ run, onRerun, onReplay, onSignal }: RunNoticesProps) {
  const { approvals = [], error, difference } = run;
  const migration = useMigration(run);
  const outdated = run.outdated === true && !hasEnded(run);
  const cleaning = hasEnded(run) ? undefined : run.cleaningUpSince;
  // A step that the script let fail: its own error knows the line.
  const at = error?.at ?? run.steps.find((step) => step.id === error?.step)?.error?.at;
  const signal = /^waiting for the signal (.+)$/.exec(run.reason ?? "")?.[1];
  const plain = run.reason && !hasEnded(run) && !difference && approvals.length === 0 && signal === undefined;
  const always = error || difference || plain || outdated || approvals.length > 0 || signal !== undefined;
  if (!always && !cleaning) return null;
  return (
    // Where there is room the header says that it is cleaning up.
    <div
      className={cx(
        "scroll-y flex max-h-[55%] shrink-0 flex-col gap-3 border-b border-line px-4 py-3 md:px-6",
        !always && "md:hidden",
      )}
    >
      {cleaning && (
        <p className="text-13 text-ink-2 md:hidden">
          <CleaningUp since={cleaning} />
        </p>
      )}
      {error && (
        <ErrorState
          inline
          title={run.state === "failed" ? titleOf(error.step) : "The last attempt failed"}
          message={error.message}
          hint={error.hint}
          action={at && <SourceLink name={run.name} hash={run.hash} at={at} />}
        />
      )}
      {difference && <DifferenceCard run={run} difference={difference} onRerun={onRerun} onReplay={onReplay} />}
      {approvals.map((approval) => <ApprovalForm key={approval.step} approval={approval} />)}
      {signal !== undefined && (
        <Notice
          tone="warn"
          title={`It waits for the signal ${signal}`}
          action={
            <Button size="sm" icon={<Send size={13} aria-hidden />} onClick={() => onSignal(signal)}>Send it</Button>
          }
        />
      )}
      {plain && <Reason reason={run.reason!} />}
      {outdated && migration.difference && (
        <DifferenceCard run={run} difference={migration.difference} tried onRerun={onRerun} onReplay={onReplay} />
      )}
      {outdated && <OutdatedNotice migration={migration} />}
    </div>
  );
}

function titleOf(step: string | undefined): string {
  return step ? `The run failed at ${step}` : "The run failed";
}

/** Of a plugin that is off, where to turn it on. */
function Reason({ reason }: { reason: string }) {
  const { plugins } = usePlugins();
  const missing = plugins.find((plugin) => !plugin.enabled && reason.split(/\W+/).includes(plugin.id));
  return (
    <p className="flex flex-wrap items-center gap-x-2 rounded-control bg-warn-soft px-3 py-2 text-13 text-warn-ink">
      <span className="flex-1 wrap-anywhere">{sentence(reason)}</span>
      {missing && (
        <Link to={`/plugins/${missing.id}` as never} className="rounded-sm font-medium underline underline-offset-2">
          {missing.name} is off
        </Link>
      )}
    </p>
  );
}
