import type { InitParams, RelayParams, RelayResult } from "../channel/protocol.ts";
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
  /** A context of the plugin's own, for work that no caller asked for. */
  background(what: string): Context;
}

/** Puts the services of a plugin together. Migrates at once when there is something to migrate. */
export function createServices(
  init: InitParams,
  link: HostLink,
  clock: SdkClock,
  migrations: Migrations,
): Omit<Services, "timers" | "background"> {
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
    secrets: new PluginSecrets(init.secrets),
    settings: Object.freeze({ ...init.settings }),
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
