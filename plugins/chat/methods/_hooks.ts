import { createHash, createHmac } from "node:crypto";
import { type Context, RpcError } from "@bulkhead/plugin";
import type { Actor } from "../domain/actor.ts";
import { newId } from "../domain/ids.ts";
import { MAX_TEXT, type Message } from "../domain/message.ts";
import { channelById, type ChannelRow } from "../store/channels.ts";
import {
  type DeliveryRow,
  dueDeliveries,
  insertDelivery,
  nextDelivery,
  outgoingById,
  outgoingOf,
  type OutgoingRow,
  setDelivery,
} from "../store/hooks.ts";
import { defaultWorkspace } from "../store/workspaces.ts";
import { requireChannel, requireManager, visibleChannel } from "./_access.ts";
import { post } from "./_post.ts";

/** The durable schedule that brings messages to other servers. */
export const DELIVER = "deliver";
/** Pauses before each further attempt; after the last the delivery is given up. */
const PAUSES_MS = [5_000, 30_000, 300_000, 1_800_000, 7_200_000, 21_600_000];
const ANSWER_MS = 10_000;
const MAX_ANSWER_BYTES = 64 * 1024;
const KEPT_DELIVERIES = 100;
const BATCH = 20;

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
  const workspace = defaultWorkspace(ctx.db);
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

/** Tells other servers what is due, and tries later what does not arrive. */
export async function deliverWhatIsDue(_run: unknown, ctx: Context): Promise<void> {
  for (const row of dueDeliveries(ctx.db, new Date().toISOString(), BATCH)) {
    const hook = outgoingById(ctx.db, row.hook_id);
    if (!hook) continue;
    const { status, error, text } = await tell(ctx, hook, row);
    ctx.db.transaction(() => {
      const arrived = status !== null && status >= 200 && status < 300;
      const pause = arrived ? undefined : PAUSES_MS[row.attempts];
      setDelivery(ctx.db, row.id, {
        attempts: row.attempts + 1,
        next_at: pause === undefined ? null : new Date(Date.now() + pause).toISOString(),
        status,
        error,
      });
      const channel = channelById(ctx.db, hook.channel_id);
      if (arrived && text !== "" && channel?.archived_at === null) {
        post(ctx, hookActor(hook.id, hook.name), channel, { text });
      }
    });
  }
  ctx.db.transaction(() => {
    const next = nextDelivery(ctx.db);
    if (next !== undefined) ctx.schedule.set(DELIVER, { at: next });
  });
}

async function tell(
  ctx: Context,
  hook: OutgoingRow,
  row: DeliveryRow,
): Promise<{ status: number | null; error: string | null; text: string }> {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = createHmac("sha256", hook.secret).update(`${row.id}.${timestamp}.${row.body}`).digest("base64");
  try {
    const response = await ctx.http.fetch(hook.url, {
      method: "POST",
      // A redirect could lead where the manager of the channel did not mean to send it.
      redirect: "manual",
      signal: AbortSignal.timeout(ANSWER_MS),
      headers: {
        "content-type": "application/json",
        "webhook-id": row.id,
        "webhook-timestamp": timestamp,
        "webhook-signature": `v1,${signature}`,
      },
      body: row.body,
    });
    const text = response.ok ? answerText(await readUpTo(response, MAX_ANSWER_BYTES)) : "";
    if (!response.ok) await response.body?.cancel();
    return { status: response.status, error: response.ok ? null : `It answered ${response.status}`, text };
  } catch (error) {
    return { status: null, error: String((error as Error).message).slice(0, 300), text: "" };
  }
}

/** The text of an answer in Slack's form; empty when it says nothing. */
export function answerText(body: string): string {
  try {
    const { text } = JSON.parse(body) as { text?: unknown };
    return typeof text === "string" && text.trim() !== "" ? text.replaceAll("\0", "").slice(0, MAX_TEXT) : "";
  } catch {
    return "";
  }
}

/** Reads a body, and stops with `too_large` when it is longer. */
export async function readUpTo(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > maxBytes) throw new RpcError("too_large", `The answer is longer than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return new TextDecoder().decode(bytes);
}
