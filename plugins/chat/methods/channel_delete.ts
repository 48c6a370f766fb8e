import { type Context, RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { seesPublicChannels } from "../domain/actor.ts";
import { ChannelRef, GENERAL } from "../domain/channel.ts";
import { detachChannel } from "../store/channel_gone.ts";
import type { ChannelRow } from "../store/channels.ts";
import { hasRunningImport } from "../store/imports.ts";
import { memberIds } from "../store/members.ts";
import { personById } from "../store/people.ts";
import { requireChannel, requireManager, visibleChannel } from "./_access.ts";
import { armTimer } from "./_due.ts";
import { DIRECT, NOT_MANAGER } from "./_errors.ts";
import { mutation } from "./_mutation.ts";
import { INSIDERS } from "./_roles.ts";
import { changeChannel, tellOfChannel, tellRoom } from "./_tell.ts";
import { removeDeleted } from "./_workspace_gone.ts";

/** `chat.channel.delete` */
export const channelDelete = mutation("channel.delete", {
  summary: "Deletes a channel with all of its messages and files",
  description:
    "For good: nothing of it can be had back but from a backup. Its managers may, and admins of the workspace. Nobody sees " +
    "anything of it from that moment on; the room that it took is freed little by little. What moderators keep of reported " +
    "messages stays with them.",
  examples: [{
    params: { channel: "#old-project", confirm: "old-project" },
    result: { id: "channel_0192", name: "old-project" },
  }],
  errors: ["not_found", "invalid_params", NOT_MANAGER, DIRECT, {
    reason: "general_channel",
    kind: "precondition_failed",
    message: `#${GENERAL} is never deleted`,
  }, { reason: "import_running", kind: "precondition_failed", message: "An archive is just being taken over" }],
  roles: INSIDERS,
  emits: ["chat.channel.deleted"],
  params: z.object({ channel: ChannelRef, confirm: z.string().max(80).describe("Its name, as it is written") }),
  result: z.object({ id: z.string(), name: z.string() }),
  handler: ({ channel: ref, confirm }, ctx, actor) => {
    const channel = visibleChannel(ctx, actor, ref);
    requireChannel(channel);
    requireManager(ctx, actor, channel);
    const { id, name, workspace_id } = channel;
    if (name === GENERAL) {
      throw new RpcError(
        "precondition_failed",
        `#${GENERAL} is never deleted: it is the channel that everybody is in`,
        {
          reason: "general_channel",
        },
      );
    }
    if (confirm.replace(/^#/, "") !== name) {
      throw new RpcError("invalid_params", "Its name does not stand there as it is written", {
        path: "/confirm",
        hint: "It is asked for because everything in the channel is gone with it",
      });
    }
    if (hasRunningImport(ctx.db, workspace_id)) {
      throw new RpcError("precondition_failed", "An archive is just being taken over into this workspace", {
        reason: "import_running",
        hint: "Delete the channel when chat.import.list says that it is done",
      });
    }
    const members = memberIds(ctx.db, id);
    const rev = changeChannel(ctx, channel);
    tellOfEnd(ctx, channel, { members, by: actor.id, rev });
    detachChannel(
      ctx.db,
      { channel_id: id, workspace_id, rev, members: JSON.stringify(members) },
      new Date().toISOString(),
    );
    ctx.sockets.room(id).setMembers([]);
    armTimer(ctx);
    removeDeleted(ctx);
    return { id, name };
  },
});

/** Tells of the end while there is still a room that hears it. */
function tellOfEnd(
  ctx: Context,
  channel: ChannelRow,
  { members, by, rev }: { members: string[]; by: string; rev: number },
): void {
  const data = { channelId: channel.id, name: channel.name, workspaceId: channel.workspace_id, userId: by, rev };
  tellOfChannel(ctx, channel, "chat.channel.deleted", data);
  // Guests hear of a public channel only through its room.
  const guests = members.some((id) => !seesPublicChannels(personById(ctx.db, id)?.role ?? "member"));
  if (!channel.private && guests) tellRoom(ctx, channel.id, "chat.channel.deleted", data);
}
