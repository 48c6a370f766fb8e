import { Link } from "@tanstack/react-router";
import { Radio } from "lucide-react";
import { buttonClass, EmptyState, ErrorState, RelativeTime, Section, SkeletonRows } from "@bulkhead/kit";
import { useState } from "react";
import { type LiveEvent, useIsAdmin, useLive, useRpc } from "@bulkhead/ui";
import type { PluginDetail } from "../../../state/wire.ts";

interface EventPage {
  items: LiveEvent[];
}

const SHOWN = 20;

/** What it tells others and what it hears of, with the last of its events as they come. */
export function EventsTab({ plugin }: { plugin: PluginDetail }) {
  const { emits = [], listens = [] } = plugin.events ?? {};
  return (
    <>
      <div className="grid gap-8 md:grid-cols-2">
        <Types title="Emits" types={emits} empty="It announces nothing." />
        <Types title="Listens to" types={listens} empty="It hears of nothing." />
      </div>
      <Last plugin={plugin} />
    </>
  );
}

function Types({ title, types, empty }: { title: string; types: string[]; empty: string }) {
  return (
    <Section title={title}>
      {types.length === 0 && <p className="text-13 text-ink-2">{empty}</p>}
      <ul className="flex flex-col">
        {types.map((type) => (
          <li key={type} className="flex min-h-9 items-center border-b border-line last:border-0">
            <code className="font-mono text-12 wrap-anywhere">{type}</code>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Last({ plugin }: { plugin: PluginDetail }) {
  const isAdmin = useIsAdmin();
  const [since, setSince] = useState<LiveEvent[]>([]);
  const types = [`${plugin.id}.**`];
  const { data, isPending, error, refetch } = useRpc<EventPage>("host.event.list", { types, limit: SHOWN });
  useLive(types, {
    event: (event) => event.type.startsWith(`${plugin.id}.`) && setSince((known) => [event, ...known].slice(0, SHOWN)),
    resync: () => void refetch(),
  });
  const items = [...new Map([...(data?.items ?? []), ...since].map((event) => [event.id, event])).values()]
    .sort((left, right) => right.seq - left.seq)
    .slice(0, SHOWN);
  return (
    <Section
      title="The last of its events"
      action={isAdmin && (
        <Link
          to={"/logs" as never}
          search={{ source: plugin.id } as never}
          className={buttonClass("ghost", "sm")}
        >
          See its log
        </Link>
      )}
    >
      {isPending && <SkeletonRows count={4} />}
      {error && (
        <ErrorState
          inline
          title="Its events could not be read"
          message={error.message}
          hint={error.hint}
          traceId={error.traceId}
          onRetry={() => void refetch()}
        />
      )}
      {data && items.length === 0 && (
        <EmptyState
          icon={<Radio size={20} aria-hidden />}
          title="None yet"
          description="What it announces shows up here as it happens. You see only what you may see."
        />
      )}
      <ul className="flex flex-col">
        {items.map((event) => (
          <li key={event.id} className="flex min-h-9 items-center gap-3 border-b border-line text-13 last:border-0">
            <code className="min-w-0 font-mono text-12 wrap-anywhere">{event.type}</code>
            {event.subject && (
              <span className="min-w-0 truncate text-12 text-ink-3 max-md:hidden" title={event.subject}>
                {event.subject}
              </span>
            )}
            <RelativeTime at={event.time} className="ml-auto shrink-0 text-12 text-ink-3" />
          </li>
        ))}
      </ul>
    </Section>
  );
}
