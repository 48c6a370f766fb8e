import { useEffect, useRef, useState } from "react";
import { useCockpit, useLive, useRpc, useRpcCache } from "@bulkhead/ui";
import { cpuBetween } from "./state/cpu.ts";
import type { LogLine, Service, Usage } from "./state/wire.ts";

interface ServiceList {
  items: Service[];
}

/** All services, as they are: what changes is put in where it stands. */
export function useServices() {
  const list = useRpc<ServiceList>("supervisor.service.list", { limit: 200 });
  const cache = useRpcCache();
  const refreshAll = () => cache.refreshPlugin("supervisor");
  useLive(["supervisor.service.*", "supervisor.spec.*", "supervisor.job.*"], {
    event: ({ type, data }) => {
      if (type === "supervisor.service.changed") {
        const changed = data as Service;
        cache.patch<ServiceList>("supervisor.service.list", ({ items }) => ({ items: placed(items, changed) }));
        cache.refresh("supervisor.service.get");
      } else if (type === "supervisor.service.removed") {
        const { name } = data as { name: string };
        cache.patch<ServiceList>("supervisor.service.list", ({ items }) => ({
          items: items.filter((each) => each.name !== name),
        }));
      } else if (type === "supervisor.spec.changed") cache.refresh("supervisor.service.faults");
      else if (type === "supervisor.job.changed") cache.refresh("supervisor.job.list");
    },
    resync: refreshAll,
  });
  return list;
}

/** A new one goes where its name belongs; a known one stays where it is. */
function placed(items: Service[], changed: Service): Service[] {
  if (items.some(({ name }) => name === changed.name)) {
    return items.map((each) => each.name === changed.name ? changed : each);
  }
  return [...items, changed].sort((a, b) => a.name < b.name ? -1 : 1);
}

/** How often memory and processor use are asked for while somebody looks: nothing tells of them by itself. */
const USE_MS = 3_000;

/** Memory and processor use of the services that run, by name. */
export function useUsage(): { memory: Map<string, number>; cpu: Map<string, number> } {
  const { rpc } = useCockpit();
  const before = useRef<{ items: Usage[]; at: string }>(undefined);
  const [use, setUse] = useState({ memory: new Map<string, number>(), cpu: new Map<string, number>() });
  useEffect(() => {
    const over = new AbortController();
    const look = async () => {
      if (document.hidden) return;
      const now = await rpc.call<{ items: Usage[]; at: string }>("supervisor.service.usage", {}, {
        signal: over.signal,
      });
      setUse({
        memory: new Map(now.items.map(({ name, rssBytes }) => [name, rssBytes])),
        cpu: cpuBetween(before.current, now),
      });
      before.current = now;
    };
    const quietly = () => void look().catch(() => {});
    quietly();
    const timer = setInterval(quietly, USE_MS);
    return () => {
      clearInterval(timer);
      over.abort();
    };
  }, [rpc]);
  return use;
}

const MAX_LINES = 500;

/** The newest lines of a service, and those that come. */
export function useServiceLog(service: string): { lines: LogLine[] | undefined; problem: string | undefined } {
  const { rpc } = useCockpit();
  const [lines, setLines] = useState<LogLine[]>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    const over = new AbortController();
    const { signal } = over;
    const follow = async () => {
      const { items } = await rpc.call<{ items: LogLine[] }>("supervisor.logs.query", { service, limit: 200 }, {
        signal,
      });
      setLines(items);
      let after = items.at(-1)?.id ?? 0;
      while (!signal.aborted) {
        const page = await rpc.call<{ items: LogLine[]; position: number }>(
          "supervisor.logs.tail",
          { service, after, waitMs: 20_000 },
          { signal },
        );
        after = page.position;
        if (page.items.length > 0) setLines((before = []) => [...before, ...page.items].slice(-MAX_LINES));
      }
    };
    setLines(undefined);
    setProblem(undefined);
    follow().catch((error: Error) => {
      if (!signal.aborted) setProblem(error.message);
    });
    return () => over.abort();
  }, [rpc, service]);
  return { lines, problem };
}
