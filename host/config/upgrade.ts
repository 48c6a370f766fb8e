import { resolve } from "node:path";
import { badConfig } from "./exit_error.ts";
import { suggestion } from "./settings.ts";

/** What bulkhead.toml says of upgrades. */
export interface UpgradeSettings {
  /** Absolute path of a folder, or URL; undefined = nothing is looked for. */
  source?: string;
  /** Keys that are trusted in place of those in the running version. Raw Ed25519 keys in base64. */
  keys?: string[];
  /** Whether libraries that a release needs may come from the npm registry. */
  packages: "registry" | "cache";
  /** How long a new version may take until it serves. */
  readyMs: number;
  /** A version that ends by itself so soon after its start is taken back. */
  watchMs: number;
  /** How long the data of before the last upgrade is kept. */
  keepMs: number;
}

const KEYS = ["source", "key", "packages", "ready-seconds", "watch-seconds", "keep-days"] as const;
const DAY_MS = 86_400_000;

/**
 * The table `upgrade` of bulkhead.toml. A folder that is not absolute lies in the data folder.
 *
 * ```toml
 * [upgrade]
 * source = "https://releases.example.com/bulkhead/"
 * key = "Zm9vYmFy…"
 * packages = "registry"
 * ready-seconds = 180
 * watch-seconds = 60
 * keep-days = 7
 * ```
 */
export function readUpgrade(table: unknown, options: { where: string; dataDir: string }): UpgradeSettings {
  const { where, dataDir } = options;
  const settings: UpgradeSettings = { packages: "registry", readyMs: 180_000, watchMs: 60_000, keepMs: 7 * DAY_MS };
  if (table === undefined) return settings;
  if (typeof table !== "object" || table === null || Array.isArray(table) || table instanceof Date) {
    throw badConfig(`The key "upgrade" in ${where} has to be a table`);
  }
  for (const [name, value] of Object.entries(table)) {
    const at = `"upgrade.${name}" in ${where}`;
    switch (KEYS.find((known) => known === name.replaceAll("_", "-"))) {
      case "source":
        settings.source = source(value, at, dataDir);
        break;
      case "key":
        settings.keys = keys(value, at);
        break;
      case "packages":
        if (value !== "registry" && value !== "cache") throw bad(value, at, '"registry" or "cache"');
        settings.packages = value;
        break;
      case "ready-seconds":
        settings.readyMs = amount(value, at, { least: 5, most: 3_600, unit: "seconds" }) * 1_000;
        break;
      case "watch-seconds":
        settings.watchMs = amount(value, at, { least: 1, most: 3_600, unit: "seconds" }) * 1_000;
        break;
      case "keep-days":
        settings.keepMs = amount(value, at, { least: 0, most: 3_650, unit: "days" }) * DAY_MS;
        break;
      default:
        throw badConfig(`Unknown key ${at}${suggestion(name, KEYS)}: accepted are ${KEYS.join(", ")}`);
    }
  }
  return settings;
}

function source(value: unknown, at: string, dataDir: string): string {
  const expected = "a folder, or a URL such as https://releases.example.com/bulkhead/";
  if (typeof value !== "string" || value === "" || value.length > 1_000) throw bad(value, at, expected);
  if (!/^[a-z][a-z0-9+.-]*:/i.test(value)) return resolve(dataDir, value);
  const url = URL.parse(value);
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") {
    throw bad(value, at, expected);
  }
  return value;
}

function keys(value: unknown, at: string): string[] {
  const list = (Array.isArray(value) ? value : [value]) as unknown[];
  const sound = list.length > 0 && list.length <= 8 && list.every(isKey);
  if (sound) return list as string[];
  throw bad(value, at, "a public key of 32 bytes in base64, as the release script prints it, or a list of them");
}

function isKey(value: unknown): boolean {
  try {
    return typeof value === "string" && Uint8Array.fromBase64(value, { lastChunkHandling: "strict" }).length === 32;
  } catch {
    return false;
  }
}

function amount(value: unknown, at: string, range: { least: number; most: number; unit: string }): number {
  if (typeof value === "number" && value >= range.least && value <= range.most) return value;
  throw bad(value, at, `${range.least} to ${range.most} ${range.unit}`);
}

function bad(value: unknown, at: string, expected: string): Error {
  return badConfig(`Bad value ${JSON.stringify(String(value)).slice(0, 200)} for ${at}: expected ${expected}`);
}
