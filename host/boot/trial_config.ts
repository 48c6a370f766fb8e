import type { Config } from "../config/mod.ts";

/**
 * How a version is tried on a copy of the data: all that is opened and brought up to date is, the data of plugins by
 * `migrateCopies`, and nothing that reaches out of the copy runs: no plugins, no scripts, no backups.
 */
export function trialConfig(config: Config): Config {
  const empty = `${config.dataDir}/run/trial`;
  Deno.mkdirSync(empty, { recursive: true, mode: 0o700 });
  const { inspect: _, ...rest } = config;
  return {
    ...rest,
    pluginsDir: empty,
    workflowsDir: empty,
    safeMode: true,
    backup: { ...config.backup, folder: `${config.dataDir}/backups` },
  };
}
