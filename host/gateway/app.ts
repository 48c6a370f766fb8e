import { Hono } from "hono";
import type { AuthEnv, Revocation } from "../identity/ports.ts";
import type { Logger } from "../observe/ports.ts";
import { inScope } from "../sdk/channel/method_scope.ts";
import { RpcError } from "../sdk/errors.ts";
import type { Caller } from "../sdk/channel/protocol.ts";
import { readBody } from "./body.ts";
import { isLoopback, RequestCredentials, type Trust } from "./credentials.ts";
import { DavEndpoint, isDav } from "./dav/mod.ts";
import { serveDownload } from "./endpoints/download.ts";
import { downloadFile, uploadFile } from "./endpoints/files.ts";
import { beginPartial, beginsPartial, describePartial, isPartial, servePartial } from "./endpoints/partial_uploads.ts";
import { HookBudget, hookError, serveHook } from "./endpoints/hooks.ts";
import { servePluginPage } from "./endpoints/plugin_page.ts";
import { serveRpc } from "./endpoints/rpc.ts";
import { serveUi } from "./endpoints/static_ui.ts";
import { type About, health, metrics, ready, wellKnown } from "./endpoints/status.ts";
import type { Guard } from "./guard.ts";
import { McpEndpoint, protectedResource } from "./mcp/mod.ts";
import type { GatewayParts } from "./parts.ts";
import { errorResponse, json, refusal, SANDBOX_HEADERS } from "./responses.ts";
import { document } from "./rpc_methods.ts";
import type { RunToken } from "./run_token.ts";
import type { Hub } from "./socket/hub.ts";
import type { Visit } from "./visit.ts";
import { identify, identifyAgain, type IdentifyOptions, identifyStrictly, type Who } from "./who.ts";

/** Bytes of a body below `/auth`. */
const MAX_AUTH_BYTES = 64 * 1024;

/** Paths that belong to no page of the cockpit, so that a wrong one is an error and not the cockpit. */
const NOT_PAGES = /^\/(mcp|workers|sync|dav|files|downloads|p|hooks|auth|rpc|\.well-known)(\/|$)/;

/** Where the credentials of a caller count. What hooks and pages of plugins are asked is their own. */
const CALLERS_PATH = /^\/(?:rpc|ws|mcp|openrpc\.json|metrics|files|dav|auth)(?:$|\/)/;

/** Is there a credential in the address? There it is seen by proxies, logs and the pages that are gone to. */
function tellsToken({ path, query }: Visit): boolean {
  if (path.startsWith("/hooks/") || path.startsWith("/p/")) return false;
  return /(?:^|[=&])bhk_/.test(query) ||
    CALLERS_PATH.test(path) && /(?:^|&)(?:access_token|token|api_key)=/i.test(query);
}

/** What all endpoints share. */
export interface AppOptions {
  about: About;
  guard: Guard;
  trust: Trust;
  runToken: RunToken;
  uiDir: string;
  logger: Logger;
  uptimeMs: () => number;
  /** Milliseconds after which those behind open streams are authenticated again. */
  recheckMs: number;
}

interface Env {
  Bindings: { visit: Visit };
}

/** What is there once the host is up. */
interface Opened {
  parts: GatewayParts;
  hub: Hub;
  mcp: McpEndpoint;
  dav: DavEndpoint;
  identify: IdentifyOptions;
  auth: Hono<{ Bindings: AuthEnv }>;
}

/** Everything that is served over HTTP. Calls go straight to the router; all else is routed by Hono. */
export class App {
  readonly #options: AppOptions;
  readonly #routes: Hono<Env>;
  readonly #hookBudget = new HookBudget();
  #opened: Opened | undefined;
  /** Who makes a call; one function for all requests. */
  readonly #caller = (visit: Visit): Promise<Who> => identifyStrictly(visit, this.#opened!.identify, true);

  constructor(options: AppOptions) {
    this.#options = options;
    this.#routes = this.#makeRoutes();
  }

