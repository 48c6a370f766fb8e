import { useSyncExternalStore } from "react";
import { type RpcFailure, useLinkState, useLive, useRpc, useRpcCache } from "@bulkhead/ui";
import { type UpgradeBanner, upgradeBanner, type UpgradeView } from "../../state/upgrade.ts";

export interface UpgradeStatus extends UpgradeView {
  /** Is there a source of releases? */
  configured: boolean;
  canGoBack: boolean;
  previous?: string;
}

/** A release of the source, as host.system.upgrade.check tells it. */
export interface ReleaseInfo {
  version: string;
  published: string;
  size: number;
  notes: string;
  possible: boolean;
  obstacle?: { reason: string; message: string; hint?: string };
}

export interface ReleaseList {
  version: string;
  source: string;
  key: string;
  expires: string;
  newest?: string;
  items: ReleaseInfo[];
}

const STATUS = "host.system.upgrade.status";

/** What this page itself has seen of versions; it ends with the page, as it should. */
const page = {
  loaded: undefined as string | undefined,
  seen: undefined as string | undefined,
  dismissed: new Set<string>() as ReadonlySet<string>,
};
const listeners = new Set<() => void>();

/** Version and upgrade of the host, pushed by it; the same on every page. */
export function useUpgradeStatus() {
  return useRpc<UpgradeStatus>(STATUS);
}

/** The line above every page. One component keeps the answer current for all. */
export function useUpgradeBanner(): UpgradeBanner & { dismiss(): void } | undefined {
  const cache = useRpcCache();
  const link = useLinkState();
  const { data } = useUpgradeStatus();
  const dismissed = useSyncExternalStore(
    (listener) => (listeners.add(listener), () => listeners.delete(listener)),
    () => page.dismissed,
  );
  useLive(["host.upgrade.changed"], {
    volatile: (_type, pushed) => {
      const view = pushed as UpgradeView;
      cache.patch<UpgradeStatus>(STATUS, ({ work: _, outcome: __, ...rest }) => ({ ...rest, ...view }));
      // What only owners and admins are told, and whether one can go back, is in the answer alone.
      if (!view.work || view.work.step === "watch") cache.refresh(STATUS);
    },
    resync: () => cache.refresh(STATUS),
  });
  if (!data) return undefined;
  page.loaded ??= data.version;
  if (data.work) page.seen = data.work.id;
  const banner = upgradeBanner({
    view: data,
    loaded: page.loaded,
    online: link !== "offline",
    seen: page.seen,
    dismissed,
  });
  return banner && {
    ...banner,
    dismiss() {
      if (data.outcome) page.dismissed = new Set([...page.dismissed, data.outcome.id]);
      for (const listener of listeners) listener();
    },
  };
}

/** The releases of the source; asked for only while somebody looks, since it is another server that answers. */
export function useReleases(enabled: boolean): {
  data: ReleaseList | undefined;
  error: RpcFailure | null;
  isFetching: boolean;
  refetch(): unknown;
} {
  return useRpc<ReleaseList>("host.system.upgrade.check", {}, { enabled });
}
