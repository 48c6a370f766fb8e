import type { InitParams, MissedParams, RelayParams, RelayResult } from "../channel/protocol.ts";
import { CallKeys } from "./call_keys.ts";
import type { SdkClock } from "./clock.ts";
import type { Context } from "./context.ts";
import { Sqlite } from "./database.ts";
import { PluginFiles } from "./files.ts";
import type { HostLink } from "./host_link.ts";
import { LogBuffer, PluginLog } from "./logger.ts";
import { migrate, type Migrations } from "./migrations.ts";
import { Outbox } from "./outbox.ts";
import { PluginSecrets } from "./secrets.ts";
import { Store } from "./store.ts";
import type { Timers } from "./schedule.ts";

/** What all calls of one running plugin share. */
export interface Services {
  readonly plugin: { readonly id: string; readonly version: string };
  readonly link: HostLink;
  readonly clock: SdkClock;
  readonly log: PluginLog;
  readonly logBuffer: LogBuffer;
  readonly store: Store;
  readonly keys: CallKeys;
  readonly outbox: Outbox;
  readonly files: PluginFiles;
  readonly secrets: PluginSecrets;
  settings: Readonly<Record<string, unknown>>;
  readonly timers: Timers;
  /** Names of the handlers of durable schedules. */
  readonly schedules: ReadonlySet<string>;
  /** A context of the plugin's own, for work that no caller asked for. */
  background(what: string): Context;
}

/** Puts the services of a plugin together. Migrates at once when there is something to migrate. */
export function createServices(
  init: InitParams,
  link: HostLink,
  clock: SdkClock,
  migrations: Migrations,
): Omit<Services, "timers" | "schedules" | "background"> {
  const path = `${init.dataDir}/data.db`;
  const store = new Store(() => {
    const db = new Sqlite(path);
    try {
      migrate(db, migrations);
    } catch (error) {
      db.close();
      throw error;
    }
    return db;
  });
  const logBuffer = new LogBuffer((records) => link.notify("log", { records }));
  const log = new PluginLog(logBuffer);
  const keys = new CallKeys(store, () => clock.now());
  const outbox = new Outbox({
    store,
    clock,
    log,
    relay: (params: RelayParams) => link.request<RelayResult>("relay", params),
  });
  if (Object.keys(migrations).length > 0 || exists(path)) void store.db;
  return {
    plugin: Object.freeze({ id: init.id, version: init.version }),
    link,
    clock,
    log,
    logBuffer,
    store,
    keys,
    outbox,
    files: new PluginFiles(`${init.dataDir}/files`),
    secrets: new PluginSecrets(init.secrets, tellMissed(link, clock)),
    settings: Object.freeze({ ...init.settings }),
  };
}

/** Names whose misses are told to the host, and how often each at most. */
const MAX_MISSED = 100;
const MISSED_MS = 1_000;

/** Tells the host of secrets that are asked for in vain, so that an owner can see it and grant them. */
function tellMissed(link: HostLink, clock: SdkClock): (name: string) => void {
  const toldAt = new Map<string, number>();
  return (name) => {
    const now = clock.now();
    const before = toldAt.get(name);
    if (before === undefined ? toldAt.size >= MAX_MISSED : now - before < MISSED_MS) return;
    toldAt.set(name, now);
    link.notify("permission.missed", { kind: "secrets", target: name } satisfies MissedParams);
  };
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
