import type { Context, HookRequest, HookResult } from "@bulkhead/plugin";
import { MAX_TEXT } from "../domain/message.ts";
import { textOfPayload } from "../domain/slack_text.ts";
import { channelById } from "../store/channels.ts";
import { incomingByToken } from "../store/hooks.ts";
import { hashOf, hookActor } from "../methods/_hooks.ts";
import { post } from "../methods/_post.ts";

/**
 * `POST /hooks/chat/incoming/<secret>`: a message in the form that Slack's incoming webhooks take, as JSON or as a form with
 * `payload`. Answers as Slack does: `ok`, or one word that says what is wrong.
 */
export function incoming(request: HookRequest, ctx: Context): HookResult {
  if (request.method !== "POST") return { status: 405, headers: { allow: "POST" }, body: "method_not_allowed" };
  const hook = incomingByToken(ctx.db, hashOf(request.path.split("/").at(-1)!));
  if (!hook) return { status: 404, body: "no_service" };
  const payload = payloadOf(request);
  if (!payload) return { status: 400, body: "invalid_payload" };
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
  return { status: 200, headers: { "content-type": "text/plain" }, body: "ok" };
}

/** The object of a JSON body, or of the field `payload` of a form; undefined when there is none. */
export function payloadOf(request: HookRequest): Record<string, unknown> | undefined {
  try {
    const form = /^application\/x-www-form-urlencoded\b/i.test(request.headers["content-type"] ?? "");
    const value = form ? JSON.parse(new URLSearchParams(request.text()).get("payload") ?? "") : request.json();
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
