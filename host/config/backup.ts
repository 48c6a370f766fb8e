import { resolve } from "node:path";
import { Cron } from "croner";
import { badConfig } from "./exit_error.ts";
import { readS3, type S3Settings } from "./backup_s3.ts";
import { suggestion } from "./settings.ts";

/** What bulkhead.toml says of backups. */
export interface BackupSettings {
  /** Absolute path. */
  folder: string;
  /** Cron expression; undefined = none are made by themselves. */
  schedule?: string;
  /** For the schedule. */
  timezone: string;
  /** Scheduled backups that are kept; 0 = no limit. */
  keepCount: number;
  /** Milliseconds that they are kept; 0 = no limit. */
  keepMs: number;
  compression: "zstd" | "none";
  /** A file with the passphrase in its first line, read at each backup. */
  passphraseFile?: string;
  /** Takes the key of the secrets along; only with a passphrase. */
  key: boolean;
  /** Each backup goes there too. */
  s3?: S3Settings;
}

const KEYS = [
  "folder",
  "schedule",
  "timezone",
  "keep-count",
  "keep-days",
  "compression",
  "passphrase-file",
  "key",
  "s3",
] as const;
const DAY_MS = 86_400_000;
const MAX_SCHEDULE = 200;

/**
 * The table `backup` of bulkhead.toml. Paths that are not absolute lie in the data folder.
 *
 * ```toml
 * [backup]
 * folder = "/mnt/backups/bulkhead"
 * schedule = "0 3 * * *"
 * timezone = "Europe/Berlin"
 * keep-count = 14
 * keep-days = 90
 * compression = "zstd"
 * passphrase-file = "/etc/bulkhead/backup-passphrase"
 * key = true
 *
 * [backup.s3]
 * endpoint = "https://s3.eu-central-1.amazonaws.com"
 * bucket = "team-backups"
 * ```
 */
export function readBackup(table: unknown, options: { where: string; dataDir: string }): BackupSettings {
  const { where, dataDir } = options;
  const settings: BackupSettings = {
    folder: `${dataDir}/backups`,
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    keepCount: 7,
    keepMs: 0,
    compression: "zstd",
    key: false,
  };
  if (table === undefined) return settings;
  if (typeof table !== "object" || table === null || Array.isArray(table) || table instanceof Date) {
    throw badConfig(`The key "backup" in ${where} has to be a table`);
  }
  for (const [name, value] of Object.entries(table)) {
    const at = `"backup.${name}" in ${where}`;
    switch (KEYS.find((known) => known === name.replaceAll("_", "-"))) {
      case "folder":
        settings.folder = resolve(dataDir, text(value, at, "a folder"));
        break;
      case "schedule":
        settings.schedule = text(value, at, 'a cron expression such as "0 3 * * *"');
        break;
      case "timezone":
        settings.timezone = text(value, at, 'a time zone such as "Europe/Berlin"');
        break;
      case "keep-count":
        settings.keepCount = Math.floor(amount(value, at, "a number of backups"));
        break;
      case "keep-days":
        settings.keepMs = amount(value, at, "days") * DAY_MS;
        break;
      case "compression":
        if (value !== "zstd" && value !== "none") {
          throw badConfig(`Bad value ${JSON.stringify(String(value))} for ${at}: expected "zstd" or "none"`);
        }
        settings.compression = value;
        break;
      case "passphrase-file":
        settings.passphraseFile = resolve(dataDir, text(value, at, "a file"));
        break;
      case "key":
        if (typeof value !== "boolean") {
          throw badConfig(`Bad value ${JSON.stringify(String(value))} for ${at}: expected true or false`);
        }
        settings.key = value;
        break;
      case "s3":
        settings.s3 = readS3(value, where);
        break;
      default:
        throw badConfig(`Unknown key ${at}${suggestion(name, KEYS)}: accepted are ${KEYS.join(", ")}`);
    }
  }
  checkFolder(settings.folder, dataDir, where);
  checkSchedule(settings, where);
  return settings;
}

/** Elsewhere in the data folder a backup would hold the backups before it. */
function checkFolder(folder: string, dataDir: string, where: string): void {
  const inside = folder === dataDir || folder.startsWith(`${dataDir}/`);
  if (!inside || folder === `${dataDir}/backups` || folder.startsWith(`${dataDir}/backups/`)) return;
  throw badConfig(
    `Bad value "${folder}" for "backup.folder" in ${where}: expected a folder outside of the data folder, or "backups" in it`,
  );
}

function checkSchedule({ schedule, timezone }: BackupSettings, where: string): void {
  try {
    new Intl.DateTimeFormat("en", { timeZone: timezone });
  } catch (error) {
    throw badConfig(
      `Bad value "${timezone}" for "backup.timezone" in ${where}: expected a name such as "Europe/Berlin"`,
      error,
    );
  }
  if (schedule === undefined) return;
  try {
    const next = new Cron(schedule, { timezone, mode: "5-part", paused: true }).nextRun();
    if (next === null) throw new TypeError("it never comes");
  } catch (error) {
    const reason = (error as Error).message.replace(/^CronPattern: /, "");
    throw badConfig(
      `Bad value "${schedule}" for "backup.schedule" in ${where}: ${reason}; five fields such as "0 3 * * *" are expected`,
      error,
    );
  }
}

function text(value: unknown, at: string, what: string): string {
  if (typeof value === "string" && value !== "" && value.length <= MAX_SCHEDULE * 20) return value;
  throw badConfig(`Bad value ${JSON.stringify(String(value)).slice(0, MAX_SCHEDULE)} for ${at}: expected ${what}`);
}

function amount(value: unknown, at: string, unit: string): number {
  if (typeof value === "number" && Number.isFinite(value) && value >= 0) return value;
  throw badConfig(`Bad value ${JSON.stringify(String(value))} for ${at}: expected ${unit}, 0 for no limit`);
}
