import { useEffect, useMemo, useSyncExternalStore } from "react";
import { toast } from "@bulkhead/kit";
import { RpcFailure, useCockpit, useLive, useRpc } from "@bulkhead/ui";
import { type AuditEntry, AuditFeed, type AuditFilter } from "../../state/audit/audit_feed.ts";
import { words } from "./plugins.ts";

interface Person {
  id: string;
  handle: string;
  name: string;
}

/** A feed for this filter; another filter is another feed. */
export function useAuditFeed(filter: AuditFilter) {
  const { rpc } = useCockpit();
  const people = useRpc<{ items: Person[] }>("host.user.list", { limit: 200 }).data?.items;
  const wanted = filter.caller?.replace(/^@/, "");
  const found = people?.find(({ id, handle }) => id === wanted || handle === wanted)?.id;
  const key = JSON.stringify(filter);
  const feed = useMemo(
    () => new AuditFeed(rpc, JSON.parse(key) as AuditFilter, found ? [found] : []),
    [rpc, key, found],
  );
  useEffect(() => {
    void feed.read();
    return () => feed.close();
  }, [feed]);
  useLive(["host.audit.added"], {
    volatile: (_type, data) => {
      const { items, more } = data as { items: AuditEntry[]; more: number };
      feed.added(items, more);
    },
    resync: () => void feed.read(),
  });
  return { feed, people: people ?? [], state: useSyncExternalStore(feed.state.subscribe, feed.state.get) };
}

/** Has the browser fetch all that fits as a file; it is made while it is fetched. */
export function useAuditExport() {
  const { rpc } = useCockpit();
  return async (filter: AuditFilter, format: "csv" | "jsonl") => {
    try {
      const { path, name } = await rpc.call<{ path: string; name: string }>("host.audit.export", { ...filter, format });
      const link = document.createElement("a");
      link.href = path;
      link.download = name;
      link.click();
    } catch (error) {
      toast({ tone: "bad", title: "The export was not made", description: words(RpcFailure.wrap(error)) });
    }
  };
}
