import { PROFILES } from "./profiles.ts";
import {
  AUTH_MODES,
  oneOf,
  type Parse,
  parseAddresses,
  parseBus,
  parseFolder,
  parseHost,
  parseInspect,
  parsePort,
  parsePublicUrl,
  parseSwitch,
} from "./values.ts";

/** One setting: a flag `--name`, a variable `BULKHEAD_NAME`, a key `name` of bulkhead.toml. */
export interface Setting<T = unknown> {
  parse: Parse<T>;
  /** What stands behind the flag in the help; undefined for a switch. */
  value?: string;
  /** The default in words. */
  default: string;
  help: string;
  /** False for what the file cannot say, since it decides where the file is. */
  inFile?: false;
}

const setting = <T>(definition: Setting<T>): Setting<T> => definition;

/** Every setting by the name of its flag. */
export const SETTINGS = {
  host: setting({ parse: parseHost, value: "address", default: "127.0.0.1", help: "address to listen on" }),
  port: setting({ parse: parsePort, value: "number", default: "8080", help: "port to listen on; 0 picks a free one" }),
  data: setting({
    parse: parseFolder,
    value: "folder",
    default: "./data",
    help: "everything that must survive; used by one host at a time",
    inFile: false,
  }),
  auth: setting({
    parse: oneOf(AUTH_MODES),
    value: "mode",
    default: "local",
    help: "how people sign in: local (claim link, then password), oidc (Forgejo, GitHub, any OpenID provider of " +
      "bulkhead.toml), proxy (a trusted header), dev (four seeded users, loopback only)",
  }),
  profile: setting({
    parse: oneOf(PROFILES),
    value: "name",
    default: "full",
    help: `which bundled plugins begin enabled: ${PROFILES.join(", ")}`,
  }),
  plugins: setting({ parse: parseFolder, value: "folder", default: "./plugins", help: "folder of bundled plugins" }),
  workflows: setting({
    parse: parseFolder,
    value: "folder",
    default: "./workflows",
    help: "folder of scripts; saving one there puts it to work",
  }),
  "public-url": setting({
    parse: parsePublicUrl,
    value: "url",
    default: "the listening URL",
    help: "what links and redirects use",
  }),
  "trusted-proxy": setting({
    parse: parseAddresses,
    value: "addresses",
    default: "none",
    help: "addresses or ranges, separated by commas, whose identity headers are believed",
  }),
  bus: setting({
    parse: parseBus,
    value: "where",
    default: "sqlite",
    help: "event log: sqlite; nats://host:port[,…] is not available yet",
  }),
  "log-format": setting({
    parse: oneOf(["text", "json"]),
    value: "format",
    default: "text on a terminal, else json",
    help: "text or json",
  }),
  demo: setting({ parse: parseSwitch, default: "off", help: "seeds the users alice (owner), bob, carol and dave" }),
  "safe-mode": setting({
    parse: parseSwitch,
    default: "off",
    help: "starts with third-party plugins and workflows off",
  }),
  inspect: setting({
    parse: parseInspect,
    value: "plugin[=address]",
    default: "none",
    help: "a plugin that a debugger may attach to, on loopback only (127.0.0.1:9229); all its timeouts are suspended",
  }),
} satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;
export const SETTING_NAMES = Object.keys(SETTINGS) as SettingName[];

/** `public-url` → `BULKHEAD_PUBLIC_URL`. */
export const environmentName = (name: SettingName): string => `BULKHEAD_${name.toUpperCase().replaceAll("-", "_")}`;

/** A value as written, and where, for messages: `--port`, `BULKHEAD_PORT` or `port in <file>`. */
export interface Given {
  text: string;
  where: string;
}

/** What one of the three places says. */
export type GivenSettings = Partial<Record<SettingName, Given>>;

/** The name that is probably meant, as ` (did you mean …?)`, or nothing. */
export function suggestion(name: string, names: readonly string[], prefix = ""): string {
  let best: { name: string; distance: number } | undefined;
  for (const candidate of names) {
    const distance = editDistance(name, candidate);
    if (distance <= 2 && distance < (best?.distance ?? 3)) best = { name: candidate, distance };
  }
  return best ? ` (did you mean ${prefix}${best.name}?)` : "";
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length]!;
}
