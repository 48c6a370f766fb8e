import { onEvent } from "@bulkhead/plugin";
import { approvalOf } from "../domain/approval.ts";
import { messageOfApproval } from "../store/approvals.ts";
import { messageById, setApproval } from "../store/messages.ts";
import { askHost, Told } from "../methods/_approvals.ts";
import { present, publishMessage } from "../methods/_publish.ts";

/** `workflow.approval.decided` and `withdrawn`: the message loses its buttons and says what came of it. */
export const approvalSettled = onEvent(Told, async ({ data: told }, ctx) => {
  if (messageOfApproval(ctx.db, told) === undefined) return;
  const asked = await askHost(ctx, told);
  if (!asked || asked.state === "open") return;
  ctx.db.transaction(() => {
    const message = messageById(ctx.db, messageOfApproval(ctx.db, told)!)!;
    if (message.deleted_at !== null) return;
    setApproval(ctx.db, message.id, JSON.stringify(approvalOf(asked)));
    publishMessage(ctx, "edited", present(ctx, messageById(ctx.db, message.id)!));
  });
});
