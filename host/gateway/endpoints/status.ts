import { json } from "../responses.ts";

/** What the host says of itself at `/.well-known/bulkhead.json`. */
export interface About {
  name: string;
  version: string;
  /** How people sign in. */
  modes: string[];
  publicUrl: string;
}

/** `GET /health`. Without `plugins` the host is still starting. */
export function health(
  about: About,
  state: { uptimeMs: number; plugins?: Record<string, string>; sockets: number },
): Response {
  const body = {
    status: state.plugins ? "ok" : "starting",
    version: about.version,
    uptimeMs: Math.round(state.uptimeMs),
    plugins: state.plugins ?? {},
    ws: state.sockets,
  };
  return state.plugins ? json(body) : json(body, 503, { "retry-after": "1" });
}

/** `GET /ready`. */
export function ready(isReady: boolean): Response {
  return isReady ? json({ ready: true }) : json({ ready: false }, 503, { "retry-after": "1" });
}

/** `GET /.well-known/bulkhead.json`. */
export function wellKnown(about: About): Response {
  const { name, version, modes, publicUrl } = about;
  const endpoints = {
    rpc: "/rpc",
    websocket: "/ws",
    openrpc: "/openrpc.json",
    health: "/health",
    ready: "/ready",
    metrics: "/metrics",
    hooks: "/hooks",
    mcp: "/mcp",
    auth: "/auth",
  };
  return json({ name, version, auth: modes, publicUrl, endpoints }, 200, { "cache-control": "public, max-age=60" });
}

/** `GET /metrics` in the Prometheus text format. */
export function metrics(text: string): Response {
  return new Response(text, {
    headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8", "cache-control": "no-store" },
  });
}
