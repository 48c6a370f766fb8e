// Generated from schemas/errors.json by scripts/generate.ts. Do not edit.

/** Every error reason of the host, with its JSON-RPC code, HTTP status and retry class. */
export const ERRORS = {
  parse_error: { code: -32700, http: 400, retry: "never", title: "The body is not JSON" },
  invalid_request: { code: -32600, http: 400, retry: "never", title: "Not a JSON-RPC 2.0 request" },
  method_not_found: { code: -32601, http: 404, retry: "never", title: "No such method" },
  invalid_params: { code: -32602, http: 400, retry: "never", title: "The params do not fit the method's schema" },
  internal: { code: -32603, http: 500, retry: "backoff", title: "An error inside the method" },
  unauthenticated: { code: -32001, http: 401, retry: "never", title: "No valid session or token" },
  forbidden: { code: -32003, http: 403, retry: "never", title: "The caller's role or audience does not allow it" },
  not_found: {
    code: -32004,
    http: 404,
    retry: "never",
    title: "The thing named does not exist, or the caller may not know that it does",
  },
  conflict: { code: -32009, http: 409, retry: "never", title: "It collides with what is already there" },
  too_large: { code: -32013, http: 413, retry: "never", title: "Above a size limit" },
  precondition_failed: { code: -32022, http: 422, retry: "never", title: "Well formed, but the state does not allow it" },
  rate_limited: { code: -32029, http: 429, retry: "after", title: "Too many calls; see retryAfterMs" },
  plugin_unavailable: { code: -32050, http: 503, retry: "wait", title: "The plugin is not running; hint says why" },
  deadline_exceeded: { code: -32051, http: 504, retry: "backoff", title: "No answer within the deadline" },
  not_permitted: { code: -32052, http: 403, retry: "never", title: "The plugin or workflow lacks a grant; hint names it" },
  cancelled: { code: -32053, http: 499, retry: "never", title: "The caller took the call back" },
} as const;

/** The stable name of an error, as it stands in `error.data.reason`. */
export type ErrorReason = keyof typeof ERRORS;
