import { Check, X } from "lucide-react";
import { useState } from "react";
import { Button, ErrorState, RelativeTime, Textarea } from "@bulkhead/kit";
import { useCall, useMe, useRpcCache } from "@bulkhead/ui";
import type { Approval } from "../../state/wire.ts";

/** Who may decide what is asked of a role: that role and those above it. */
const RANK: Record<string, number> = { agent: 0, guest: 0, member: 1, admin: 2, owner: 3 };
const ROLE_WORDS: Record<string, string> = { owner: "an owner", admin: "an admin or owner", member: "a member" };

/** What a run asks of somebody, and the answer. The first one stands. */
export function ApprovalForm({ approval }: { approval: Approval }) {
  const me = useMe();
  const cache = useRpcCache();
  const [comment, setComment] = useState("");
  const approve = useCall<object, unknown>("host.workflow.approve");
  const reject = useCall<object, unknown>("host.workflow.reject");
  const mayDecide = (RANK[me.role] ?? 0) >= (RANK[approval.role] ?? 0);
  const decide = (call: typeof approve) =>
    call.mutate({ id: approval.run, step: approval.step, ...(comment.trim() ? { comment: comment.trim() } : {}) }, {
      onSettled: () => {
        for (const method of ["run.get", "run.step", "approvals"]) cache.refresh(`host.workflow.${method}`);
      },
    });
  const failure = approve.error ?? reject.error;
  const busy = approve.isPending || reject.isPending;
  return (
    <section
      aria-label="Approval"
      className="flex flex-col gap-3 rounded-card border border-warn/40 bg-warn-soft p-4"
    >
      <div>
        <p className="text-14 font-semibold wrap-anywhere">{approval.question}</p>
        <p className="text-12 text-ink-2">
          Asked of {ROLE_WORDS[approval.role] ?? approval.role} <RelativeTime at={approval.askedAt} />
          {approval.deadline && (
            <>
              , rejected by itself <RelativeTime at={approval.deadline} />
            </>
          )}
        </p>
      </div>
      {mayDecide
        ? (
          <>
            <Textarea
              aria-label="Comment"
              placeholder="Comment, for the run's history"
              rows={2}
              maxLength={4_000}
              className="min-h-14 text-13"
              value={comment}
              onChange={(event) => setComment(event.target.value)}
            />
            <div className="flex gap-2">
              <Button
                kind="primary"
                icon={<Check size={14} aria-hidden />}
                busy={approve.isPending}
                disabled={busy}
                onClick={() => decide(approve)}
              >
                Approve
              </Button>
              <Button
                icon={<X size={14} aria-hidden />}
                busy={reject.isPending}
                disabled={busy}
                onClick={() => decide(reject)}
              >
                Reject
              </Button>
            </div>
          </>
        )
        : (
          <p className="text-13 text-ink-2">
            You cannot decide this: ask {ROLE_WORDS[approval.role] ?? approval.role}.
          </p>
        )}
      {failure && <ErrorState inline title="It was not decided" message={failure.message} hint={failure.hint} />}
    </section>
  );
}