  open(parts: GatewayParts, hub: Hub): void {
    const { trust, runToken, guard, about, logger, recheckMs } = this.#options;
    const { authenticator, owner } = parts;
    const identify: IdentifyOptions = { authenticator, trust, runToken, owner };
    const mcp = new McpEndpoint({
      parts,
      guard,
      // Not even a stream is opened by a cookie alone.
      who: (visit) => identifyStrictly(visit, identify, true),
      whoAgain: (visit) => identifyAgain(visit, identify),
      publicUrl: about.publicUrl,
      version: about.version,
      logger: logger.child("mcp"),
      recheckMs,
    });
    const auth = new Hono<{ Bindings: AuthEnv }>({ getPath: pathOf });
    auth.route("/auth", parts.authRoutes);
    auth.notFound(() => errorResponse(new RpcError("not_found", "No such page")));
    auth.onError((error) => this.#broken(error));
    const dav = new DavEndpoint({ parts, identify, logger: logger.child("dav") });
    this.#opened = { parts, hub, mcp, dav, identify, auth };
  }

  /** Ends the MCP streams and sessions of what may no longer be trusted. */
  drop(revocation: Revocation): void {
    this.#opened?.mcp.drop(revocation);
  }

  /** Ends what would go on for longer than a request. */
  async close(): Promise<void> {
    await this.#opened?.mcp.close();
  }

  /** Answers one request; never rejects. */
  handle(visit: Visit): Response | Promise<Response> {
    const { guard } = this.#options;
    if (!guard.knowsHost(visit)) {
      return refusal(421, "This host does not answer to that name: use --public-url to give it one");
    }
    const changes = visit.request.method !== "GET" && visit.request.method !== "HEAD";
    if (changes && guard.isForeign(visit)) return refusal(403, "Another site may not do this");
    if (visit.query !== "" && tellsToken(visit)) {
      return refusal(
        400,
        "A token in an address ends up in logs: send it as Authorization: Bearer, and revoke this one",
      );
    }
    if (this.#opened && visit.path.startsWith("/rpc") && !visit.path.endsWith("/openrpc.json")) {
      const prefix = visit.path === "/rpc" ? undefined : visit.path.slice("/rpc/".length);
      const known = prefix === undefined || (visit.path[4] === "/" && /^[a-z][a-z0-9-]{1,39}$/.test(prefix));
      if (known) {
        return serveRpc(visit, this.#opened.parts.router, this.#caller, prefix).catch((error) => this.#broken(error));
      }
    }
    // Past the router: it knows only the methods of plain HTTP, and names in this tree may look like anything.
    if (this.#opened && isDav(visit.path)) {
      return this.#opened.dav.serve(visit).catch((error) => this.#broken(error));
    }
    return this.#routes.fetch(visit.request, { visit });
  }

  #makeRoutes(): Hono<Env> {
    const routes = new Hono<Env>({ getPath: pathOf });
    const { about, uiDir, uptimeMs } = this.#options;

    routes.get("/health", () => {
      const opened = this.#opened;
      return health(about, { uptimeMs: uptimeMs(), plugins: opened?.parts.plugins(), sockets: opened?.hub.size ?? 0 });
    });
    routes.get("/ready", () => ready(this.#opened?.parts.ready() ?? false));
    routes.get("/.well-known/bulkhead.json", () => wellKnown(about));
    routes.get("/metrics", (c) => this.#metrics(c.env.visit));
    routes.get("/openrpc.json", (c) => this.#openrpc(c.env.visit));
    routes.get("/rpc/:prefix/openrpc.json", (c) => this.#openrpc(c.env.visit, c.req.param("prefix")));
    routes.get("/ws", (c) => this.#webSocket(c.env.visit));
    const mcp = (c: { env: Env["Bindings"] }) => this.#opened ? this.#opened.mcp.serve(c.env.visit) : this.#starting();
    routes.all("/mcp", mcp).all("/mcp/*", mcp);
    const resource = (c: { env: Env["Bindings"] }) =>
      protectedResource(c.env.visit, {
        publicUrl: about.publicUrl,
        authorizationServers: this.#opened?.parts.authorizationServers?.() ?? [],
      });
    routes.get("/.well-known/oauth-protected-resource", resource).get(
      "/.well-known/oauth-protected-resource/mcp/:plugin?",
      resource,
    );
    routes.all("/hooks/*", (c) => {
      if (this.#opened) return serveHook(c.env.visit, this.#opened.parts.hooks, this.#hookBudget);
      return hookError(new RpcError("plugin_unavailable", "The host is starting", { retryAfterMs: 1_000 }));
    });
    routes.post("/files/*", (c) => this.#upload(c.env.visit));
    routes.options("/files/*", (c) => this.#uploadLimits(c.env.visit));
    routes.get("/files/*", (c) => isPartial(c.env.visit) ? this.#partial(c.env.visit) : this.#download(c.env.visit));
    routes.on(["PATCH", "DELETE"], "/files/partial/*", (c) => this.#partial(c.env.visit));
    routes.get("/downloads/:ticket", (c) => this.#fetch(c.env.visit, c.req.param("ticket")));
    routes.all("/auth/*", (c) => this.#auth(c.env.visit));
    routes.all("/p/*", (c) => {
      if (this.#opened) return servePluginPage(c.env.visit, this.#opened.parts.pages);
      return this.#starting(SANDBOX_HEADERS);
    });
    routes.all("*", (c) => {
      const { path, request } = c.env.visit;
      if (!NOT_PAGES.test(path)) {
        return serveUi(request, path, {
          folder: uiDir,
          state: () => this.#state(c.env.visit),
        });
      }
      if (!this.#opened) return this.#starting();
      return errorResponse(new RpcError("not_found", `Nothing is served at "${path.slice(0, 200)}"`));
    });
    routes.onError((error) => this.#broken(error));
    return routes;
  }

  async #metrics(visit: Visit): Promise<Response> {
    if (!this.#opened) return this.#starting();
    if (!isLoopback(visit)) {
      const who = await identifyStrictly(visit, this.#opened.identify, false);
      const { role, scope } = who.caller;
      if (role !== "owner" && role !== "admin") {
        throw new RpcError("forbidden", "Metrics are for admins and for loopback");
      }
      if (scope && !inScope(scope, "host.metrics")) {
        throw new RpcError("forbidden", "The API token may not read metrics", {
          reason: "out_of_scope",
          hint: "Make one whose scope has host.metrics",
        });
      }
    }
    const { parts, hub, mcp } = this.#opened;
    return metrics(parts.metrics() + hub.metrics() + await mcp.metrics());
  }

  /** What the one who asks may call; somebody without a name on this machine sees what a member sees. */
  async #openrpc(visit: Visit, prefix?: string): Promise<Response> {
    if (!this.#opened) return this.#starting();
    const { parts, identify: options } = this.#opened;
    const who = await identify(visit, options, false);
    const local: Caller | undefined = isLoopback(visit)
      ? { kind: "user", id: "", name: "loopback", role: "member" }
      : undefined;
    const caller = who?.caller ?? local;
    if (!caller) throw new RpcError("unauthenticated", "Nobody is signed in");
    const described = document(parts.router, caller, this.#options.about.publicUrl, prefix);
    if (prefix !== undefined && described.methods.length === 0) {
      throw new RpcError("not_found", `There are no methods of "${prefix.slice(0, 80)}" to call now`);
    }
    return json(described);
  }

  async #webSocket(visit: Visit): Promise<Response> {
    if (!this.#opened) return this.#starting();
    if (visit.request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
      return refusal(426, "This is a WebSocket", { upgrade: "websocket" });
    }
    if (this.#options.guard.isForeign(visit)) return refusal(403, "Another site may not connect");
    const options = this.#opened.identify;
    const who = await identifyStrictly(visit, options, false);
    return this.#opened.hub.accept(visit.request, who, identifyAgain(visit, options));
  }

  async #auth(visit: Visit): Promise<Response> {
    if (!this.#opened) return this.#starting();
    const { request } = visit;
    const mutating = request.method !== "GET" && request.method !== "HEAD";
    const body = mutating ? await readBody(request, MAX_AUTH_BYTES) : undefined;
    const inner = new Request(request.url, { method: request.method, headers: request.headers, body });
    const env: AuthEnv = { credentials: new RequestCredentials(visit, this.#options.trust, mutating) };
    const response = await this.#opened.auth.fetch(inner, env);
    response.headers.set("cache-control", "no-store");
    response.headers.set("x-content-type-options", "nosniff");
    return response;
  }

  /** What `GET /auth/state` says to the one who asks for a page; undefined while nobody can be known. */
  async #state(visit: Visit): Promise<Response | undefined> {
    const env: AuthEnv = { credentials: new RequestCredentials(visit, this.#options.trust, false) };
    const asked = new Request("http://host/auth/state", { headers: visit.request.headers });
    return await this.#opened?.auth.fetch(asked, env);
  }

  async #upload(visit: Visit): Promise<Response> {
    if (!this.#opened) return this.#starting();
    const { parts, identify: options } = this.#opened;
    const { caller } = await identifyStrictly(visit, options, true);
    if (!parts.files) throw new RpcError("not_found", "No files are kept here");
    if (beginsPartial(visit)) return await beginPartial(visit, caller, parts.files);
    return await uploadFile(visit, caller, parts.files);
  }

  async #uploadLimits(visit: Visit): Promise<Response> {
    if (!this.#opened) return this.#starting();
    const { parts, identify: options } = this.#opened;
    await identifyStrictly(visit, options, false);
    if (!parts.files) throw new RpcError("not_found", "No files are kept here");
    return describePartial(visit, parts.files);
  }

  async #partial(visit: Visit): Promise<Response> {
    if (!this.#opened) return this.#starting();
    const { parts, identify: options } = this.#opened;
    const changes = visit.request.method !== "GET" && visit.request.method !== "HEAD";
    const { caller } = await identifyStrictly(visit, options, changes);
    if (!parts.files) throw new RpcError("not_found", "No files are kept here");
    return await servePartial(visit, caller, parts.files);
  }

  async #download(visit: Visit): Promise<Response> {
    if (!this.#opened) return this.#starting();
    const { parts, identify: options } = this.#opened;
    const { caller } = await identifyStrictly(visit, options, false);
    if (!parts.files) throw new RpcError("not_found", "No files are kept here");
    return await downloadFile(visit, caller, parts.files.store);
  }

  /** What a call has allowed to be fetched, to the one who called. */
  async #fetch(visit: Visit, ticket: string): Promise<Response> {
    if (!this.#opened) return this.#starting();
    const { parts, identify: options } = this.#opened;
    const { caller } = await identifyStrictly(visit, options, false);
    const download = parts.downloads?.take(ticket, caller);
    if (!download) throw new RpcError("not_found", "There is no such download, or no longer: ask for it again");
    return serveDownload(download);
  }

  #starting(headers?: Record<string, string>): Response {
    const error = { code: -32050, message: "The host is starting", data: { reason: "plugin_unavailable" } };
    return json({ error }, 503, { "retry-after": "1", ...headers });
  }

  #broken(error: unknown): Response {
    if (error instanceof RpcError) return errorResponse(error);
    const shaped = new RpcError("internal", "Something went wrong in the host");
    const response = errorResponse(shaped);
    this.#options.logger.error("A request could not be answered", {
      traceId: shaped.data.traceId,
      error: error instanceof Error ? error.stack : String(error),
    });
    return response;
  }
}

function pathOf(request: Request): string {
  const begin = request.url.indexOf("/", request.url.indexOf("://") + 3);
  if (begin === -1) return "/";
  const mark = request.url.indexOf("?", begin);
  return request.url.slice(begin, mark === -1 ? undefined : mark);
}
