import { onEvent } from "@bulkhead/plugin";
import type { Actor } from "../domain/actor.ts";
import { approvalOf } from "../domain/approval.ts";
import { MAX_TEXT } from "../domain/message.ts";
import { insertApproval, messageOfApproval } from "../store/approvals.ts";
import { askHost, channelFor, Told } from "../methods/_approvals.ts";
import { post } from "../methods/_post.ts";

/** `workflow.approval.requested`: what a workflow asks of people is shown in a channel, with buttons. */
export const approvalRequested = onEvent(Told, async ({ data: told }, ctx) => {
  const asked = await askHost(ctx, told);
  // Decided meanwhile, as when chat was off: there is nothing left to ask.
  if (asked?.state !== "open") return;
  ctx.db.transaction(() => {
    if (messageOfApproval(ctx.db, asked) !== undefined) return;
    const { workflow } = asked;
    const actor: Actor = { id: `workflow:${workflow}`, name: workflow, kind: "workflow", role: "member" };
    const channel = channelFor(ctx, actor, asked.channel);
    if (!channel) return;
    const message = post(ctx, actor, channel, {
      text: asked.question.replaceAll("\0", "").slice(0, MAX_TEXT),
      approval: approvalOf(asked),
    });
    insertApproval(ctx.db, asked, message.id);
  });
});
