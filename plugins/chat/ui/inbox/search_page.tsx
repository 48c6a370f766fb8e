import { Search } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { Button, EmptyState, ErrorState, PageHeader, SearchField, SkeletonRows } from "@bulkhead/kit";
import { ChannelMark } from "../channel_mark.tsx";
import { channelSlug, titleOf } from "../state/channel_list.ts";
import type { Channel, Person, SearchHit } from "../state/wire.ts";
import { useChannels, useChat } from "../use_chat.ts";
import { FoundFiles } from "./found_files.tsx";
import { localDay } from "../state/local_day.ts";
import { MessageCard } from "./message_card.tsx";
import { RecentSearches, useRecentSearches } from "./recent_searches.tsx";
import { useRemember } from "./use_remember.ts";
import { usePages } from "./use_pages.ts";
import { plural, t } from "../i18n/language.ts";
import { useChatRoute } from "../use_workspaces.ts";
import { ChatLink } from "../chat_link.tsx";

const OPERATORS = [
  "from:me",
  "from:@",
  "in:#",
  "before:",
  "after:",
  "on:today",
  "has:link",
  "has:file",
  "has:pin",
  "is:thread",
  "is:saved",
];

/** Search with operators: what one types is the address, so that it can be sent to somebody. */
export function SearchPage({ query, onBack }: { query: string; onBack(): void }) {
  const { go } = useChatRoute();
  const [text, setText] = useState(query);
  useEffect(() => {
    if (text === query) return;
    const timer = setTimeout(() => go(text.trim() ? `-search/${text}` : "-search", { replace: true }), 250);
    return () => clearTimeout(timer);
  }, [text]);
  const remember = useRemember(query.trim());
  const recent = useRecentSearches();
  const search = (whole: string) => {
    setText(whole);
    go(whole ? `-search/${whole}` : "-search", { replace: true });
    remember(whole);
  };
  return (
    <>
      <PageHeader onBack={onBack} icon={<Search size={16} aria-hidden />} title={t("Search")} />
      <div className="shrink-0 border-b border-line px-4 py-3 md:px-6">
        <SearchField
          autoFocus
          large
          aria-label={t("Search messages")}
          placeholder="deploy &quot;blue green&quot; from:@bob in:#ops -draft"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            // Who presses Enter waits for nothing more.
            if (event.key === "Enter" && !event.nativeEvent.isComposing) search(text.trim());
          }}
        />
        <div className="mt-2 flex gap-1 overflow-x-auto [scrollbar-width:none]">
          {OPERATORS.map((operator) => (
            <button
              key={operator}
              type="button"
              onClick={() => setText(`${text.trim()} ${operator}`.trimStart())}
              className="h-6 max-md:h-10 max-md:px-3 shrink-0 rounded-pill border border-line px-2 font-mono text-12 text-ink-2 hover:border-line-strong hover:text-ink"
            >
              {operator}
            </button>
          ))}
        </div>
      </div>
      {query.trim() === "" && recent.items?.length
        ? (
          <div className="ring-in scroll-y min-h-0 flex-1" tabIndex={0} role="region" aria-label={t("Searched last")}>
            <RecentSearches recent={recent} onPick={search} />
          </div>
        )
        : query.trim() === ""
        ? (
          <EmptyState
            icon={<Search size={20} aria-hidden />}
            title={t("Find what was said")}
            description={t(
              "All words have to be there. Quotes keep words together, a minus leaves out, begin* and *part* find parts of words.",
            )}
          />
        )
        : <Results query={query.trim()} onFollow={() => remember()} />}
    </>
  );
}

/** What was found; whoever goes to some of it has done the search. */
function Results({ query, onFollow }: { query: string; onFollow(): void }) {
  const [kind, setKind] = useState<"messages" | "files">("messages");
  return (
    <div
      className="ring-in scroll-y min-h-0 flex-1"
      tabIndex={0}
      role="region"
      aria-label={t("Found")}
      onClick={(event) => (event.target as HTMLElement).closest("a") && onFollow()}
    >
      <Places query={query} />
      <div role="group" aria-label={t("Show")} className="flex gap-1 px-4 pt-2 md:px-6">
        {(["messages", "files"] as const).map((each) => (
          <Button
            key={each}
            size="sm"
            kind={kind === each ? "secondary" : "ghost"}
            aria-pressed={kind === each}
            onClick={() => setKind(each)}
          >
            {each === "messages" ? t("Messages") : t("Files")}
          </Button>
        ))}
      </div>
      {kind === "messages" ? <FoundMessages query={query} /> : <FoundFiles key={query} query={query} />}
    </div>
  );
}

