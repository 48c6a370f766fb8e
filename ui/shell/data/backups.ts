import { useState } from "react";
import { toast } from "@bulkhead/kit";
import { RpcFailure, useCockpit, useIsAdmin, useLive, useRpc, useRpcCache } from "@bulkhead/ui";
import { words } from "./plugins.ts";

/** One backup of `host.backup.list`. */
export interface BackupInfo {
  name: string;
  createdAt: string;
  sizeBytes: number;
  encrypted: boolean;
  /** Made by the schedule. */
  scheduled: boolean;
  host?: string;
  /** Is the key of the secrets in it? */
  key?: boolean;
  problem?: string;
  /** Where it lies: in the host's folder, in the store of `[backup.s3]`. */
  places: ("folder" | "s3")[];
}

/** What is being done now; `total` is 0 while it is not known. */
export interface RunningBackup {
  kind: "create" | "verify" | "restore" | "upload" | "fetch";
  name: string;
  done: number;
  total: number;
}

export interface BackupsView {
  folder: string;
  items: BackupInfo[];
  running?: RunningBackup;
  nextAt?: string;
  lastFailure?: { at: string; message: string };
  s3?: { place: string; problem?: string };
}

/** What came of looking a backup through. */
export interface BackupCheck {
  name: string;
  ok: boolean;
  parts?: number;
  contentBytes?: number;
  damaged: { path?: string; problem: string }[];
}

/** The backups, and how far the one is that is being made, pushed by the host. */
export function useBackups() {
  const isAdmin = useIsAdmin();
  const cache = useRpcCache();
  const [pushed, setPushed] = useState<{ running?: RunningBackup }>();
  const read = () => {
    setPushed(undefined);
    cache.refresh("host.backup.list");
  };
  useLive(isAdmin ? ["host.backup.changed"] : [], {
    volatile: (_type, data) => {
      const next = data as { running?: RunningBackup };
      setPushed(next);
      if (!next.running) cache.refresh("host.backup.list");
    },
    resync: read,
  });
  const list = useRpc<BackupsView>("host.backup.list", {}, { enabled: isAdmin });
  return { ...list, running: pushed ? pushed.running : list.data?.running };
}

/** Looks through, deletes and fetches backups; says what came of it. */
export function useBackupActions() {
  const { rpc } = useCockpit();
  const cache = useRpcCache();
  const attempt = async <T>(work: () => Promise<T>, failed: string): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      toast({ tone: "bad", title: failed, description: words(RpcFailure.wrap(error)) });
      return undefined;
    } finally {
      cache.refresh("host.backup.list");
    }
  };
  return {
    verify: (name: string, passphrase: string) =>
      attempt(
        () => rpc.call<BackupCheck>("host.backup.verify", { name, ...(passphrase ? { passphrase } : {}) }),
        "The backup was not checked",
      ),
    remove: async (name: string) => {
      const done = await attempt(() => rpc.call("host.backup.delete", { name }), "The backup was not deleted");
      if (done !== undefined) toast({ tone: "ok", title: "The backup is deleted" });
      return done !== undefined;
    },
    upload: (name: string) =>
      attempt(() => rpc.call("host.backup.upload", { name }), "The backup did not get to the store"),
    fetch: (name: string) => attempt(() => rpc.call("host.backup.fetch", { name }), "The backup was not fetched"),
    download: (name: string) =>
      attempt(async () => {
        const { path } = await rpc.call<{ path: string }>("host.backup.download", { name });
        const link = document.createElement("a");
        link.href = path;
        link.download = name;
        link.click();
      }, "The backup cannot be downloaded"),
  };
}
