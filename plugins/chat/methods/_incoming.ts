import { type Context, type HookResult, RpcError } from "@bulkhead/plugin";
import { MAX_TEXT } from "../domain/text_limit.ts";
import { textOfPayload } from "../domain/slack_text.ts";
import { channelById } from "../store/channels.ts";
import { commandByName } from "../store/commands.ts";
import { incomingByToken } from "../store/hooks.ts";
import { answerInvocation, openInvocation } from "./_commands.ts";
import { hashOf, hookActor } from "./_hooks.ts";
import { post } from "./_post.ts";

const DONE: HookResult = { status: 200, headers: { "content-type": "text/plain" }, body: "ok" };

/** `POST /hooks/chat/incoming/<secret>`: a message. Answers as Slack does: `ok`, or one word that says what is wrong. */
export function takeMessage(ctx: Context, secret: string, payload: Record<string, unknown>): HookResult {
  const hook = incomingByToken(ctx.db, hashOf(secret));
  if (!hook) return { status: 404, body: "no_service" };
  const text = textOfPayload(payload).replaceAll("\0", "");
  if (text === "") return { status: 400, body: "no_text" };
  if (text.length > MAX_TEXT) return { status: 413, body: "msg_too_long" };
  const channel = channelById(ctx.db, hook.channel_id)!;
  if (channel.archived_at !== null) return { status: 410, body: "channel_is_archived" };
  const { username } = payload;
  const name = typeof username === "string" && username.trim() !== "" ? username.trim().slice(0, 80) : hook.name;
  ctx.db.transaction(() => {
    post(ctx, hookActor(hook.id, name), channel, { text });
  });
  return DONE;
}

/** `POST /hooks/chat/response/<invocation>`: another server answers a slash command later, as with Slack's `response_url`. */
export function takeResponse(ctx: Context, secret: string, payload: Record<string, unknown>): HookResult {
  const text = textOfPayload(payload).replaceAll("\0", "").slice(0, MAX_TEXT);
  if (text === "") return { status: 400, body: "no_text" };
  try {
    ctx.db.transaction(() => {
      const run = openInvocation(ctx, secret);
      const command = commandByName(ctx.db, run.command);
      // The address alone is the right to answer, so it is good for commands of other servers only.
      if (!command?.url) throw new RpcError("not_found", "There is no such command");
      answerInvocation(ctx, hookActor(command.name, command.name), run, {
        text,
        toChannel: payload.response_type === "in_channel",
      });
    });
    return DONE;
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    return { status: 404, body: "expired_url" };
  }
}
