import { History, X } from "lucide-react";
import { useEffect, useState } from "react";
import { Button, IconButton } from "@bulkhead/kit";
import { useLive } from "@bulkhead/ui";
import { t } from "../i18n/language.ts";
import type { RecentSearch } from "../state/wire.ts";
import { attempt, useChat } from "../use_chat.ts";

interface Recent {
  /** Undefined until they are read. */
  items?: readonly RecentSearch[];
  forget(query?: string): void;
}

/** What this person looked for last, the same on all of their devices. */
export function useRecentSearches(): Recent {
  const chat = useChat();
  const [items, setItems] = useState<readonly RecentSearch[]>();
  useEffect(() => {
    let left = false;
    chat.rpc.call<{ items: RecentSearch[] }>("chat.search.recent", {}).then(
      (answer) => left || setItems(answer.items),
      // A search works without them.
      () => left || setItems([]),
    );
    return () => void (left = true);
  }, [chat]);
  useLive(["chat.search.changed"], {
    event: ({ data }) => {
      const told = data as { workspaceId: string; items: RecentSearch[] };
      if (told.workspaceId === chat.workspaceId) setItems(told.items);
    },
  });
  const forget = (query?: string) => {
    setItems((now) => query === undefined ? [] : now?.filter((each) => each.query !== query));
    attempt(
      chat.rpc.call("chat.search.forget", query === undefined ? {} : { query }),
      t("It was not forgotten"),
    );
  };
  return { items, forget };
}

/** The searches that were done last, to do one again. */
export function RecentSearches({ recent, onPick }: { recent: Recent; onPick(query: string): void }) {
  const { items = [], forget } = recent;
  return (
    <div className="max-w-2xl px-4 py-4 md:px-6">
      <div className="flex h-8 items-center justify-between">
        <h2 className="text-13 font-medium text-ink-2">{t("Searched last")}</h2>
        <Button size="sm" kind="ghost" onClick={() => forget()}>{t("Forget all")}</Button>
      </div>
      <ul className="-mx-2 flex flex-col">
        {items.map(({ query }) => (
          <li key={query} className="group/recent flex items-center gap-1 rounded-control hover:bg-hover">
            <button
              type="button"
              onClick={() =>
                onPick(query)}
              className="ring-in flex h-9 min-w-0 flex-1 items-center gap-2.5 rounded-control px-2 text-start text-14 max-md:h-11"
            >
              <History size={15} className="shrink-0 text-ink-3" aria-hidden />
              <span className="min-w-0 truncate" dir="auto">{query}</span>
            </button>
            <IconButton
              size="sm"
              label={t("Forget {query}", { query })}
              className="text-ink-3 opacity-0 group-focus-within/recent:opacity-100 group-hover/recent:opacity-100 [@media(hover:none)]:opacity-100"
              icon={<X size={14} aria-hidden />}
              onClick={() =>
                forget(query)}
            />
          </li>
        ))}
      </ul>
      <p className="pt-2 text-12 text-ink-3">{t("Only you see what you looked for.")}</p>
    </div>
  );
}
