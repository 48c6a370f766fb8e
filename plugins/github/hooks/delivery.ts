import { type Context, type HookRequest, type HookResult, RpcError } from "@bulkhead/plugin";
import { readDelivery } from "../domain/delivery.ts";
import { verifySignature } from "../domain/signature.ts";
import { claim } from "../store/deliveries.ts";

export const SECRET = "GITHUB_WEBHOOK_SECRET";

/** `POST /hooks/github`: verified before it is parsed, published in the transaction that remembers it, then answered. */
export function delivery(request: HookRequest, ctx: Context): HookResult {
  const secret = ctx.secrets.get(SECRET);
  if (!secret) {
    const error = new RpcError("precondition_failed", `No webhook secret is set, so no delivery can be trusted`, {
      reason: "secret_missing",
      hint: `Choose a secret, enter it in the webhook's settings on GitHub, and set it here: host.secret.set ` +
        `{"name": "${SECRET}", "value": …} or the environment variable BULKHEAD_SECRET_${SECRET}`,
    });
    return { ...answer(503, error), headers: { "retry-after": "60" } };
  }
  if (request.method !== "POST") {
    return { ...answer(405, new RpcError("invalid_request", "Deliveries come by POST")), headers: { allow: "POST" } };
  }
  if (!verifySignature(secret, request.body, request.headers["x-hub-signature-256"])) {
    ctx.log.warn("A delivery with a wrong signature was turned away", {
      delivery: request.headers["x-github-delivery"],
      signed: "x-hub-signature-256" in request.headers,
    });
    return answer(401, new RpcError("unauthenticated", "The header X-Hub-Signature-256 does not fit body and secret"));
  }
  try {
    return ctx.db.transaction(() => accept(request, ctx));
  } catch (error) {
    // Signed, but not what GitHub sends or more than the log takes: sending it again would not help.
    if (!(error instanceof RpcError)) throw error;
    return answer(error.kind === "too_large" ? 413 : 400, error);
  }
}

function accept(request: HookRequest, ctx: Context): HookResult {
  const { id, type, subject, actor, payload } = readDelivery(request.headers, payloadOf(request));
  if (!claim(ctx.db, { id, type, subject, receivedAt: new Date().toISOString() })) {
    return { status: 200, body: { id, type, duplicate: true } };
  }
  ctx.events.publish({ id, type, subject, data: payload, actor: actor ?? "github", actorkind: "external" });
  return { status: type === "github.ping" ? 200 : 202, body: { id, type } };
}

/** GitHub sends JSON, or, when the webhook is set up so, a form with the JSON in `payload`. */
function payloadOf(request: HookRequest): unknown {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers["content-type"] ?? "")) return request.json();
  const text = new URLSearchParams(request.text()).get("payload");
  try {
    return JSON.parse(text ?? "");
  } catch (cause) {
    throw new RpcError("parse_error", "The form has no JSON in its field payload", { cause });
  }
}

function answer(status: number, error: RpcError): HookResult {
  return { status, body: { error: error.toJSON() } };
}
