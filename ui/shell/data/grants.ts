import { toast } from "@bulkhead/kit";
import { RpcFailure, useCall, useIsAdmin, useLive, useRpcCache } from "@bulkhead/ui";
import { permissionWords } from "../../state/permission_words.ts";
import type { GrantsView, PermissionInfo, PluginMetricsPush } from "../../state/wire.ts";
import { useFresh } from "./fresh.ts";
import { words } from "./plugins.ts";

export type Grantable = Pick<PermissionInfo, "kind" | "target" | "risk" | "words">;

interface GrantsChange {
  id: string;
  grant?: { kind: string; target: string }[];
  revoke?: { kind: string; target: string }[];
}

/** What a plugin may do, what it used, and what it tried without a grant; for owners and admins. */
export function useGrants(id: string) {
  const isAdmin = useIsAdmin();
  const cache = useRpcCache();
  // Uses are counted as they happen and told nobody; the minute that ends is a good time to look.
  useLive(isAdmin ? ["host.plugin.metrics"] : [], {
    volatile: (_type, data) => {
      const { items } = data as PluginMetricsPush;
      if (items.some((item) => item.id === id && item.minute)) cache.refresh("host.plugin.grants.get");
    },
  });
  return useFresh<GrantsView>("host.plugin.grants.get", { id }, { enabled: isAdmin });
}

/** Grants and revokes at once; what the host refuses goes back. */
export function useGrantActions(id: string) {
  const cache = useRpcCache();
  const set = useCall<GrantsChange, GrantsView>("host.plugin.grants.set");
  const change = async (permission: Grantable, granted: boolean): Promise<boolean> => {
    // One at a time; a button that is turned off meanwhile would lose the keyboard's place.
    if (set.isPending) return false;
    const one = { kind: permission.kind, target: permission.target };
    const same = (item: { kind: string; target: string }) => item.kind === one.kind && item.target === one.target;
    cache.patch<GrantsView>("host.plugin.grants.get", (view) =>
      view.id !== id ? view : {
        ...view,
        items: view.items.map((item) => same(item) ? { ...item, granted } : item),
        denied: granted ? view.denied.filter((item) => !same(item)) : view.denied,
      });
    try {
      const view = await set.mutateAsync({ id, ...(granted ? { grant: [one] } : { revoke: [one] }) });
      cache.patch<GrantsView>("host.plugin.grants.get", (kept) => kept.id === id ? view : kept);
      return true;
    } catch (error) {
      toast({
        tone: "bad",
        title: granted ? "It was not granted" : "It was not revoked",
        description: words(RpcFailure.wrap(error)),
      });
      return false;
    } finally {
      cache.refresh("host.plugin.grants.get");
      cache.refresh("host.plugin.get");
    }
  };
  return {
    grant: (permission: Grantable) => change(permission, true),
    /** With a way back: what was there was agreed to before. */
    revoke: async (permission: Grantable) => {
      if (!await change(permission, false)) return;
      toast({
        title: "Revoked",
        description: permissionWords(permission),
        action: { label: "Undo", onClick: () => void change(permission, true) },
      });
    },
  };
}
