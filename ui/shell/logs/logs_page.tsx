import { useNavigate, useSearch } from "@tanstack/react-router";
import { Pause, Play, ScrollText } from "lucide-react";
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { Button, EmptyState, ErrorState, PageHeader, Panes, SearchField, Select, SkeletonRows } from "@bulkhead/kit";
import { useCockpit, useIsAdmin } from "@bulkhead/ui";
import { LogFeed, type LogFilter } from "../../state/log_feed.ts";
import { LineDetail } from "./line_detail.tsx";
import { LogList } from "./log_list.tsx";
import { SourceTree } from "./source_tree.tsx";

type Level = "debug" | "info" | "warn" | "error";

const LEVELS: { value: Level; label: string }[] = [
  { value: "debug", label: "All levels" },
  { value: "info", label: "Info and above" },
  { value: "warn", label: "Warnings and errors" },
  { value: "error", label: "Errors" },
];

export interface LogSearch {
  source?: string;
  level?: Level;
  text?: string;
  line?: number;
}

/** The log of host, plugins and workflows: sources at the left, lines as they are written. */
export function LogsPage() {
  const isAdmin = useIsAdmin();
  if (isAdmin) return <Logs />;
  return (
    <main className="flex h-full items-center justify-center bg-surface">
      <EmptyState
        page
        icon={<ScrollText size={20} aria-hidden />}
        title="Owners and admins read the log"
        description="Ask one of them, and give them the trace id of the error."
      />
    </main>
  );
}

function Logs() {
  const search = useSearch({ strict: false }) as LogSearch;
  const { source, level = "info", text } = search;
  const navigate = useNavigate();
  const go = (change: Partial<LogSearch>, replace = false) =>
    void navigate({ to: "/logs" as never, search: { ...search, ...change } as never, replace });
  const { feed, state } = useFeed({ source, level, text });
  const line = state.lines.find((each) => each.id === search.line);
  return (
    <Panes
      list={<SourceTree chosen={source} onChoose={(next) => go({ source: next, line: undefined })} />}
      detail={line && <LineDetail line={line} onClose={() => go({ line: undefined })} />}
      detailTitle="Line"
      onCloseDetail={() => go({ line: undefined })}
    >
      <PageHeader
        title="Logs"
        note={source}
        actions={
          <>
            <Words text={text} onChange={(next) => go({ text: next || undefined, line: undefined }, true)} />
            <Select
              label="Level"
              value={level}
              options={LEVELS}
              onChange={(next) => go({ level: next, line: undefined })}
              className="max-md:hidden"
            />
            <Button
              icon={state.live ? <Pause size={14} aria-hidden /> : <Play size={14} aria-hidden />}
              onClick={() => feed.setLive(!state.live)}
            >
              {state.live ? "Pause" : "Follow"}
            </Button>
          </>
        }
      />
      {state.phase === "loading" && <SkeletonRows count={12} />}
      {state.phase === "failed" && (
        <ErrorState
          title="The log could not be read"
          message={state.problem!.message}
          hint={state.problem!.hint}
          traceId={state.problem!.traceId}
          onRetry={() => void feed.start()}
        />
      )}
      {state.phase === "ready" && state.lines.length === 0 && (
        <EmptyState
          icon={<ScrollText size={20} aria-hidden />}
          title="No line fits"
          description="New lines that fit show up here as they are written."
        />
      )}
      {state.phase === "ready" && state.lines.length > 0 && (
        <LogList
          lines={state.lines}
          hasMore={state.hasMore}
          chosen={search.line}
          onOlder={() => void feed.loadOlder()}
          onChoose={(id) => go({ line: id }, search.line !== undefined)}
        />
      )}
    </Panes>
  );
}

/** A feed for this filter; another filter is another feed. */
function useFeed({ source, level, text }: LogFilter) {
  const { rpc } = useCockpit();
  const feed = useMemo(
    () => new LogFeed({ rpc, filter: { level, ...(source ? { source } : {}), ...(text ? { text } : {}) } }),
    [rpc, source, level, text],
  );
  useEffect(() => {
    void feed.start();
    return () => feed.close();
  }, [feed]);
  return { feed, state: useSyncExternalStore(feed.state.subscribe, feed.state.get) };
}

/** Asks for words once somebody has stopped typing. */
function Words({ text = "", onChange }: { text?: string; onChange(text: string): void }) {
  const [typed, setTyped] = useState(text);
  useEffect(() => {
    if (typed === text) return;
    const timer = setTimeout(() => onChange(typed), 250);
    return () => clearTimeout(timer);
  }, [typed, text, onChange]);
  return (
    <SearchField
      aria-label="Words in the log"
      placeholder="Words"
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      className="w-32 md:w-52"
    />
  );
}
