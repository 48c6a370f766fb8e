import { Pause, Play, Radio, SlidersHorizontal } from "lucide-react";
import { useState } from "react";
import { Button, EmptyState, ErrorState, SkeletonRows, useMedia } from "@bulkhead/kit";
import { useEventFeed } from "../data/events.ts";
import { EventList } from "./event_list.tsx";
import { LogFilters } from "./log_filters.tsx";
import { filterOf } from "./search.ts";
import { useEventsPlace } from "./use_events_place.ts";

/** Every event as it comes, newest at the end, narrowed by what the address says. */
export function LogTab() {
  const { search, go } = useEventsPlace();
  const slim = useMedia("(max-width: 767px)");
  const [open, setOpen] = useState(false);
  // A span counts from when it was chosen, so that the feed stays the same while one looks.
  const { types, source, subject, text, since } = search;
  const [chosen, setChosen] = useState({ since, at: Date.now() });
  if (chosen.since !== since) setChosen({ since, at: Date.now() });
  const filter = filterOf({ types, source, subject, text, since }, chosen.at);
  const { feed, state } = useEventFeed(filter);
  const active = Object.keys(filter).length;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 py-2 md:px-6">
        {slim && (
          <Button
            icon={<SlidersHorizontal size={14} aria-hidden />}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            {active > 0 ? `Filters, ${active} set` : "Filters"}
          </Button>
        )}
        {(!slim || open) && <LogFilters search={search} onChange={(next) => go("log", next, true)} />}
        <Button
          className="ml-auto"
          icon={state.live ? <Pause size={14} aria-hidden /> : <Play size={14} aria-hidden />}
          onClick={() => feed.setLive(!state.live)}
        >
          {state.live ? "Pause" : "Follow"}
        </Button>
      </div>
      {state.phase === "loading" && <SkeletonRows count={12} />}
      {state.phase === "failed" && (
        <ErrorState
          title="The events could not be read"
          message={state.problem!.message}
          hint={state.problem!.hint}
          traceId={state.problem!.traceId}
          onRetry={() => void feed.start()}
        />
      )}
      {state.phase === "ready" && state.events.length === 0 && (
        <EmptyState
          icon={<Radio size={20} aria-hidden />}
          title={active > 0 ? "No event fits" : "No event yet"}
          description={state.hasMore
            ? "None of the newest ones fit. There may be older ones that do."
            : "What plugins and workflows tell of shows up here as it happens, as far as you may see it."}
          action={state.hasMore && (
            <Button busy={state.loadingOlder} onClick={() => void feed.loadOlder()}>Look further back</Button>
          )}
        />
      )}
      {state.phase === "ready" && state.events.length > 0 && (
        <EventList
          key={JSON.stringify(filter)}
          events={state.events}
          gaps={state.gaps}
          hasMore={state.hasMore}
          chosen={search.seq}
          onOlder={() => void feed.loadOlder()}
          onChoose={(seq) => go("log", { ...search, seq }, search.seq !== undefined)}
        />
      )}
    </div>
  );
}
