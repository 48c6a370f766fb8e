import { parse, TomlError } from "smol-toml";
import { badConfig } from "./exit_error.ts";
import { type GivenSettings, SETTING_NAMES, type SettingName, SETTINGS, suggestion } from "./settings.ts";

/** Name of the file in the data folder. */
export const CONFIG_FILE = "bulkhead.toml";

/** Tables of bulkhead.toml that have a reader of their own. */
const TABLES = ["rates", "events", "runs", "logs", "oidc", "proxy", "backup", "upgrade"] as const;

/** What bulkhead.toml says; its tables are unread. */
export interface FileSettings {
  given: GivenSettings;
  tables: Partial<Record<(typeof TABLES)[number], unknown>>;
  path: string;
}

const MAX_FILE_BYTES = 1024 * 1024;

/**
 * Reads bulkhead.toml; no file is an empty one. Keys are the names of the flags (`public-url`, also written
 * `public_url`) and the tables `rates`, `events`, `runs`, `logs`, `oidc`, `proxy`,
 * `backup` and `upgrade`. Throws {@linkcode ExitError} with code 2 that names the line or the key.
 */
export function readConfigFile(dataDir: string): FileSettings {
  const path = `${dataDir}/${CONFIG_FILE}`;
  const text = readText(path);
  if (text === undefined) return { given: {}, tables: {}, path };
  let table: Record<string, unknown>;
  try {
    table = parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason = error.message.split("\n")[0]!.replace(/^Invalid TOML document: /, "");
    throw badConfig(`${path}, line ${error.line}, column ${error.column}: not valid TOML: ${reason}`, error);
  }
  const given: GivenSettings = {};
  const tables: FileSettings["tables"] = {};
  for (const [key, value] of Object.entries(table)) {
    const known = TABLES.find((name) => name === key);
    if (known) {
      tables[known] = value;
      continue;
    }
    const name = settingOf(key, path);
    const where = `"${key}" in ${path}`;
    if (given[name]) throw badConfig(`${path} says "${name}" twice, as ${given[name].where} and as "${key}"`);
    given[name] = { text: textOf(value, where, SETTINGS[name].help), where };
  }
  return { given, tables, path };
}

function readText(path: string): string | undefined {
  try {
    const { size, isFile } = Deno.statSync(path);
    if (!isFile) throw badConfig(`${path} is not a file: remove it, or write the settings into a file of that name`);
    if (size > MAX_FILE_BYTES) throw badConfig(`${path} is larger than 1 MiB, which no settings are`);
    return new TextDecoder("utf-8", { fatal: true }).decode(Deno.readFileSync(path));
  } catch (error) {
    // NotADirectory: the data folder itself is a file; making it says so.
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return undefined;
    if (error instanceof TypeError) throw badConfig(`${path} is not UTF-8 text`, error);
    if (error instanceof Deno.errors.PermissionDenied) {
      throw badConfig(`${path} cannot be read: check its owner and mode`, error);
    }
    throw error;
  }
}

function settingOf(key: string, path: string): SettingName {
  const name = SETTING_NAMES.find((candidate) => candidate === key.replaceAll("_", "-"));
  if (name && (SETTINGS[name] as { inFile?: false }).inFile !== false) return name;
  if (name) {
    throw badConfig(
      `"${key}" cannot stand in ${path}, since it says where that file is: use --${name} or the environment`,
    );
  }
  const accepted = [
    ...SETTING_NAMES.filter((candidate) => (SETTINGS[candidate] as { inFile?: false }).inFile !== false),
    ...TABLES,
  ];
  throw badConfig(`Unknown key "${key}" in ${path}${suggestion(key, accepted)}: accepted are ${accepted.join(", ")}`);
}

function textOf(value: unknown, where: string, help: string): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return String(value);
  if (Array.isArray(value) && value.every((entry) => typeof entry === "string")) return value.join(",");
  throw badConfig(`Bad value for ${where}: expected text, a number, true or false (${help})`);
}
