import { join } from "node:path";
import type { Revocation } from "../identity/ports.ts";
import type { Logger, Tracing } from "../observe/ports.ts";
import { hostProvider } from "../rpc/mod.ts";
import { AddressList } from "./address_list.ts";
import type { About } from "./endpoints/status.ts";
import { App } from "./app.ts";
import { Guard } from "./guard.ts";
import type { GatewayParts } from "./parts.ts";
import type { Pusher } from "./ports.ts";
import { rpcMethods } from "./rpc_methods.ts";
import { SpoofLog } from "./spoof_log.ts";
import { writeRunToken } from "./run_token.ts";
import { eventsMethods } from "./socket/events_methods.ts";
import { Hub } from "./socket/hub.ts";
import { Visit } from "./visit.ts";

/** A session can also simply run out, without anybody being told. */
const RECHECK_MS = 30_000;

/** How long requests under way may take when the host stops. */
const CLOSE_GRACE_MS = 3_000;

/** What {@linkcode createGateway} needs before any other part of the host is up. */
export interface GatewayOptions {
  host: string;
  /** 0 picks a free one. */
  port: number;
  dataDir: string;
  /** Folder of the built cockpit; it may be missing or come later. */
  uiDir: string;
  mode: "local" | "oidc" | "proxy" | "dev";
  /** In `oidc` mode: people may sign in with a password or passkey too. */
  localAccounts?: boolean;
  version: string;
  /** Where somebody traces. */
  tracing?: Pick<Tracing, "current">;
  logger: Logger;
  /** Where people reach the host; default the listening URL. */
  publicUrl?: string;
  /** Addresses or ranges from which identity headers are believed in proxy mode. */
  trustedProxy?: string[];
  /** Milliseconds after which the people behind open WebSockets and MCP streams are authenticated again; default 30,000. */
  recheckMs?: number;
}

/** The host's doors: one TCP port and one Unix socket. */
export interface Gateway {
  /** The listening URL. */
  readonly url: string;
  readonly port: number;
  /** Usable at once; before {@linkcode Gateway.open} nobody listens. */
  readonly pusher: Pusher;
  /** WebSockets that are open. */
  readonly sockets: number;
  /** Begins to serve. Until then health and hooks answer 503. Registers the providers `events` and `rpc`. */
  open(parts: GatewayParts): void;
  /** Closes the WebSockets of a session, a token or a person that may no longer be trusted. */
  drop(match: { sessionId?: string; tokenId?: string; userId?: string }): void;
  /** Ends the sockets, lets requests under way finish for a few seconds, and unbinds. */
  close(): Promise<void>;
}

/**
 * Takes no more requests and lets those under way finish, for a while: what still waits then ends with the work that it
 * waits for. A signal cannot cut them off here: Deno throws past everybody when one aborts a server that is shutting down.
 */
async function closed(server: Deno.HttpServer<Deno.Addr>): Promise<void> {
  const grace = Promise.withResolvers<void>();
  const timer = setTimeout(grace.resolve, CLOSE_GRACE_MS);
  await Promise.race([server.shutdown(), grace.promise]);
  clearTimeout(timer);
}

/** Binds the port and the Unix socket. Throws `Deno.errors.AddrInUse` when the port is taken. */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const startedAt = performance.now();
  const proxies = new AddressList(options.trustedProxy ?? []);
  const spoofs = new SpoofLog(options.logger);
  let app: App | undefined;
  const answer = (request: Request, transport: "http" | "unix", info: { remoteAddr: Deno.Addr }) =>
    app ? app.handle(new Visit(request, transport, info, options.tracing)) : new Response(null, { status: 503 });

  const tcp = Deno.serve(
    { hostname: options.host, port: options.port, onListen: () => {} },
    (request, info) => answer(request, "http", info),
  );
  const port = tcp.addr.port;
  const url = `http://${options.host.includes(":") ? `[${options.host}]` : options.host}:${port}`;
  const publicUrl = options.publicUrl ?? url;

  const runDir = join(options.dataDir, "run");
  const runToken = await writeRunToken(runDir);
  const socketPath = join(runDir, "rpc.sock");
  await Deno.remove(socketPath).catch(() => {});
  const unix = Deno.serve(
    { path: socketPath, onListen: () => {} },
    (request, info) => answer(request, "unix", info),
  );
  await Deno.chmod(socketPath, 0o600);

  let hub: Hub | undefined;
  const subscribed: (() => void)[] = [];
  let unregister: (() => void) | undefined;
  const about: About = {
    name: "Bulkhead",
    version: options.version,
    modes: [options.mode, ...(options.localAccounts ? ["local"] : [])],
    publicUrl,
  };
  const served = app = new App({
    about,
    guard: new Guard(publicUrl),
    trust: {
      proxies,
      dev: options.mode === "dev",
      spoofed: (address, header) => spoofs.seen(address, header),
    },
    runToken,
    uiDir: options.uiDir,
    logger: options.logger,
    uptimeMs: () => performance.now() - startedAt,
    recheckMs: options.recheckMs ?? RECHECK_MS,
  });

  const drop = (match: Revocation) => {
    hub?.drop(match);
    served.drop(match);
  };

  return {
    url,
    port,
    pusher: {
      push: (type, data, to) => hub?.push(type, data, to),
      wanted: (type, to) => hub?.wanted(type, to) ?? false,
      onSubscribe: (listener) => void subscribed.push(listener),
    },
    get sockets() {
      return hub?.size ?? 0;
    },
    open(parts) {
      if (hub) throw new Error("The gateway is open already");
      hub = new Hub({ ...parts, logger: options.logger, recheckMs: options.recheckMs ?? RECHECK_MS });
      hub.onSubscribe(() => subscribed.forEach((listener) => listener()));
      parts.router.setProvider("events", { state: "ready", provider: hostProvider("events", eventsMethods(hub)) });
      parts.router.setProvider("rpc", {
        state: "ready",
        provider: hostProvider("rpc", rpcMethods(parts.router, publicUrl)),
      });
      served.open(parts, hub);
      unregister = parts.revocations?.onRevoke((revocation) => drop(revocation));
    },
    drop,
    async close() {
      unregister?.();
      hub?.close();
      await served.close();
      await Promise.all([closed(tcp), closed(unix)]);
      await Deno.remove(socketPath).catch(() => {});
    },
  };
}
