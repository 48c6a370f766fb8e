import { createHash } from "node:crypto";
import type { Context } from "@bulkhead/plugin";
import type { Actor } from "../domain/actor.ts";
import { newId } from "../domain/ids.ts";
import type { Message } from "../domain/message.ts";
import type { ChannelRow } from "../store/channels.ts";
import { type DeliveryRow, insertDelivery, outgoingOf, type OutgoingRow } from "../store/hooks.ts";
import { workspaceBy } from "../store/workspaces.ts";
import { requireChannel, requireManager, visibleChannel } from "./_access.ts";

/** The durable schedule that brings messages to other servers. */
export const DELIVER = "deliver";
/** Of the messages that one server was told. */
const KEPT_DELIVERIES = 100;

/** What is kept of a secret part of an address. */
export function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** Who writes what comes by a webhook. */
export function hookActor(id: string, name: string): Actor {
  return { id: `hook:${id}`, name, kind: "plugin", role: "member" };
}

/** A channel for which the caller may set up webhooks. */
export function hookedChannel(ctx: Context, actor: Actor, ref: string): ChannelRow {
  const channel = visibleChannel(ctx, actor, ref);
  requireChannel(channel);
  requireManager(ctx, actor, channel);
  return channel;
}

/** Puts a message on its way to the servers that are told of the channel. What came by a webhook is not told again. */
export function queueOutgoing(ctx: Context, channel: ChannelRow, message: Message): void {
  if (message.author.id.startsWith("hook:")) return;
  for (const hook of outgoingOf(ctx.db, channel.id)) {
    const words = JSON.parse(hook.words) as string[];
    const word = words.find((each) => message.text.toLowerCase().startsWith(each.toLowerCase()));
    if (words.length > 0 && word === undefined) continue;
    const now = new Date().toISOString();
    const body = JSON.stringify(payloadOf(ctx, { hook, channel, message, word }));
    const row: DeliveryRow = {
      id: newId("hook"),
      hook_id: hook.id,
      body,
      at: now,
      attempts: 0,
      next_at: now,
      status: null,
      error: null,
    };
    insertDelivery(ctx.db, row, KEPT_DELIVERIES);
    ctx.schedule.set(DELIVER, { at: now });
  }
}

/** The form that Slack's outgoing webhooks have, with the whole message beside. */
function payloadOf(
  ctx: Context,
  { hook, channel, message, word }: {
    hook: OutgoingRow;
    channel: ChannelRow;
    message: Message;
    word: string | undefined;
  },
): Record<string, unknown> {
  const workspace = workspaceBy(ctx.db, channel.workspace_id)!;
  return {
    token: hashOf(hook.secret).slice(0, 24),
    team_id: workspace.id,
    team_domain: workspace.name,
    channel_id: channel.id,
    channel_name: channel.name,
    timestamp: (Date.parse(message.createdAt) / 1_000).toFixed(6),
    user_id: message.author.id,
    user_name: message.author.name,
    text: message.text,
    ...(word === undefined ? {} : { trigger_word: word }),
    message,
  };
}
