import { toast } from "@bulkhead/kit";
import { RpcFailure, useCall, useIsAdmin, useRpc, useRpcCache } from "@bulkhead/ui";
import type { PublisherInfo } from "../../state/wire.ts";
import { words } from "./plugins.ts";

/** A publisher that this organisation trusts. */
export interface TrustedPublisher {
  name: string;
  publicKey: string;
  fingerprint: string;
  addedBy: string;
  addedAt: string;
}

type Key = Pick<PublisherInfo, "name" | "publicKey" | "fingerprint">;

export function useTrustedPublishers() {
  const isAdmin = useIsAdmin();
  return useRpc<{ items: TrustedPublisher[] }>("host.registry.publisher.list", {}, { enabled: isAdmin });
}

/** Puts keys on the organisation's list and takes them off, each with a way back. */
export function usePublisherActions() {
  const cache = useRpcCache();
  const trust = useCall<{ publicKey: string; name: string }, TrustedPublisher>("host.registry.publisher.trust");
  const distrust = useCall<{ fingerprint: string }, unknown>("host.registry.publisher.distrust");
  const change = async (key: Key, trusted: boolean): Promise<boolean> => {
    try {
      await (trusted
        ? trust.mutateAsync({ publicKey: key.publicKey, name: key.name })
        : distrust.mutateAsync({ fingerprint: key.fingerprint }));
      return true;
    } catch (error) {
      toast({ tone: "bad", title: `The list stays as it was`, description: words(RpcFailure.wrap(error)) });
      return false;
    } finally {
      cache.refresh("host.registry.publisher.list");
      cache.refresh("host.plugin.get");
    }
  };
  return {
    busy: trust.isPending || distrust.isPending,
    set: async (key: Key, trusted: boolean) => {
      if (!await change(key, trusted)) return;
      toast({
        title: trusted ? `${key.name} is trusted on this server` : `${key.name} is off this server's list`,
        description: trusted ? "What this key signs counts as yours." : "What is installed stays.",
        action: { label: "Undo", onClick: () => void change(key, !trusted) },
      });
    },
  };
}
