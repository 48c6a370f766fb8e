import { z } from "zod";
import { CHANNEL_EXPORT } from "../domain/examples.ts";
import { ChannelExport, ExportFormat, presentExport } from "../domain/channel_export.ts";
import { ChannelRef } from "../domain/channel.ts";
import { newId } from "../domain/ids.ts";
import { countIn, exportById, exportsOf, putExport } from "../store/exports.ts";
import { requireChannel, requireManager, requireMember, visibleChannel } from "./_access.ts";
import { beginExport, dropExport } from "./_channel_export.ts";
import { DIRECT, NOT_MANAGER, NOT_MEMBER } from "./_errors.ts";
import { mutation } from "./_mutation.ts";
import { INSIDERS } from "./_roles.ts";

/** `chat.channel.export` */
export const channelExport = mutation("channel.export", {
  summary: "Writes a channel with its threads, reactions and files into a zip archive",
  description:
    "For its members who manage it, and admins among them. It is written in the background: chat.export.get tells how far it " +
    "is, and so does the volatile chat.export.progress. The file is the caller's alone, takes the place of an earlier one and is kept for a week.",
  examples: [{
    params: { channel: "#design", format: "markdown" },
    result: { ...CHANNEL_EXPORT, state: "running", done: 0, file: undefined },
  }],
  errors: ["not_found", NOT_MEMBER, NOT_MANAGER, DIRECT],
  roles: INSIDERS,
  mcp: false,
  params: z.object({ channel: ChannelRef, format: ExportFormat.default("json") }),
  result: ChannelExport,
  handler: ({ channel: ref, format }, ctx, actor) => {
    const channel = visibleChannel(ctx, actor, ref);
    requireChannel(channel);
    requireMember(ctx, actor, channel);
    requireManager(ctx, actor, channel);
    const earlier = exportsOf(ctx.db, actor.id, channel.id);
    const running = earlier.find((row) => row.state === "running" && row.format === format);
    if (running) return presentExport(running);
    for (const row of earlier) if (row.state !== "running") dropExport(ctx, row);
    const { messages, files } = countIn(ctx.db, channel.id);
    const at = new Date().toISOString(), id = newId("export");
    putExport(ctx.db, {
      id,
      user_id: actor.id,
      actor: JSON.stringify(actor),
      channel_id: channel.id,
      format,
      state: "running",
      done: 0,
      total: messages + files,
      error: null,
      file_id: null,
      name: `${channel.name}-${at.slice(0, 10)}.zip`,
      size_bytes: 0,
      at,
    });
    beginExport(ctx, id);
    return presentExport(exportById(ctx.db, id)!);
  },
});
