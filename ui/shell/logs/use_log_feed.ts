import { useEffect, useMemo, useSyncExternalStore } from "react";
import { useCockpit } from "@bulkhead/ui";
import { LogFeed, type LogFilter } from "../../state/log_feed.ts";

/** A feed for this filter; another filter is another feed. */
export function useLogFeed({ source, level, text }: LogFilter) {
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
