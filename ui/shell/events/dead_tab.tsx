import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CircleCheck, X } from "lucide-react";
import { Badge, Button, EmptyState, ErrorState, RelativeTime, SkeletonRows } from "@bulkhead/kit";
import { type RpcFailure, rpcKey, useCockpit, useLive, useRpcCache } from "@bulkhead/ui";
import type { DeadLetterInfo } from "../../state/events/wire.ts";
import { RefusedList } from "./refused_list.tsx";
import { useEventsPlace } from "./use_events_place.ts";

const PAGE = 50;

interface LetterPage {
  items: DeadLetterInfo[];
  nextCursor?: string;
}

/** Events that a consumer gave up on, and events that were refused at publish. */
export function DeadTab() {
  const { search } = useEventsPlace();
  const { consumer } = search;
  const letters = useDeadLetters(consumer);
  const items = letters.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="flex flex-col pb-6">
      {consumer && (
        <p className="flex items-center gap-2 border-b border-line px-4 py-2 text-13 text-ink-2 md:px-6">
          <span className="min-w-0 truncate">Those of {consumer}</span>
          <Link
            to={"/events/dead" as never}
            className="flex items-center gap-1 rounded-sm text-accent-ink hover:underline"
          >
            <X size={13} aria-hidden />
            Show all
          </Link>
        </p>
      )}
      {letters.isPending && <SkeletonRows count={5} />}
      {letters.error && (
        <ErrorState
          title="The dead letters could not be read"
          message={letters.error.message}
          hint={letters.error.hint}
          traceId={letters.error.traceId}
          onRetry={() => void letters.refetch()}
        />
      )}
      {letters.data && items.length === 0 && (
        <EmptyState
          icon={<CircleCheck size={20} aria-hidden />}
          title="No dead letters"
          description="An event that a plugin fails to take eight times is put here, so that it holds up nothing and is not lost."
        />
      )}
      <ul>{items.map((letter) => <LetterRow key={letter.id} letter={letter} />)}</ul>
      {letters.hasNextPage && (
        <Button
          className="mx-auto mt-4"
          busy={letters.isFetchingNextPage}
          onClick={() => void letters.fetchNextPage()}
        >
          Show older ones
        </Button>
      )}
      {!consumer && <RefusedList />}
    </div>
  );
}

function useDeadLetters(consumer: string | undefined) {
  const { rpc } = useCockpit();
  const cache = useRpcCache();
  const read = () => cache.refresh("host.event.deadLetter.list");
  useLive(["host.deadletter.*"], { event: read, resync: read });
  const params = { ...(consumer ? { consumer } : {}), limit: PAGE };
  return useInfiniteQuery<LetterPage, RpcFailure>({
    queryKey: rpcKey("host.event.deadLetter.list", params),
    queryFn: ({ signal, pageParam }) =>
      rpc.call<LetterPage>("host.event.deadLetter.list", pageParam ? { ...params, cursor: pageParam } : params, {
        signal,
      }),
    initialPageParam: undefined,
    getNextPageParam: (last) => last.nextCursor,
  });
}

function LetterRow({ letter }: { letter: DeadLetterInfo }) {
  const { search, go } = useEventsPlace();
  const { id, consumer, event, error, attempts, time, replacedBy } = letter;
  const chosen = search.letter === id;
  return (
    <li
      className={`relative flex items-center gap-3 border-b border-line px-4 py-2.5 md:gap-6 md:px-6 ${
        chosen ? "bg-active" : "hover:bg-hover"
      }`}
    >
      <div className="min-w-0 flex-1">
        <button
          type="button"
          aria-current={chosen ? "true" : undefined}
          onClick={() => go("dead", { ...search, letter: id }, search.letter !== undefined)}
          className="ring-in block max-w-full truncate rounded-sm text-left font-mono text-13 font-medium after:absolute after:inset-0"
        >
          {event.type}
        </button>
        <p className="flex items-center gap-2 text-13">
          {replacedBy !== undefined && <Badge>Replaced</Badge>}
          <span className={`min-w-0 truncate ${replacedBy === undefined ? "text-bad-ink" : "text-ink-3"}`}>
            {error}
          </span>
        </p>
      </div>
      <span className="w-44 shrink-0 truncate text-13 text-ink-2 max-md:hidden">{consumer}</span>
      <span className="tabular w-24 shrink-0 text-right text-13 text-ink-3 max-lg:hidden">{attempts} attempts</span>
      <RelativeTime at={time} className="w-20 shrink-0 text-right text-12 text-ink-3" />
    </li>
  );
}
