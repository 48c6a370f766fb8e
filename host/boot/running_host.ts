import type { Audience, Rooms, TransactionalLog } from "../bus/ports.ts";
import type { Config } from "../config/mod.ts";
import type { Gateway } from "../gateway/mod.ts";
import type { Directory } from "../identity/ports.ts";
import type { Kernel } from "../kernel/mod.ts";
import type { Clock, Logger } from "../observe/ports.ts";
import type { RegistriesOptions } from "../packages/mod.ts";
import type { Router } from "../rpc/ports.ts";
import type { Sandbox, SandboxPart } from "../sandbox/ports.ts";
import type { ReachRules } from "../services/push/mod.ts";
import type { Database } from "../storage/ports.ts";
import type { Launcher } from "../upgrade/ports.ts";

/** What comes from whoever starts it, and what tests may put in place of a part. */
export interface HostOverrides {
  clock?: Clock;
  /** Can start another version in this one's place. */
  launcher?: Launcher;
  /** On a copy of the data, to see whether this version can serve it: without plugins, workflows and whatever reaches out. */
  trial?: boolean;
  /** Variables from which secrets may come; default the process's own. */
  env?: Record<string, string>;
  /** Folder of bundles; default `<data>/packages`. */
  packagesDir?: string;
  /** Write no log lines to the terminal. */
  quiet?: boolean;
  /** Build the cockpit's pages when they are stale; default true. */
  pages?: boolean;
  /** Restart plugins whose sources change; default in dev mode only. */
  watch?: boolean;
  /** Ids that count as bundled; default those of the product. */
  bundled?: readonly string[];
  /** Parts of the sandbox to do without although the machine has them. */
  without?: SandboxPart[];
  /** How registries are reached, and how slow they may be. */
  registries?: Pick<RegistriesOptions, "web" | "pace">;
  /** How push services are reached: on this machine as well, with names resolved otherwise. */
  push?: Pick<ReachRules, "loopback" | "resolve">;
  /** Validate results everywhere; default in dev mode only. */
  validateResults?: boolean;
}

/** A host that serves. */
export interface RunningHost extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly config: Config;
  readonly logger: Logger;
  readonly db: Database;
  readonly log: TransactionalLog;
  readonly rooms: Rooms;
  readonly audience: Audience;
  readonly router: Router;
  readonly directory: Directory;
  readonly sandbox: Sandbox;
  readonly kernel: Kernel;
  readonly gateway: Gateway;
  /** The one-time link by which the first owner comes in; undefined once there is one. */
  claimLink(): string | undefined;
  /** Plugins that are ready. */
  plugins(): number;
  /** Scripts that are ready. */
  workflows(): number;
  /** Drains, ends every process of its own, closes everything. */
  stop(): Promise<void>;
}
