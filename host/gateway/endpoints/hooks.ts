import { RpcError } from "../../sdk/errors.ts";
import type { HookResult } from "../../sdk/channel/protocol.ts";
import { readBody } from "../body.ts";
import type { HookTarget } from "../ports.ts";
import { errorResponse, SANDBOX_HEADERS } from "../responses.ts";
import type { Visit } from "../visit.ts";

/** Bytes of one webhook's body. */
export const MAX_HOOK_BYTES = 25 * 1024 * 1024;

/** Bytes of all webhooks that may be under way at once: their senders are nobody the host knows. */
const MAX_BYTES_AT_ONCE = 128 * 1024 * 1024;

/** Seconds after which a sender should try again while the plugin is off or the host starts. */
const RETRY_AFTER_S = 30;

/** Never handed to a plugin: they prove who somebody is to the host, or belong to the connection. */
const WITHHELD = new Set([
  "cookie",
  "x-csrf-token",
  "x-forwarded-user",
  "x-forwarded-email",
  "x-forwarded-groups",
  "connection",
  "transfer-encoding",
]);

/** All that a plugin's answer may set; nothing that touches the host's own pages, cookies or cache. */
const ANSWER_HEADERS = new Set([
  "content-type",
  "content-language",
  "content-disposition",
  "cache-control",
  "etag",
  "last-modified",
  "retry-after",
  "allow",
]);

/** Keeps strangers from filling the memory with many large bodies at once. */
export class HookBudget {
  #bytes = 0;

  /** Runs `work` within the budget; throws `rate_limited` when it is used up. */
  async run<T>(request: Request, work: () => Promise<T>): Promise<T> {
    const announced = request.headers.get("content-length");
    const bytes = Math.min(announced === null ? MAX_HOOK_BYTES : Number(announced), MAX_HOOK_BYTES);
    if (this.#bytes + bytes > MAX_BYTES_AT_ONCE) {
      throw new RpcError("rate_limited", "Too many large webhooks at once", { retryAfterMs: 5_000 });
    }
    this.#bytes += bytes;
    try {
      return await work();
    } finally {
      this.#bytes -= bytes;
    }
  }
}

/** `/hooks/<plugin>/<path>`: hands the raw body to its plugin and gives back what the plugin answers. */
export async function serveHook(visit: Visit, target: HookTarget, budget: HookBudget): Promise<Response> {
  try {
    return await budget.run(visit.request, () => deliver(visit, target));
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    return hookError(error);
  }
}

async function deliver(visit: Visit, target: HookTarget): Promise<Response> {
  const [plugin, path] = splitPath(visit.path);
  const body = await readBody(visit.request, MAX_HOOK_BYTES);
  const headers: Record<string, string> = {};
  for (const [name, value] of visit.request.headers) if (!WITHHELD.has(name)) headers[name] = value;
  const result = await target.deliver(plugin, {
    method: visit.request.method,
    path,
    query: Object.fromEntries(new URLSearchParams(visit.query)),
    headers,
    bodyBase64: body.toBase64(),
  });
  return answer(result);
}

/** A refusal that senders understand: what may work later carries Retry-After. */
export function hookError(error: RpcError): Response {
  const again = error.kind === "plugin_unavailable" && error.data.retryAfterMs === undefined
    ? { "retry-after": String(RETRY_AFTER_S) }
    : undefined;
  return errorResponse(error, { ...SANDBOX_HEADERS, ...again });
}

function splitPath(path: string): [plugin: string, rest: string] {
  const below = path.slice("/hooks/".length);
  const slash = below.indexOf("/");
  const plugin = slash === -1 ? below : below.slice(0, slash);
  let rest: string;
  try {
    rest = decodeURIComponent(slash === -1 ? "" : below.slice(slash + 1));
  } catch {
    throw new RpcError("not_found", "The path of the hook is not valid");
  }
  if (!/^[a-z][a-z0-9-]{1,39}$/.test(plugin)) throw new RpcError("not_found", "No such hook");
  return [plugin, rest];
}

function answer(result: HookResult): Response {
  const { status, body } = result;
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new RpcError("internal", "The plugin answered the hook with a status that is none");
  }
  const headers = new Headers();
  for (const [name, value] of Object.entries(result.headers ?? {})) {
    if (!ANSWER_HEADERS.has(name.toLowerCase()) || typeof value !== "string" || /[\r\n\0]/.test(value)) continue;
    headers.set(name, value);
  }
  for (const [name, value] of Object.entries(SANDBOX_HEADERS)) headers.set(name, value);
  const empty = body === undefined || body === null || status === 204 || status === 304;
  if (empty) return new Response(null, { status, headers });
  if (typeof body === "string") {
    if (!headers.has("content-type")) headers.set("content-type", "text/plain; charset=utf-8");
    return new Response(body, { status, headers });
  }
  headers.set("content-type", "application/json");
  return new Response(JSON.stringify(body), { status, headers });
}
