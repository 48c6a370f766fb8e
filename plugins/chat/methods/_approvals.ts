import { type Context, RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import type { Actor } from "../domain/actor.ts";
import { AskedApproval } from "../domain/approval.ts";
import type { ApprovalKey } from "../store/approvals.ts";
import { channelByName, type ChannelRow } from "../store/channels.ts";
import { defaultWorkspace } from "../store/workspaces.ts";
import { requireWritable, visibleChannel } from "./_access.ts";

/** What events about approvals say; all else is asked of the host, since an event can be written by many. */
export const Told = z.object({ run: z.string().min(1).max(100), step: z.string().min(1).max(220) });

/** What the host has on record of an approval; undefined when there is none, such as for an event that is made up. */
export async function askHost(ctx: Context, { run, step }: ApprovalKey): Promise<AskedApproval | undefined> {
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
export function channelFor(ctx: Context, actor: Actor, wanted: string | undefined): ChannelRow | undefined {
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
  const channel = channelByName(ctx.db, defaultWorkspace(ctx.db).id, name);
  if (channel?.archived_at === null) return channel;
  ctx.log.warn(`The settings show approvals in "#${name}", which is ${channel ? "archived" : "not there"}`);
  return undefined;
}
