import { useInfiniteQuery } from "@tanstack/react-query";
import { toast } from "@bulkhead/kit";
import { RpcFailure, rpcKey, useCall, useCockpit, useIsAdmin, useRpc, useRpcCache } from "@bulkhead/ui";
import type { RegistryInfo, RegistryPlugin } from "../../state/wire.ts";
import { words } from "./plugins.ts";

export interface RegistryList {
  items: RegistryInfo[];
}

interface SearchPage {
  items: RegistryPlugin[];
  nextCursor?: string;
}

const PAGE = 60;

/** The registries of this server; nobody but owners and admins is told of them. */
export function useRegistries() {
  const isAdmin = useIsAdmin();
  return useRpc<RegistryList>("host.registry.list", {}, { enabled: isAdmin });
}

/** What the registries offer, a page at a time. */
export function useRegistrySearch({ query, registry }: { query: string; registry?: string }, enabled: boolean) {
  const { rpc } = useCockpit();
  const params = { ...(query ? { query } : {}), ...(registry ? { registry } : {}), limit: PAGE };
  const found = useInfiniteQuery<SearchPage, RpcFailure>({
    queryKey: rpcKey("host.registry.search", params),
    queryFn: ({ signal, pageParam }) =>
      rpc.call<SearchPage>("host.registry.search", pageParam ? { ...params, cursor: pageParam } : params, { signal }),
    initialPageParam: undefined,
    getNextPageParam: (last) => last.nextCursor,
    enabled,
    // What was found stays while the next words are looked for.
    placeholderData: (previous) => previous,
  });
  return { ...found, plugins: found.data?.pages.flatMap((page) => page.items) ?? [] };
}

/** Adds, removes and reads registries anew; says what came of it. */
export function useRegistryActions() {
  const cache = useRpcCache();
  const add = useCall<{ url: string }, RegistryInfo>("host.registry.add");
  const remove = useCall<{ url: string }, unknown>("host.registry.remove");
  const refresh = useCall<Record<string, never>, unknown>("host.registry.refresh");
  const read = () => {
    cache.refresh("host.registry.list");
    cache.refresh("host.registry.search");
  };
  return {
    add: {
      ...add,
      run: async (url: string) => {
        const added = await add.mutateAsync({ url });
        read();
        return added;
      },
    },
    remove: async (registry: RegistryInfo) => {
      try {
        await remove.mutateAsync({ url: registry.url });
        return true;
      } catch (error) {
        toast({
          tone: "bad",
          title: `${registry.name} could not be removed`,
          description: words(RpcFailure.wrap(error)),
        });
        return false;
      } finally {
        read();
      }
    },
    refresh: async () => {
      try {
        await refresh.mutateAsync({});
        toast({ tone: "ok", title: "The registries were read anew" });
      } catch (error) {
        toast({ tone: "bad", title: "The registries could not be read", description: words(RpcFailure.wrap(error)) });
      } finally {
        read();
      }
    },
    removing: remove.isPending,
    refreshing: refresh.isPending,
  };
}
