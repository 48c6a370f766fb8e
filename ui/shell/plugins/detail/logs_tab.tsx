import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Pause, Play, ScrollText } from "lucide-react";
import { Button, buttonClass, EmptyState, ErrorState, Select, Sheet, SkeletonRows } from "@bulkhead/kit";
import { useIsAdmin } from "@bulkhead/ui";
import type { PluginDetail } from "../../../state/wire.ts";
import { LineDetail } from "../../logs/line_detail.tsx";
import { LogList } from "../../logs/log_list.tsx";
import { type Level, LEVELS, type LogSearch, Words } from "../../logs/log_filter.tsx";
import { useLogFeed } from "../../logs/use_log_feed.ts";

/** Its own lines, or those of the host about its life. */
interface TabSearch extends LogSearch {
  from?: "host";
}

/** What this plugin writes, as it writes it. */
export function LogsTab({ plugin }: { plugin: PluginDetail }) {
  const isAdmin = useIsAdmin();
  if (isAdmin) return <Logs plugin={plugin} />;
  return (
    <EmptyState
      icon={<ScrollText size={20} aria-hidden />}
      title="Owners and admins read the log"
      description="Ask one of them, and give them the trace id of the error."
    />
  );
}

function Logs({ plugin }: { plugin: PluginDetail }) {
  const search = useSearch({ strict: false }) as TabSearch;
  const { level = "info", text, from } = search;
  const source = from === "host" ? `plugins.${plugin.id}` : plugin.id;
  const navigate = useNavigate();
  const go = (change: Partial<TabSearch>) =>
    void navigate({
      to: `/plugins/${plugin.id}/logs` as never,
      search: { ...search, ...change } as never,
      replace: true,
    });
  const { feed, state } = useLogFeed({ source, level, text });
  const line = state.lines.find((each) => each.id === search.line);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 py-2 md:px-6">
        <Words text={text} onChange={(next) => go({ text: next || undefined, line: undefined })} />
        <Select
          label="Written by"
          value={from ?? "plugin"}
          options={[{ value: "plugin", label: "What it writes" }, { value: "host", label: "Its starts and ends" }]}
          onChange={(next) => go({ from: next === "host" ? "host" : undefined, line: undefined })}
        />
        <Select<Level>
          label="Level"
          value={level}
          options={LEVELS}
          onChange={(next) => go({ level: next, line: undefined })}
        />
        <span className="ml-auto flex gap-1.5">
          <Link
            to={"/logs" as never}
            search={{ source, level, text } as never}
            className={`${buttonClass("ghost")} max-md:hidden`}
          >
            Beside all others
          </Link>
          <Button
            icon={state.live ? <Pause size={14} aria-hidden /> : <Play size={14} aria-hidden />}
            onClick={() => feed.setLive(!state.live)}
          >
            {state.live ? "Pause" : "Follow"}
          </Button>
        </span>
      </div>
      {state.phase === "loading" && <SkeletonRows count={10} />}
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
          title={text || level !== "debug" ? "No line fits" : "It has written nothing yet"}
          description="New lines show up here as they are written."
          action={level !== "debug" && <Button onClick={() => go({ level: "debug" })}>Show all levels</Button>}
        />
      )}
      {state.phase === "ready" && state.lines.length > 0 && (
        <LogList
          lines={state.lines}
          hasMore={state.hasMore}
          chosen={search.line}
          onOlder={() => void feed.loadOlder()}
          onChoose={(id) => go({ line: id })}
        />
      )}
      <Sheet open={Boolean(line)} onClose={() => go({ line: undefined })} title="Line">
        {line && <LineDetail line={line} onClose={() => go({ line: undefined })} />}
      </Sheet>
    </div>
  );
}
