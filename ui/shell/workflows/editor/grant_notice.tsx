import { Button, Notice, toast } from "@bulkhead/kit";
import { useCall, useMe, useRpcCache } from "@bulkhead/ui";
import type { WorkflowInfo } from "../../../state/wire.ts";

/** What a saved version asks for beyond calls of plugins, and an owner's one click. */
export function GrantNotice({ workflow }: { workflow: WorkflowInfo }) {
  const cache = useRpcCache();
  const { role } = useMe();
  const grant = useCall<{ name: string; hash: string }, unknown>("host.workflow.grants.set");
  const { needs } = workflow;
  if (!needs) return null;
  const give = () =>
    grant.mutate({ name: workflow.name, hash: needs.hash }, {
      onSuccess: () => {
        cache.refresh("host.workflow.list");
        toast({ tone: "ok", title: `${workflow.name} has what it asks for`, description: "It is live." });
      },
      onError: ({ message, hint }) => toast({ tone: "bad", title: "It was not granted", description: hint ?? message }),
    });
  return (
    <Notice
      tone="warn"
      title="Saved. It goes live when an owner grants what it asks for"
      action={role === "owner" && (
        <Button size="sm" kind="primary" busy={grant.isPending} onClick={give}>Grant and go live</Button>
      )}
    >
      {needWords(needs)}
      {workflow.lastGood && " The last good version goes on meanwhile."}
    </Notice>
  );
}

function needWords({ net, secrets }: NonNullable<WorkflowInfo["needs"]>): string {
  const parts = [
    ...(net.length > 0 ? [`connect to ${net.join(", ")}`] : []),
    ...(secrets.length > 0 ? [`read the ${secrets.length === 1 ? "secret" : "secrets"} ${secrets.join(", ")}`] : []),
  ];
  return `It asks to ${parts.join(" and to ")}.`;
}
