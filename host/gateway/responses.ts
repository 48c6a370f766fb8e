import { ERRORS } from "../../schemas/generated/errors.ts";
import type { RpcError } from "../sdk/errors.ts";
import { newTraceparent, traceIdOf } from "../rpc/mod.ts";

/** Headers of every answer that is data. */
export const DATA_HEADERS = {
  "content-type": "application/json",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
};

/** What plugins and people made has no power of the session (contracts §8). */
export const SANDBOX_HEADERS = {
  "content-security-policy": "sandbox; default-src 'none'; form-action 'none'; frame-ancestors 'self'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
};

/** JSON with a status; `headers` come on top of {@linkcode DATA_HEADERS}. */
export function json(value: unknown, status = 200, headers?: Record<string, string>): Response {
  return new Response(JSON.stringify(value), { status, headers: { ...DATA_HEADERS, ...headers } });
}

/** An error outside of a JSON-RPC reply: `{error: {code, message, data}}` with the status of its reason. */
export function errorResponse(error: RpcError, headers?: Record<string, string>): Response {
  error.data.traceId ??= traceIdOf(newTraceparent());
  const retry = error.data.retryAfterMs === undefined
    ? undefined
    : { "retry-after": String(Math.ceil(error.data.retryAfterMs / 1000)) };
  return json({ error }, ERRORS[error.kind].http, { ...retry, ...headers });
}

/** A refusal by HTTP itself, in the same shape. */
export function refusal(status: number, message: string, headers?: Record<string, string>): Response {
  const data = { reason: REFUSALS[status] ?? "invalid_request", traceId: traceIdOf(newTraceparent()) };
  return json({ error: { code: status === 403 ? -32003 : -32600, message, data } }, status, headers);
}

const REFUSALS: Record<number, string> = {
  403: "foreign_origin",
  405: "method_not_allowed",
  415: "unsupported_media_type",
  421: "misdirected_request",
  426: "upgrade_required",
};
