import { Link } from "@tanstack/react-router";
import { RelativeTime, Section } from "@bulkhead/kit";
import { useIsAdmin, useLive, useRpc, useRpcCache } from "@bulkhead/ui";
import type { DeadLetterInfo } from "../../state/events/wire.ts";

/** Events that did not become runs, since the workflow's own functions threw: replayed, edited or dropped beside the others. */
export function DeadLettersSection({ name }: { name: string }) {
  const isAdmin = useIsAdmin();
  const cache = useRpcCache();
  const consumer = `workflow:${name}`;
  const read = () => cache.refresh("host.event.deadLetter.list");
  useLive(isAdmin ? ["host.deadletter.*"] : [], { event: read, resync: read });
  const { data } = useRpc<{ items: DeadLetterInfo[]; nextCursor?: string }>(
    "host.event.deadLetter.list",
    { consumer, limit: 5 },
    { enabled: isAdmin },
  );
  if (!data || data.items.length === 0) return null;
  return (
    <Section
      title="Events that it could not take"
      action={
        <Link
          to={"/events/dead" as never}
          search={{ consumer } as never}
          className="rounded-sm text-13 text-ink-3 hover:text-ink"
        >
          All dead letters
        </Link>
      }
    >
      <ul className="rounded-card border border-line">
        {data.items.map(({ id, event, error, time }) => (
          <li key={id} className="border-b border-line last:border-0">
            <Link
              to={"/events/dead" as never}
              search={{ consumer, letter: id } as never}
              className="ring-in flex min-h-11 items-center gap-3 px-3 py-1.5 hover:bg-hover"
            >
              <span className="min-w-0 flex-1">
                <code className="block truncate font-mono text-12">{event.type}</code>
                <span className="block truncate text-12 text-bad-ink">{error}</span>
              </span>
              <RelativeTime at={time} className="shrink-0 text-12 text-ink-3" />
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
