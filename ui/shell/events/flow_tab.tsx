import { Link } from "@tanstack/react-router";
import { CircleAlert, Radio } from "lucide-react";
import { Button, buttonClass, bytes, EmptyState, ErrorState, Notice, SkeletonRows, useMedia } from "@bulkhead/kit";
import { narrowFlow } from "../../state/events/flow_filter.ts";
import { type FlowPicture, flowPicture } from "../../state/events/flow_picture.ts";
import type { EventStats, FlowView } from "../../state/events/wire.ts";
import { useEventStats, useFlow } from "../data/events.ts";
import { FlowLines } from "./flow_lines.tsx";
import { FlowList } from "./flow_list.tsx";
import { Typed } from "./log_filters.tsx";
import { namesOf } from "./names.ts";
import type { EventsSearch } from "./search.ts";
import { useEventsPlace } from "./use_events_place.ts";

/** The picture of the last minute: plugins and workflows, and what flows between them. */
export function FlowTab() {
  const { data, error, isPending, refetch } = useFlow();
  const stats = useEventStats().data;
  const slim = useMedia("(max-width: 767px)");
  const { search, go } = useEventsPlace();
  if (isPending) return <SkeletonRows count={8} />;
  if (error) {
    return (
      <ErrorState
        title="The flow could not be read"
        message={error.message}
        hint={error.hint}
        traceId={error.traceId}
        onRetry={() => void refetch()}
      />
    );
  }
  const { text, trouble } = search;
  const narrowed = narrowFlow(data, { words: text, trouble: trouble !== undefined });
  const picture = flowPicture(narrowed);
  const filtered = narrowed !== data;
  return (
    <div className="flex flex-col gap-6 px-4 py-6 md:px-6">
      {stats?.full && <Full stats={stats} />}
      <Figures view={data} stats={stats} />
      {(filtered || data.emits.length > MANY) && (
        <FlowFilters
          search={search}
          onChange={(next) => go("flow", next, true)}
        />
      )}
      {filtered && picture.types.length === 0 && picture.takers.length === 0
        ? (
          <EmptyState
            icon={<Radio size={20} aria-hidden />}
            title={trouble ? "No trouble here" : "Nothing of that name"}
            description={trouble
              ? "Nothing fails, nothing was given up on, and nothing waits for somebody who is not there."
              : `No plugin, type or consumer in the flow has “${text}” in its name.`}
            action={<Button onClick={() => go("flow", {}, true)}>Show all of it</Button>}
          />
        )
        : picture.types.length === 0 && !filtered
        ? (
          <EmptyState
            icon={<Radio size={20} aria-hidden />}
            title="Nothing was published since this server started"
            description="As soon as a plugin or a workflow tells of something, it shows up here with those who hear of it."
            action={<Link to={"/events/publish" as never} className={buttonClass()}>Publish an event</Link>}
          />
        )
        : slim
        ? <FlowList picture={picture} />
        : <FlowLines picture={picture} />}
      {picture.left > 0 && <p className="text-12 text-ink-3">{leftOut(picture)}</p>}
    </div>
  );
}

/** Types above which somebody may want to look for one. */
const MANY = 8;

function leftOut({ left, takersLeft }: FlowPicture): string {
  const types = `${left} quieter ${left === 1 ? "type is" : "types are"} not shown`;
  const takers = takersLeft > 0
    ? `, nor ${takersLeft} ${takersLeft === 1 ? "consumer" : "consumers"} of only those`
    : "";
  return `${types}${takers}. Write part of a name above to see them.`;
}

function FlowFilters({ search, onChange }: { search: EventsSearch; onChange(next: EventsSearch): void }) {
  const { text, trouble } = search;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Typed
        words
        label="Find in the flow"
        hint="Plugin, type or consumer"
        value={text}
        onChange={(next) => onChange({ ...search, text: next })}
        className="md:w-72"
      />
      <Button
        kind={trouble === undefined ? "secondary" : "primary"}
        aria-pressed={trouble !== undefined}
        onClick={() => onChange({ ...search, trouble: trouble === undefined ? 1 : undefined })}
        icon={<CircleAlert size={15} aria-hidden />}
        className="max-md:w-full"
      >
        Trouble only
      </Button>
    </div>
  );
}

function Full({ stats }: { stats: EventStats }) {
  const holder = stats.heldBy ?? "a consumer";
  return (
    <Notice
      tone="warn"
      title="The event log is above its limit"
      action={
        <Link to={"/events/consumers" as never} search={{ consumer: holder } as never} className={buttonClass()}>
          Look at it
        </Link>
      }
    >
      It holds {bytes(stats.bytes)} of {bytes(stats.maxBytes)} and can remove nothing more, since {namesOf(holder)}{" "}
      still needs the oldest events. Let it take them, or remove it.
    </Notice>
  );
}

function Figures({ view, stats }: { view: FlowView; stats: EventStats | undefined }) {
  const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);
  const failed = sum(view.takes.map((edge) => edge.failed));
  const waiting = sum(view.consumers.map(({ lag }) => lag));
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-4 md:grid-cols-3 lg:grid-cols-6">
      <Figure name="Published a minute" value={sum(view.emits.map(({ count }) => count))} />
      <Figure name="Taken a minute" value={sum(view.takes.map((edge) => edge.taken))} />
      <Figure name="Failed a minute" value={failed} bad={failed > 0} />
      <Figure name="Waiting" value={waiting} />
      <Figure name="Dead letters" value={stats?.deadLetters} bad={(stats?.deadLetters ?? 0) > 0} />
      <Figure
        name={stats && stats.maxBytes > 0 ? `Log, of ${bytes(stats.maxBytes)}` : "Log"}
        value={stats && bytes(stats.bytes)}
      />
    </dl>
  );
}

function Figure({ name, value, bad }: { name: string; value: number | string | undefined; bad?: boolean }) {
  return (
    <div className="flex min-w-0 flex-col-reverse gap-0.5">
      <dt className="truncate text-12 text-ink-3">{name}</dt>
      <dd className={bad ? "tabular text-20 font-semibold text-bad-ink" : "tabular text-20 font-semibold"}>
        {value === undefined ? "–" : typeof value === "number" ? value.toLocaleString() : value}
      </dd>
    </div>
  );
}
