import { type Context, RpcError } from "@bulkhead/plugin";
import type { Actor } from "../domain/actor.ts";
import { newId } from "../domain/ids.ts";
import type { Message } from "../domain/message.ts";
import { channelById, type ChannelRow } from "../store/channels.ts";
import { type CommandRow, countAnswer, insertInvocation, invocation, type InvocationRow } from "../store/commands.ts";
import { workspaceBy } from "../store/workspaces.ts";
import { requireOpen } from "./_access.ts";
import { answerText, readUpTo } from "./_answers.ts";
import { post } from "./_post.ts";
import { tellOwn } from "./_tell.ts";

/** How long and how often a command is answered. */
const OPEN_MS = 30 * 60_000;
const MAX_ANSWERS = 5;
/** Another server answers at once, or later at its `response_url`. */
const REMOTE_MS = 3_000;

/** Who ran which command where. */
export interface Run {
  actor: Actor;
  channel: ChannelRow;
  command: CommandRow;
  /** What stands behind the name. */
  rest: string;
  threadId?: string;
}

/** Writes down that somebody runs a command. */
export function invoke(ctx: Context, { actor, channel, command, threadId }: Run): InvocationRow {
  const now = Date.now();
  const row: InvocationRow = {
    id: newId("hook"),
    command: command.name,
    owner_id: command.owner_id,
    user_id: actor.id,
    channel_id: channel.id,
    thread_id: threadId ?? null,
    answers: 0,
    at: now,
  };
  insertInvocation(ctx.db, row, now - OPEN_MS);
  return row;
}

/** Tells the plugin or workflow whose command it is. Only those whose grant names the event hear of it. */
export function tellOwner(ctx: Context, run: Run, invocationId: string): void {
  const { actor, channel, command, rest, threadId } = run;
  ctx.events.publish({
    type: "chat.command.invoked",
    subject: command.name,
    data: {
      invocation: invocationId,
      command: command.name,
      text: rest,
      channelId: channel.id,
      channelName: channel.name,
      ...(threadId === undefined ? {} : { threadId }),
      userId: actor.id,
      userName: actor.name,
    },
  });
}

/** A command that may still be answered, or `not_found`. */
export function openInvocation(ctx: Context, id: string): InvocationRow {
  const row = invocation(ctx.db, id);
  if (row && row.answers < MAX_ANSWERS && Date.now() - row.at < OPEN_MS) return row;
  throw new RpcError("not_found", `There is no command "${id}" that waits for an answer`, {
    path: "/invocation",
    hint: `A command is answered up to ${MAX_ANSWERS} times within ${OPEN_MS / 60_000} minutes`,
  });
}

/** Answers whoever ran a command: to them alone, or into the channel. */
export function answerInvocation(
  ctx: Context,
  from: Actor,
  row: InvocationRow,
  { text, toChannel }: { text: string; toChannel: boolean },
): Message | undefined {
  countAnswer(ctx.db, row.id);
  if (toChannel) {
    const channel = channelById(ctx.db, row.channel_id)!;
    requireOpen(channel);
    return post(ctx, from, channel, { text, ...(row.thread_id === null ? {} : { threadId: row.thread_id }) });
  }
  tellOwn(ctx, row.user_id, "chat.command.answered", {
    invocation: row.id,
    command: row.command,
    channelId: row.channel_id,
    ...(row.thread_id === null ? {} : { threadId: row.thread_id }),
    from: from.name,
    text,
  });
  return undefined;
}

/** Asks another server, in the form that Slack's slash commands have. */
export async function askServer(
  ctx: Context,
  { actor, channel, command, rest }: Run,
  invocationId: string,
): Promise<{ text: string; toChannel: boolean }> {
  const workspace = workspaceBy(ctx.db, channel.workspace_id)!;
  const { publicUrl = "" } = ctx.settings as { publicUrl?: string };
  const form = new URLSearchParams({
    token: command.token!,
    team_id: workspace.id,
    team_domain: workspace.name,
    channel_id: channel.id,
    channel_name: channel.kind === "channel" ? channel.name : "directmessage",
    user_id: actor.id,
    user_name: actor.name,
    command: `/${command.name}`,
    text: rest,
    trigger_id: invocationId,
    ...(publicUrl === ""
      ? {}
      : { response_url: `${publicUrl.replace(/\/$/, "")}/hooks/chat/response/${invocationId}` }),
  });
  let response: Response;
  try {
    response = await ctx.http.fetch(command.url!, {
      method: "POST",
      redirect: "manual",
      signal: AbortSignal.timeout(REMOTE_MS),
      body: form,
    });
  } catch (error) {
    throw new RpcError("precondition_failed", `The server behind /${command.name} does not answer`, {
      reason: "command_failed",
      cause: error,
    });
  }
  const body = await readUpTo(response, 64 * 1024);
  if (!response.ok) {
    throw new RpcError("precondition_failed", `The server behind /${command.name} answered ${response.status}`, {
      reason: "command_failed",
    });
  }
  const json = /^application\/json\b/i.test(response.headers.get("content-type") ?? "");
  const toChannel = json && /"response_type"\s*:\s*"in_channel"/.test(body);
  return { text: json ? answerText(body) : body.replaceAll("\0", "").slice(0, 4_000), toChannel };
}
