import type { Logger } from "../observe/ports.ts";
import type { Sandbox } from "../sandbox/ports.ts";
import { RpcError } from "../sdk/errors.ts";
import type { Database } from "../storage/ports.ts";
import { discoverPlugins, prefixesOf } from "./discovery.ts";
import { limitsOf } from "./limits.ts";
import type { LifeParts } from "./plugin_life.ts";

export interface MigrateCopiesOptions {
  /** The plugins as the version that is tried brings them. */
  pluginsDir: string;
  /** The copy of the data. */
  dataDir: string;
  bundler: LifeParts["bundler"];
  sandbox: Pick<Sandbox, "start">;
  logger: Logger;
  /** Says which plugins somebody has turned off: those are left alone. */
  db: Database;
}

/**
 * Brings the databases of plugins up to date where they are a copy, one after the other: so a migration that does not like the data is known
 * before it counts. Each plugin has a compartment without network, secrets and answers to what it asks; neither its
 * `setup` nor anything else of it is run. Throws an Error that names the plugin.
 */
export async function migrateCopies(options: MigrateCopiesOptions): Promise<void> {
  const { pluginsDir, dataDir, bundler, sandbox, logger } = options;
  const off = (id: string) =>
    options.db.get("SELECT 1 FROM ker_plugins WHERE id = ? AND enabled = 0", id) !== undefined;
  const { found } = await discoverPlugins(pluginsDir, logger);
  for (const { folder, manifest } of found) {
    const { id, version } = manifest;
    const own = `${dataDir}/plugins/${id}`;
    // Without data there is nothing that could be wrong with it.
    if (off(id) || !isThere(`${own}/data.db`)) continue;
    try {
      const { path } = await bundler.bundlePlugin(folder, manifest.entry ?? "plugin.ts");
      const limits = limitsOf(manifest);
      const { callMs, maxConcurrent, storageMb } = limits;
      const compartment = await sandbox.start({
        ...{ id, entry: path, dataDir: own, permissions: { net: [], sys: [] }, limits, prefixes: prefixesOf(manifest) },
        init: {
          ...{ kind: "plugin", id, version, dataDir: own, settings: {}, secrets: {}, validateResults: false },
          ...{ limits: { callMs, maxConcurrent, storageMb }, migrateOnly: true },
        },
      }, {
        request: () =>
          Promise.reject(
            new RpcError("precondition_failed", "Nothing is answered where data is only brought up to date"),
          ),
        notification() {},
      });
      await compartment.stop();
    } catch (error) {
      throw new Error(`The data of the plugin "${id}" cannot be brought up to date: ${(error as Error).message}`, {
        cause: error,
      });
    }
    logger.info(`Brought the data of "${id}" up to date`);
  }
}

function isThere(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