function FoundMessages({ query }: { query: string }) {
  const [sort, setSort] = useState<"newest" | "relevance">("newest");
  const pages = usePages<SearchHit>("chat.search.messages", { query, sort, today: localDay() }, `${query} ${sort}`);
  const { phase, items, problem } = pages;
  return (
    <>
      <div className="flex items-center gap-1 px-4 py-2 md:px-6">
        <span role="status" className="mr-auto text-12 text-ink-3">
          {phase === "ready" && (items.length === 0
            ? ""
            : plural("{number} messages", items.length, { number: `${items.length}${pages.hasMore ? "+" : ""}` }))}
        </span>
        {(["newest", "relevance"] as const).map((each) => (
          <Button
            key={each}
            size="sm"
            kind={sort === each ? "secondary" : "ghost"}
            aria-pressed={sort === each}
            onClick={() => setSort(each)}
          >
            {each === "newest" ? t("Newest") : t("Most relevant")}
          </Button>
        ))}
      </div>
      {phase === "loading" && <SkeletonRows count={5} label={t("Searching")} />}
      {phase === "failed" && (
        <ErrorState
          title={t("The search failed")}
          message={problem!.message}
          hint={problem!.hint}
          onRetry={pages.again}
        />
      )}
      {phase === "ready" && items.length === 0 && (
        <EmptyState title={t("Nothing was found")} description={t("Try fewer words, or take an operator away.")} />
      )}
      {items.length > 0 && (
        <ul className="border-t border-line">
          {items.map((hit) => (
            <MessageCard
              key={hit.message.id}
              message={hit.message}
              body={<p className="whitespace-pre-wrap wrap-anywhere" dir="auto">{highlighted(hit)}</p>}
            />
          ))}
        </ul>
      )}
      {pages.hasMore && (
        <div className="flex justify-center p-4">
          <Button size="sm" onClick={pages.more}>{t("Show more")}</Button>
        </div>
      )}
    </>
  );
}

/** Conversations and people of that name; nothing while operators are typed. */
function Places({ query }: { query: string }) {
  const { rpc } = useChat();
  const { items } = useChannels();
  const [found, setFound] = useState<{ people: Person[]; channels: Channel[] }>();
  useEffect(() => {
    let left = false;
    setFound(undefined);
    if (/[:"*]/.test(query)) return;
    rpc.call<{ people: Person[]; channels: Channel[] }>("chat.search.suggest", { prefix: query, limit: 4 })
      .then((answer) => left || setFound(answer), () => {});
    return () => void (left = true);
  }, [rpc, query]);
  if (!found?.channels.length) return null;
  return (
    <div className="flex flex-wrap gap-2 px-4 pt-3 md:px-6">
      {found.channels.map((channel) => (
        <ChatLink
          key={channel.id}
          path={channelSlug(items, channel)}
          className="inline-flex h-8 items-center gap-1.5 rounded-control border border-line px-2.5 text-13 hover:border-line-strong"
        >
          <ChannelMark channel={channel} />
          <span dir="auto">{channel.kind === "channel" ? channel.name : titleOf(channel)}</span>
        </ChatLink>
      ))}
    </div>
  );
}

/** The snippet with its matches marked; text only, never markup. */
function highlighted({ snippet, highlights }: SearchHit): ReactNode[] {
  const parts: ReactNode[] = [];
  let from = 0;
  for (const [begin, end] of highlights) {
    parts.push(snippet.slice(from, begin));
    parts.push(
      <mark key={begin} className="rounded-sm bg-warn-soft px-0.5 text-warn-ink">{snippet.slice(begin, end)}</mark>,
    );
    from = end;
  }
  parts.push(snippet.slice(from));
  return parts;
}
