import { Avatar, RelativeTime } from "@bulkhead/kit";
import type { Replies } from "../state/wire.ts";
import { usePerson } from "../use_chat.ts";
import { plural, t } from "../i18n/language.ts";

/** Under a message: who answered, how many answers, when the last one came. Leads to the thread. */
export function RepliesBar({ replies, onOpen }: { replies: Replies; onOpen(): void }) {
  return (
    <button
      type="button"
      onClick={onOpen}
      data-replies={replies.count}
      className="group/thread -ml-1.5 mt-0.5 flex min-h-7 max-md:min-h-11 max-w-md items-center gap-2 rounded-control border border-transparent px-1.5 text-left hover:border-line hover:bg-surface"
    >
      <span className="flex shrink-0 -space-x-1">
        {replies.users.slice(0, 4).map((id) => <Face key={id} id={id} />)}
      </span>
      <span className="shrink-0 text-13 font-medium text-accent-ink">
        {plural("{count} replies", replies.count)}
      </span>
      <span className="min-w-0 truncate text-12 text-ink-3">
        {t("Last")} <RelativeTime at={replies.lastAt} />
      </span>
    </button>
  );
}

function Face({ id }: { id: string }) {
  const person = usePerson(id);
  return <Avatar id={id} name={person?.name ?? "?"} size={20} className="ring-2 ring-surface" />;
}
