import { resolve } from "node:path";
import { parseArguments } from "./arguments.ts";
import { badConfig, ExitError } from "./exit_error.ts";
import { type EventSettings, readEvents } from "./events.ts";
import { type LogSettings, readLogs } from "./logs.ts";
import { type BackupSettings, readBackup } from "./backup.ts";
import { readRuns, type RunSettings } from "./runs.ts";
import { readUpgrade, type UpgradeSettings } from "./upgrade.ts";
import { CONFIG_FILE, readConfigFile } from "./file.ts";
import { helpText } from "./help.ts";
import { isOpenToAll, type OidcSettings, readOidc } from "./oidc.ts";
import { PROFILES } from "./profiles.ts";
import { type RateSettings, readRates } from "./rates.ts";
import { readProxy, type RoleMapping } from "./role_mapping.ts";
import {
  environmentName,
  type Given,
  type GivenSettings,
  SETTING_NAMES,
  type SettingName,
  SETTINGS,
  suggestion,
} from "./settings.ts";
import { PRODUCT, VERSION } from "./version.ts";
import type { AuthMode, BusConfig, InspectConfig, LogFormat } from "./values.ts";

/** Everything that a start is told. Paths are absolute. */
export interface Config {
  host: string;
  /** 0 picks a free one. */
  port: number;
  dataDir: string;
  auth: AuthMode;
  profile: string;
  pluginsDir: string;
  workflowsDir: string;
  /** Scheme, host and port; undefined = the listening URL. */
  publicUrl?: string;
  trustedProxy: string[];
  bus: BusConfig;
  logFormat: LogFormat;
  demo: boolean;
  safeMode: boolean;
  /** The plugin that a debugger may attach to. */
  inspect?: InspectConfig;
  /** Empty in dev mode unless configured. */
  rateLimits: RateSettings;
  events: EventSettings;
  runs: RunSettings;
  logs: LogSettings;
  backup: BackupSettings;
  upgrade: UpgradeSettings;
  /** Where people sign in with `--auth oidc`. */
  oidc: OidcSettings;
  /** What the groups that a proxy tells of give with `--auth proxy`. */
  proxy: RoleMapping;
  /** What is allowed but probably not meant, in words, to be logged at start. */
  warnings: string[];
}

/** Variables of this prefix that are not settings. */
const OTHER_VARIABLES = /^BULKHEAD_(SECRET_.*|REQUIRE|BACKUP_PASSPHRASE|LAUNCHER|TRIAL)$/;

/**
 * Flags beat environment beat `bulkhead.toml` in the data folder beat defaults. A variable that is empty counts as not
 * there. Throws {@linkcode ExitError}: code 2 for anything that is unknown or does not fit, code 0 for `--help` and
 * `--version`, whose message is the answer.
 *
 * @example
 * ```ts
 * import { loadConfig } from "./mod.ts";
 *
 * const config = loadConfig(["--port", "9000"], { BULKHEAD_PORT: "9001", BULKHEAD_AUTH: "dev" });
 * if (config.port !== 9000 || config.auth !== "dev") throw new Error("wrong precedence");
 * ```
 */
export function loadConfig(args: readonly string[], env: Record<string, string | undefined>): Config {
  const line = parseArguments(args);
  if (line.help) throw new ExitError(0, helpText());
  if (line.version) throw new ExitError(0, `${PRODUCT} ${VERSION}`);

  const { given: environment, warnings } = readEnvironment(env);
  const dataDir = resolve(read("data", line.given.data ?? environment.data, "./data"));
  const file = readConfigFile(dataDir);
  const given = (name: SettingName): Given | undefined => line.given[name] ?? environment[name] ?? file.given[name];

  const auth = read<AuthMode>("auth", given("auth"), "local");
  const config: Config = {
    host: read("host", given("host"), "127.0.0.1"),
    port: read("port", given("port"), 8080),
    dataDir,
    auth,
    profile: read("profile", given("profile"), PROFILES[0]!),
    pluginsDir: resolve(read("plugins", given("plugins"), "./plugins")),
    workflowsDir: resolve(read("workflows", given("workflows"), "./workflows")),
    publicUrl: read<string | undefined>("public-url", given("public-url"), undefined),
    trustedProxy: read("trusted-proxy", given("trusted-proxy"), []),
    bus: read("bus", given("bus"), { kind: "sqlite" }),
    logFormat: read("log-format", given("log-format"), Deno.stdout.isTerminal() ? "text" : "json"),
    demo: read("demo", given("demo"), false),
    safeMode: read("safe-mode", given("safe-mode"), false),
    inspect: read<InspectConfig | undefined>("inspect", given("inspect"), undefined),
    events: readEvents(file.tables.events, { where: file.path }),
    runs: readRuns(file.tables.runs, { where: file.path }),
    logs: readLogs(file.tables.logs, { where: file.path }),
    backup: readBackup(file.tables.backup, { where: file.path, dataDir }),
    upgrade: readUpgrade(file.tables.upgrade, { where: file.path, dataDir }),
    oidc: readOidc(file.tables.oidc, { where: file.path }),
    proxy: readProxy(file.tables.proxy, { where: file.path }),
    rateLimits: readRates(file.tables.rates, { dev: auth === "dev", where: file.path }),
    warnings,
  };
  checkTogether(config, given);
  return config;
}

