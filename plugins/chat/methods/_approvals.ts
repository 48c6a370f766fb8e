import { type Context, RpcError } from "@bulkhead/plugin";
import type { Actor } from "../domain/actor.ts";
import { approvalOf, AskedApproval } from "../domain/approval.ts";
import { MAX_TEXT } from "../domain/text_limit.ts";
import { type ApprovalKey, insertApproval, messageOfApproval } from "../store/approvals.ts";
import { channelById, channelByName, type ChannelRow } from "../store/channels.ts";
import { messageById, setApproval } from "../store/messages.ts";
import { defaultWorkspaceId } from "../store/workspaces.ts";
import { requireWritable, visibleChannel } from "./_access.ts";
import { post } from "./_post.ts";
import { present, publishMessage } from "./_publish.ts";
import { changeMessage } from "./_tell.ts";

/**
 * Shows what a workflow asks of people in a channel, once, if there is one for it and it is not decided yet. A run that
 * had failed and goes on asks again: its message has buttons again.
 */
export async function showApproval(ctx: Context, about: ApprovalKey): Promise<void> {
  const asked = await askHost(ctx, about);
  // Decided meanwhile, as when chat was off: there is nothing left to ask.
  if (asked?.state !== "open") return;
  ctx.db.transaction(() => {
    const known = messageOfApproval(ctx.db, asked);
    if (known !== undefined) return update(ctx, known, asked);
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
}

/** Says under the message what came of an approval; its buttons are gone with that. */
export async function settleApproval(ctx: Context, about: ApprovalKey): Promise<void> {
  if (messageOfApproval(ctx.db, about) === undefined) return;
  const asked = await askHost(ctx, about);
  if (!asked || asked.state === "open") return;
  ctx.db.transaction(() => {
    update(ctx, messageOfApproval(ctx.db, about)!, asked);
  });
}

function update(ctx: Context, id: string, asked: AskedApproval): void {
  const message = messageById(ctx.db, id)!;
  const approval = JSON.stringify(approvalOf(asked));
  if (message.deleted_at !== null || message.approval === approval) return;
  setApproval(ctx.db, id, approval);
  changeMessage(ctx, channelById(ctx.db, message.channel_id)!, id);
  publishMessage(ctx, "edited", present(ctx, messageById(ctx.db, id)!));
}

/** What the host has on record of an approval; undefined when there is none, such as for an event that is made up. */
async function askHost(ctx: Context, { run, step }: ApprovalKey): Promise<AskedApproval | undefined> {
  try {
    return AskedApproval.parse(await ctx.call("host.workflow.approval.get", { id: run, step }));
  } catch (error) {
    if (error instanceof RpcError && ["not_found", "precondition_failed"].includes(error.kind)) return undefined;
    throw error;
  }
}

/**
 * Where an approval is shown: in the channel that the script names, else in the one of the settings. Undefined when
 * there is none, or none in which the workflow may write; the approval is in the cockpit in any case.
 */
function channelFor(ctx: Context, actor: Actor, wanted: string | undefined): ChannelRow | undefined {
  if (wanted !== undefined) {
    try {
      const channel = visibleChannel(ctx, actor, wanted);
      requireWritable(ctx, actor, channel);
      return channel;
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      ctx.log.warn(`${actor.name} asks for an approval in "${wanted}", which does not go: ${error.message}`);
    }
  }
  const { approvalsChannel = "" } = ctx.settings as { approvalsChannel?: string };
  const name = approvalsChannel.trim().replace(/^#/, "").toLowerCase();
  if (name === "") return undefined;
  // An owner has chosen it, so the workflow need not be a member.
  const channel = channelByName(ctx.db, defaultWorkspaceId(ctx.db), name);
  if (channel?.archived_at === null) return channel;
  ctx.log.warn(`The settings show approvals in "#${name}", which is ${channel ? "archived" : "not there"}`);
  return undefined;
}
