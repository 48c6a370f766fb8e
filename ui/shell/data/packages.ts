import { useQuery } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { type RpcFailure, rpcKey, type RpcPort, useCockpit, useIsAdmin, useLive, useRpcCache } from "@bulkhead/ui";
import { PackageWorks, type RunWork } from "../../state/package_works.ts";
import type { InspectInfo, InstallProgress } from "../../state/wire.ts";

/** A package is fetched for it, which takes its time over a slow line. */
const INSPECT_MS = 5 * 60_000;

const all = new WeakMap<RpcPort, PackageWorks>();

/** The works of this page's life: they go on while one looks elsewhere. */
export function usePackageWorks(): PackageWorks {
  const { rpc } = useCockpit();
  let works = all.get(rpc);
  if (!works) all.set(rpc, works = new PackageWorks(rpc));
  return works;
}

/** What is done with this plugin's package now, or was, until it is read. */
export function usePackageWork(id: string | undefined) {
  const works = usePackageWorks();
  const list = useSyncExternalStore(works.state.subscribe, works.state.get);
  return list.find((each) => each.id === id && each.work !== "inspect");
}

/** How far the fetching of a package is that is looked at. */
export function useInspectProgress(source: string) {
  const works = usePackageWorks();
  const list = useSyncExternalStore(works.state.subscribe, works.state.get);
  return list.find((each) => each.work === "inspect" && each.source === source);
}

/** Runs a work and reads anew what it may have changed. */
export function useRunWork() {
  const works = usePackageWorks();
  const refresh = useRefreshPlugins();
  return async <R>(work: RunWork): Promise<R | undefined> => {
    const result = await works.run<R>(work);
    refresh(work.work);
    return result;
  };
}

/** What a work may have changed; of a plugin that is gone nothing more is asked. */
function useRefreshPlugins() {
  const cache = useRpcCache();
  return (work: InstallProgress["work"]) => {
    cache.refresh("host.plugin.list");
    cache.refresh("host.registry.search");
    if (work === "uninstall") return;
    for (const method of ["host.plugin.get", "host.plugin.grants.get", "host.plugin.settings.get"]) {
      cache.refresh(method);
    }
  };
}

/** Takes what is pushed of packages and registries; stands once, in the frame. */
export function usePackageFeed(): void {
  const works = usePackageWorks();
  const cache = useRpcCache();
  const refresh = useRefreshPlugins();
  const isAdmin = useIsAdmin();
  useLive(isAdmin ? ["host.plugin.progress", "host.registry.changed"] : [], {
    volatile: (type, data) => {
      if (type === "host.registry.changed") {
        cache.refresh("host.registry.list");
        cache.refresh("host.registry.search");
        // It may have brought a newer version, or a revocation.
        cache.refresh("host.plugin.list");
        cache.refresh("host.plugin.get");
        return;
      }
      const progress = data as InstallProgress;
      works.heard(progress);
      if (progress.work !== "inspect" && (progress.stage === "done" || progress.stage === "failed")) {
        refresh(progress.work);
      }
    },
    resync: () => {
      works.resync();
      cache.refresh("host.registry.list");
    },
  });
}

/** Everything about a package before it is installed. Nothing of it runs, and nothing is kept: each visit looks anew. */
export function useInspect(source: string | undefined, version: string | undefined) {
  const { rpc } = useCockpit();
  const params = { source, ...(version ? { version } : {}) };
  return useQuery<InspectInfo, RpcFailure>({
    queryKey: rpcKey("host.plugin.inspect", params),
    queryFn: ({ signal }) => rpc.call<InspectInfo>("host.plugin.inspect", params, { signal, timeoutMs: INSPECT_MS }),
    enabled: Boolean(source),
    gcTime: 0,
    retry: false,
  });
}
