import { toast } from "@bulkhead/kit";
import { RpcFailure, useCall, useIsAdmin, useLive, useRpc, useRpcCache } from "@bulkhead/ui";
import { words } from "./plugins.ts";

/** A plugin or workflow that asks for a secret. */
export interface SecretUser {
  kind: "plugin" | "workflow";
  id: string;
  name: string;
  /** Is it handed the value? */
  granted: boolean;
  optional: boolean;
  reason?: string;
}

/** One secret of `host.secret.list`; its value never comes. */
export interface SecretInfo {
  name: string;
  last4: string;
  source: "store" | "environment";
  updatedAt?: string;
  updatedBy?: string;
  users: SecretUser[];
  /** Whose key it seems to be. */
  service?: string;
}

export interface SecretsView {
  items: SecretInfo[];
  /** Asked for, and not set. */
  wanted: { name: string; users: SecretUser[] }[];
  key: { origin: "file" | "environment" | "credential"; place: string };
}

/** What came of a test at the service. */
export interface SecretTrial {
  name: string;
  service: string;
  ok: boolean;
  outcome: "valid" | "refused" | "unreachable" | "unclear";
  message: string;
}

/** The secrets, read anew whenever one is set or deleted, or somebody else asks for one. */
export function useSecrets() {
  const isAdmin = useIsAdmin();
  const cache = useRpcCache();
  const read = () => cache.refresh("host.secret.list");
  useLive(isAdmin ? ["host.secret.changed", "host.plugin.changed", "host.workflow.changed"] : [], {
    volatile: read,
    resync: read,
  });
  return useRpc<SecretsView>("host.secret.list", {}, { enabled: isAdmin });
}

/** Deletes a secret and makes a new key; says what came of it. */
export function useSecretActions() {
  const cache = useRpcCache();
  const remove = useCall<{ name: string }, { name: string }>("host.secret.delete");
  const rotate = useCall<Record<string, never>, { sealed: number }>("host.secret.key.rotate");
  const attempt = async <T>(work: Promise<T>, failed: string): Promise<T | undefined> => {
    try {
      return await work;
    } catch (error) {
      toast({ tone: "bad", title: failed, description: words(RpcFailure.wrap(error)) });
      return undefined;
    } finally {
      cache.refresh("host.secret.list");
    }
  };
  return {
    remove: async (name: string) => {
      const done = await attempt(remove.mutateAsync({ name }), `${name} was not deleted`);
      if (done) toast({ tone: "ok", title: `${name} is deleted` });
      return done !== undefined;
    },
    rotate: async () => {
      const done = await attempt(rotate.mutateAsync({}), "The key was not changed");
      if (!done) return false;
      const { sealed } = done;
      toast({
        tone: "ok",
        title: "A new key is in force",
        description: `${
          sealed === 1 ? "1 secret is" : `${sealed} secrets are`
        } sealed under it. A backup of the old key opens them no more.`,
      });
      return true;
    },
  };
}
