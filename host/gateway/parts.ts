import type { Hono } from "hono";
import type { Audience, EventLog, Rooms } from "../bus/ports.ts";
import type { Authenticator, AuthEnv, Downloads, Revocations, SignInAttempts } from "../identity/ports.ts";
import type { FileStore, PartialUploads, UploadTarget } from "../services/files/ports.ts";
import type { Router } from "../rpc/ports.ts";
import type { Caller } from "../sdk/channel/protocol.ts";
import type { HookTarget, PluginPages } from "./ports.ts";

/** What the gateway serves; handed over when the host is up. */
export interface GatewayParts {
  router: Router;
  authenticator: Authenticator;
  /** Served below `/auth`; paths in it are without that prefix. `c.env` is {@linkcode AuthEnv}. */
  authRoutes: Hono<{ Bindings: AuthEnv }>;
  /** Sockets of what is revoked are closed at once. */
  revocations?: Revocations;
  log: Pick<EventLog, "read" | "head" | "oldest" | "watch">;
  audience: Audience;
  rooms: Rooms;
  hooks: HookTarget;
  /** Uploads and downloads below `/files`; without it nothing is there. */
  files?: { store: FileStore; target: UploadTarget; partial: PartialUploads };
  /** What calls have allowed to be fetched below `/downloads`; without it nothing is there. */
  downloads?: Downloads;
  /** Slows down who guesses credentials below `/dav`; without it nobody is slowed down. */
  attempts?: SignInAttempts;
  /** Which plugin answers under a prefix now: its files are its own to show below `/dav`. */
  providerOf?(prefix: string): string | undefined;
  /** Pages of plugins below `/p`; without it nothing is there. */
  pages?: PluginPages;
  /** State of each plugin by id, for `/health`. */
  plugins(): Record<string, string>;
  /** True once no enabled plugin is starting. */
  ready(): boolean;
  /** Issuers of OAuth tokens that are taken as bearer tokens, for MCP clients to find; default none. */
  authorizationServers?(): string[];
  /** Prometheus text of everything that counts. */
  metrics(): string;
  /** For whom the Unix socket acts; undefined while nobody has claimed the host. */
  owner(): Caller | undefined;
}
