import type { Context, HookHandler, HookRequest, HookResult } from "@bulkhead/plugin";

/** Does what a payload asks for. `secret` is the last part of the address, which is all that its sender has to know. */
export type TakePayload = (ctx: Context, secret: string, payload: Record<string, unknown>) => HookResult;

/** A webhook that takes what Slack's take: an object as JSON, or in the field `payload` of a form. */
export function slackHook(take: TakePayload): HookHandler {
  return (request, ctx) => {
    if (request.method !== "POST") return { status: 405, headers: { allow: "POST" }, body: "method_not_allowed" };
    const payload = payloadOf(request);
    if (!payload) return { status: 400, body: "invalid_payload" };
    return take(ctx, request.path.split("/").at(-1)!, payload);
  };
}

function payloadOf(request: HookRequest): Record<string, unknown> | undefined {
  try {
    const form = /^application\/x-www-form-urlencoded\b/i.test(request.headers["content-type"] ?? "");
    const value = form ? JSON.parse(new URLSearchParams(request.text()).get("payload") ?? "") : request.json();
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
