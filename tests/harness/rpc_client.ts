import { RpcError, type RpcErrorObject } from "../../host/sdk/errors.ts";

export interface CallOptions {
  /** Handle of the seeded person who calls (dev mode); default alice, the owner. `null` = nobody. */
  as?: string | null;
  signal?: AbortSignal;
}

/** One JSON-RPC call over POST /rpc. Rejects with the RpcError that came back. */
export async function callRpc<T>(url: string, method: string, params: unknown, options: CallOptions = {}): Promise<T> {
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (options.as !== null) headers["x-forwarded-user"] = options.as ?? "alice";
  const response = await fetch(`${url}/rpc`, {
    method: "POST",
    headers,
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    ...(options.signal ? { signal: options.signal } : {}),
  });
  const body = await response.json() as { result?: T; error?: RpcErrorObject };
  if (body.error) throw RpcError.from(body.error);
  return body.result as T;
}

export interface HookOptions {
  headers?: Record<string, string>;
  method?: string;
}

/** Posts to `/hooks/<path>`; a body that is no text is sent as JSON. Answers status and text. */
export async function postHook(
  url: string,
  path: string,
  body: unknown,
  options: HookOptions = {},
): Promise<{ status: number; text: string; headers: Headers }> {
  const response = await fetch(`${url}/hooks/${path}`, {
    method: options.method ?? "POST",
    headers: { "content-type": "application/json", ...options.headers },
    body: typeof body === "string" || body instanceof Uint8Array ? body as BodyInit : JSON.stringify(body),
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
}
