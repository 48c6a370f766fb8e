import { type Context, type HookRequest, type HookResult, RpcError } from "@bulkhead/plugin";
import { MAX_TEXT } from "../domain/message.ts";
import { textOfPayload } from "../domain/slack_text.ts";
import { commandByName } from "../store/commands.ts";
import { answerInvocation, openInvocation } from "../methods/_commands.ts";
import { payloadOf } from "./incoming.ts";

/** `POST /hooks/chat/response/<invocation>`: another server answers a slash command later, as with Slack's `response_url`. */
export function response(request: HookRequest, ctx: Context): HookResult {
  if (request.method !== "POST") return { status: 405, headers: { allow: "POST" }, body: "method_not_allowed" };
  const payload = payloadOf(request);
  if (!payload) return { status: 400, body: "invalid_payload" };
  const text = textOfPayload(payload).replaceAll("\0", "").slice(0, MAX_TEXT);
  if (text === "") return { status: 400, body: "no_text" };
  try {
    ctx.db.transaction(() => {
      const run = openInvocation(ctx, request.path.split("/").at(-1)!);
      const command = commandByName(ctx.db, run.command);
      // The address alone is the right to answer, so it is good for commands of other servers only.
      if (!command?.url) throw new RpcError("not_found", "There is no such command");
      const from = { id: `hook:${run.command}`, name: command.name, kind: "plugin" as const, role: "member" as const };
      answerInvocation(ctx, from, run, { text, toChannel: payload.response_type === "in_channel" });
    });
    return { status: 200, headers: { "content-type": "text/plain" }, body: "ok" };
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    return { status: 404, body: "expired_url" };
  }
}