/** The value of a setting, or `preset` when nobody gives one. */
function read<T>(name: SettingName, given: Given | undefined, preset: T): T {
  if (given === undefined) return preset;
  try {
    return SETTINGS[name].parse(given.text) as T;
  } catch (error) {
    const reason = (error as Error).message;
    throw badConfig(`Bad value ${JSON.stringify(given.text)} for ${given.where}: ${reason}`, error);
  }
}

function readEnvironment(env: Record<string, string | undefined>): { given: GivenSettings; warnings: string[] } {
  const names = new Map(SETTING_NAMES.map((name) => [environmentName(name), name]));
  const given: GivenSettings = {};
  const warnings: string[] = [];
  for (const [variable, text] of Object.entries(env)) {
    if (!variable.startsWith("BULKHEAD_") || text === undefined || text === "") continue;
    const name = names.get(variable);
    if (name) given[name] = { text, where: variable };
    else if (!OTHER_VARIABLES.test(variable)) {
      warnings.push(
        `The variable ${variable} is none of ours${suggestion(variable, [...names.keys()])} and was ignored`,
      );
    }
  }
  return { given, warnings };
}

/** What can only be judged when all is known. */
function checkTogether(config: Config, given: (name: SettingName) => Given | undefined): void {
  const where = (name: SettingName): string => given(name)?.where ?? `--${name}`;
  if (config.auth === "oidc") checkOidc(config, where("auth"));
  if (config.bus.kind === "nats") {
    throw badConfig(`${where("bus")}: the NATS event log is not part of this version yet; available is sqlite`);
  }
  if (config.auth === "dev" && !isLoopbackHost(config.host)) {
    throw badConfig(
      `${where("auth")}: dev mode signs in anyone who asks, so it listens on loopback only, not on "${config.host}" ` +
        `(${where("host")}); use --host 127.0.0.1, or another --auth`,
    );
  }
  if (config.auth === "proxy" && config.trustedProxy.length === 0) {
    config.warnings.push(
      "Nobody can sign in: --auth proxy believes headers from the addresses in --trusted-proxy only, and there are none",
    );
  }
  if (config.inspect) {
    config.warnings.push(
      `Whoever reaches ${config.inspect.address} can attach a debugger to "${config.inspect.plugin}" and act as it`,
    );
  }
  if (config.auth === "dev") {
    config.warnings.push(
      "Dev mode: whoever reaches this machine's loopback is signed in as whom they like, without a password",
    );
  }
}

/** Somebody has to be able to sign in, and browsers have to come back from the provider. */
function checkOidc({ oidc, dataDir, host, publicUrl, warnings }: Config, where: string): void {
  if (oidc.providers.length === 0) {
    throw badConfig(
      `${where}: there is no provider to sign in with; add a table "oidc.providers.<name>" with issuer, client-id and ` +
        `client-secret to ${dataDir}/${CONFIG_FILE} (the README shows Forgejo, GitHub and others)`,
    );
  }
  if (publicUrl === undefined && !isLoopbackHost(host)) {
    throw badConfig(
      `${where}: the provider sends people back to --public-url, and without it that is the address "${host}" on ` +
        "which the host listens; give the URL that people open",
    );
  }
  if (publicUrl?.startsWith("http:") && !isLoopbackHost(new URL(publicUrl).hostname.replace(/^\[|\]$/g, ""))) {
    warnings.push(`People sign in over ${publicUrl} without TLS: whoever listens on the way can act as them`);
  }
  for (const provider of oidc.providers.filter(isOpenToAll)) {
    warnings.push(
      `Everyone who has an account at ${provider.name} gets one here: "oidc.providers.${provider.id}" has ` +
        'sign-up = "everyone"',
    );
  }
}

function isLoopbackHost(host: string): boolean {
  return host === "::1" || host.toLowerCase() === "localhost" || /^127(\.\d{1,3}){3}$/.test(host);
}
