import { duration, RelativeTime } from "@bulkhead/kit";
import type { FailedAttempt, RunDetail } from "../../state/wire.ts";
import { SourceLink } from "./source_link.tsx";

/** Attempts that failed, newest first: when, with which error, where in the script, and how long it paused after. */
export function AttemptList({ run, failures }: { run: RunDetail; failures: FailedAttempt[] }) {
  return (
    <ol className="flex flex-col rounded-card border border-line">
      {failures.toReversed().map(({ attempt, endedAt, retryAt, error }) => (
        <li key={`${endedAt} ${attempt}`} className="flex flex-col gap-1 border-b border-line px-3 py-2 last:border-0">
          <p className="flex items-baseline gap-2 text-12 text-ink-3">
            <span className="tabular font-medium text-ink-2">Attempt {attempt}</span>
            <RelativeTime at={endedAt} />
            {retryAt && (
              <span className="ml-auto">then paused {duration(Date.parse(retryAt) - Date.parse(endedAt))}</span>
            )}
          </p>
          <p className="text-13 text-bad-ink wrap-anywhere">{error.message}</p>
          <p className="flex flex-wrap items-center gap-x-3 text-12 text-ink-3">
            <SourceLink name={run.name} hash={run.hash} at={error.at} />
            {error.reason && error.reason !== "internal" && <code className="font-mono">{error.reason}</code>}
          </p>
        </li>
      ))}
    </ol>
  );
}
