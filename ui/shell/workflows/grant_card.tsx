import { KeyRound, Network } from "lucide-react";
import { Button, Notice, toast } from "@bulkhead/kit";
import { RpcFailure, useCall, useMe, useRpc, useRpcCache } from "@bulkhead/ui";
import type { WorkflowInfo } from "../../state/wire.ts";
import { words } from "../data/plugins.ts";

interface Wants {
  net: string[];
  secrets: string[];
}
interface GrantView {
  wanted: Wants;
  granted?: Wants & { by: string; at: string };
}

/** What the newest version asks for beyond calls, and the owner's word on it. */
export function GrantCard({ workflow }: { workflow: WorkflowInfo }) {
  const me = useMe();
  const cache = useRpcCache();
  const set = useCall<{ name: string; hash: string }, unknown>("host.workflow.grants.set");
  const { needs, name } = workflow;
  const before = useRpc<GrantView>("host.workflow.grants.get", { name }, { enabled: needs !== undefined }).data
    ?.granted;
  if (!needs) return null;
  const grant = async () => {
    try {
      await set.mutateAsync({ name, hash: needs.hash });
      toast({ tone: "ok", title: `${name} has what it asks for`, description: "Its newest version is live." });
    } catch (error) {
      toast({ tone: "bad", title: "It was not granted", description: words(RpcFailure.wrap(error)) });
    } finally {
      cache.refresh("host.workflow.list");
    }
  };
  const isNew = (kind: keyof Wants, value: string) => !before?.[kind].includes(value);
  return (
    <Notice
      tone="warn"
      title={workflow.lastGood
        ? "The newest version asks for more than was granted"
        : "It asks for what an owner has to grant"}
      action={me.role === "owner" && (
        <Button kind="primary" busy={set.isPending} onClick={() => void grant()}>Grant</Button>
      )}
    >
      <ul className="my-2 flex flex-col gap-1 text-ink">
        {needs.net.map((host) => (
          <li key={host} className="flex flex-wrap items-center gap-2">
            <Network size={14} className="text-ink-3" aria-hidden />
            <span>
              Connect to <code className="font-mono text-12">{host}</code>
            </span>
            {before && isNew("net", host) && <span className="text-12 text-warn-ink">new</span>}
          </li>
        ))}
        {needs.secrets.map((secret) => (
          <li key={secret} className="flex flex-wrap items-center gap-2">
            <KeyRound size={14} className="text-ink-3" aria-hidden />
            <span>
              Read the secret <code className="font-mono text-12">{secret}</code>
            </span>
            {before && isNew("secrets", secret) && <span className="text-12 text-warn-ink">new</span>}
          </li>
        ))}
      </ul>
      <p className="text-12 text-ink-2">
        {workflow.lastGood ? "Until then the version before it goes on. " : "Until then it does not run. "}
        {me.role === "owner" ? "" : "Ask an owner to grant it."}
      </p>
    </Notice>
  );
}
