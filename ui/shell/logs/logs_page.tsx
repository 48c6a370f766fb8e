import { useNavigate, useSearch } from "@tanstack/react-router";
import { Pause, Play, ScrollText } from "lucide-react";
import { Button, EmptyState, ErrorState, PageHeader, Panes, Select, SkeletonRows } from "@bulkhead/kit";
import { useIsAdmin } from "@bulkhead/ui";
import { LineDetail } from "./line_detail.tsx";
import { LogList } from "./log_list.tsx";
import { LEVELS, type LogSearch, Words } from "./log_filter.tsx";
import { SourceTree } from "./source_tree.tsx";
import { useLogFeed } from "./use_log_feed.ts";

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
  const { feed, state } = useLogFeed({ source, level, text });
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
