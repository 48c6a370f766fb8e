import { toast } from "@bulkhead/kit";
import { RpcFailure, useCall, useRpcCache } from "@bulkhead/ui";
import type { PluginInfo } from "../../state/wire.ts";
import { words } from "./plugins.ts";

interface InterfaceInfo {
  interface: string;
  provider?: string;
  candidates: { id: string; version: string; enabled: boolean }[];
}

/** Lets one plugin provide an interface in place of another; says which, with a way back. */
export function useChooseProvider() {
  const cache = useRpcCache();
  const list = useCall<Record<string, never>, { items: InterfaceInfo[] }>("host.plugin.provider.list");
  const set = useCall<{ interface: string; id: string }, InterfaceInfo>("host.plugin.provider.set");
  const change = async (name: string, id: string): Promise<boolean> => {
    try {
      await set.mutateAsync({ interface: name, id });
      return true;
    } catch (error) {
      toast({ tone: "bad", title: `${name} stays where it was`, description: words(RpcFailure.wrap(error)) });
      return false;
    } finally {
      cache.refresh("host.plugin.get");
      cache.refresh("host.plugin.list");
    }
  };
  return {
    busy: set.isPending,
    run: async (name: string, plugin: PluginInfo) => {
      const before = await list.mutateAsync({}).then(
        ({ items }) => items.find((each) => each.interface === name)?.provider,
        () => undefined,
      );
      if (!await change(name, plugin.id)) return;
      toast({
        title: `${plugin.name} provides ${name} now`,
        action: before ? { label: "Undo", onClick: () => void change(name, before) } : undefined,
      });
    },
  };
}
