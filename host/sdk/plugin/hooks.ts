import type { HookParams } from "../channel/protocol.ts";
import { RpcError } from "../errors.ts";
import type { HookHandler, HookRequest } from "./definition.ts";

/** The handler of a path: its own name first, else the longest `prefix/*` that fits. */
export function findHook(hooks: Record<string, HookHandler>, path: string): HookHandler | undefined {
  if (Object.hasOwn(hooks, path)) return hooks[path];
  return Object.keys(hooks)
    .filter((name) => name.endsWith("*") && path.startsWith(name.slice(0, -1)) && path.length >= name.length)
    .sort((a, b) => b.length - a.length)
    .map((name) => hooks[name])[0];
}

/** The request as its handler sees it; a large body came beside it. */
export function hookRequest(params: HookParams, streamed?: Uint8Array<ArrayBuffer>): HookRequest {
  const body = streamed ?? Uint8Array.fromBase64(params.bodyBase64);
  const text = () => {
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(body);
    } catch (cause) {
      throw new RpcError("parse_error", "The body is not valid UTF-8", { cause });
    }
  };
  return {
    method: params.method,
    path: params.path,
    query: params.query,
    headers: params.headers,
    body,
    text,
    json() {
      const content = text();
      try {
        return JSON.parse(content);
      } catch (cause) {
        throw new RpcError("parse_error", `The body is not JSON: ${(cause as Error).message}`, { cause });
      }
    },
  };
}
