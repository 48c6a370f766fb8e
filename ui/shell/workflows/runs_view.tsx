import { Ban, ListFilter, Play } from "lucide-react";
import { useState } from "react";
import { Button, EmptyState, ErrorState, SkeletonRows, useNow } from "@bulkhead/kit";
import { runFilterOf, type RunsSearch } from "../../state/runs/run_filter.ts";
import { useRunCounts, useRunFeed } from "../data/runs.ts";
import { BULK_STATES, type BulkAction, BulkDialog } from "./bulk_dialog.tsx";
import { RunFilters } from "./run_filters.tsx";
import { RunRows } from "./run_rows.tsx";

export interface RunsViewProps {
  search: RunsSearch;
  /** Only this one's. */
  workflow?: string;
  /** All there are, to choose from. */
  workflows?: string[];
  onSearch(next: RunsSearch): void;
}

/** A list of runs with its filters, and what can be done to all that it shows. */
export function RunsView({ search, workflow, workflows, onSearch }: RunsViewProps) {
  const filter = runFilterOf(workflow === undefined ? search : { ...search, workflow }, useMinute());
  const { feed, state } = useRunFeed(filter);
  const [asking, setAsking] = useState<BulkAction>();
  const counts = useRunCounts(filter).data?.items ?? [];
  const able = (action: BulkAction) =>
    counts.some((item) =>
      item.count > 0 && BULK_STATES[action].includes(item.state) && (!filter.state || filter.state.includes(item.state))
    );
  const narrowed = Object.keys(filter).some((key) => key !== "name" || workflow === undefined);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <RunFilters search={search} filter={filter} workflows={workflows} onChange={onSearch} />
      {(able("cancel") || able("resume")) && (
        <div className="flex shrink-0 items-center gap-1 border-b border-line px-4 py-1 md:px-6">
          <span className="mr-auto text-12 text-ink-3">{narrowed ? "All that the filter shows" : "All of them"}</span>
          {able("resume") && (
            <Button
              kind="ghost"
              size="sm"
              icon={<Play size={13} aria-hidden />}
              onClick={() => setAsking("resume")}
            >
              Retry the failed
            </Button>
          )}
          {able("cancel") && (
            <Button
              kind="ghost"
              size="sm"
              icon={<Ban size={13} aria-hidden />}
              onClick={() => setAsking("cancel")}
            >
              Cancel the open
            </Button>
          )}
        </div>
      )}
      {state.phase === "loading" && <SkeletonRows count={8} />}
      {state.phase === "failed" && (
        <ErrorState
          title="The runs could not be read"
          message={state.problem!.message}
          hint={state.problem!.hint}
          traceId={state.problem!.traceId}
          onRetry={() => void feed.read()}
        />
      )}
      {state.phase === "ready" && state.runs.length === 0 && !state.hasMore && (
        <EmptyState
          icon={<ListFilter size={20} aria-hidden />}
          title={narrowed ? "No run fits" : "No run yet"}
          description={narrowed
            ? "No run that is kept fits all of these filters."
            : "Runs show up here as they begin, each with its steps."}
          action={narrowed && <Button onClick={() => onSearch({})}>Clear the filters</Button>}
        />
      )}
      {state.phase === "ready" && (state.runs.length > 0 || state.hasMore) && (
        <RunRows feed={feed} state={state} named={workflow === undefined} />
      )}
      {asking && (
        <BulkDialog
          action={asking}
          filter={filter}
          onClose={() => setAsking(undefined)}
          onDone={() => void feed.read()}
        />
      )}
    </div>
  );
}

/** When the page was opened, to the minute: a span that moved on with the clock would read the list anew each minute. */
function useMinute(): number {
  const now = useNow();
  const [minute] = useState(now);
  return minute;
}
