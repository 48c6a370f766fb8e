import { Link } from "@tanstack/react-router";
import { ErrorState, Section, SkeletonRows } from "@bulkhead/kit";
import { useIsAdmin } from "@bulkhead/ui";
import type { LogLine } from "../../state/log_feed.ts";
import type { RunDetail } from "../../state/wire.ts";
import { useFresh } from "../data/fresh.ts";
import { LEVEL_LOOK } from "../logs/log_list.tsx";

const LIMIT = 100;

/** What the run wrote to the log; with times only what it wrote between them. Records carry the run's id. */
export function RunLogs({ run, from, to }: { run: RunDetail; from?: string; to?: string }) {
  const isAdmin = useIsAdmin();
  const { data, error, isPending, refetch } = useFresh<{ items: LogLine[]; nextCursor?: string }>(
    "host.log.query",
    {
      text: run.id,
      limit: LIMIT,
      ...(from ? { from } : {}),
      // Up to and with the millisecond in which it ended.
      ...(to ? { to: new Date(Date.parse(to) + 1).toISOString() } : {}),
    },
    { enabled: isAdmin },
  );
  if (!isAdmin) return null;
  return (
    <Section
      title="Log"
      action={
        <Link
          to={"/logs" as never}
          search={{ text: run.id } as never}
          className="rounded-sm text-12 text-ink-3 hover:text-ink"
        >
          All logs
        </Link>
      }
    >
      {isPending && <SkeletonRows count={2} />}
      {error && (
        <ErrorState
          inline
          title="The log could not be read"
          message={error.message}
          hint={error.hint}
          onRetry={() => void refetch()}
        />
      )}
      {data?.items.length === 0 && (
        <p className="text-13 text-ink-3">Nothing. What the script writes with log or console shows up here.</p>
      )}
      {data && data.items.length > 0 && (
        <ol className="flex flex-col overflow-hidden rounded-control border border-line bg-canvas py-1 font-mono text-12">
          {data.items.map((line) => <Line key={line.id} line={line} />)}
        </ol>
      )}
    </Section>
  );
}

function Line({ line: { level, time, message, fields } }: { line: LogLine }) {
  const { icon: Icon, word, ink } = LEVEL_LOOK[level];
  const { run: _, ...rest } = fields ?? {};
  return (
    <li className="flex items-start gap-2 px-3 py-0.5">
      <Icon size={13} className={`mt-[3px] shrink-0 ${ink}`} aria-label={word} role="img" />
      <time dateTime={time} className="tabular shrink-0 text-ink-3">{new Date(time).toLocaleTimeString()}</time>
      <span className="min-w-0 flex-1 wrap-anywhere">
        {message}
        {Object.keys(rest).length > 0 && <span className="ml-2 text-ink-3">{JSON.stringify(rest)}</span>}
      </span>
    </li>
  );
}
