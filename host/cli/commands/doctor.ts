import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { BackupFolder } from "../../backup/mod.ts";
import { type Config, ExitError, loadConfig, type OidcProviderSettings } from "../../config/mod.ts";
import { examineProvider } from "../../identity/mod.ts";
import { systemClock } from "../../observe/mod.ts";
import { fingerprintOf } from "../../packages/mod.ts";
import { probeEnclosure, runtimeFiles } from "../../sandbox/mod.ts";
import {
  checkBackups,
  checkDataFolder,
  checkDeno,
  checkEnclosure,
  checkMade,
  checkProgram,
  checkReleases,
  checkService,
  checkUpgrade,
  type Finding,
  PROGRAMS,
} from "../checks.ts";
import { type CliContext, CliError } from "../context.ts";
import { dataFolder, HostClient } from "../host_client.ts";
import { plain, printJson } from "../output.ts";

/** What the variable of a secret begins with. */
const SECRET = "BULKHEAD_SECRET_";

const SIGN: Record<Finding["state"], string> = { ok: "ok  ", warn: "warn", fail: "FAIL" };

/** `bulkhead doctor`: what this machine lacks, what that means, and the command that helps. Exit code 1 when something fails. */
export function doctorCommand(context: CliContext, done: (exitCode: number) => void): Command {
  return new Command("doctor").description("what this machine lacks, what that means, and what helps")
    .option("--data <folder>", "data folder to look at (default: BULKHEAD_DATA, else ./data)")
    .option("--json", "print JSON for other programs")
    .action(async (options: { data?: string; json?: boolean }) => {
      const findings = await examine(context, options.data);
      if (options.json) printJson(context, findings);
      else print(context, findings);
      done(findings.some((finding) => finding.state === "fail") ? 1 : 0);
    });
}

async function examine(context: CliContext, data: string | undefined): Promise<Finding[]> {
  const root = fileURLToPath(new URL("../../../", import.meta.url));
  const programs = await Promise.all(PROGRAMS.map((check) => checkProgram(check, context.env.PATH)));
  return [
    checkDeno(Deno.version.deno),
    ...programs,
    checkEnclosure(await probeEnclosure(await runtimeFiles(Deno.execPath()))),
    checkDataFolder(dataFolder(context, data)),
    ...await checkSettings(context, dataFolder(context, data)),
    checkMade("libraries", `${root}node_modules`, {
      missing: "they are fetched at the first start, which needs the network",
      remedy: "deno install --frozen",
    }),
    checkMade("pages", `${root}ui/dist/index.html`, {
      missing: "they are built at the first start",
      remedy: "deno task ui",
    }),
    ...examineBackups(context, data),
    ...await examineUpgrade(context, dataFolder(context, data)),
    ...[checkService(UNITS, "/run/systemd/system") ?? []].flat(),
    await checkHost(context, data),
  ];
}

const UNITS = ["/etc/systemd/system/bulkhead.service", "/usr/lib/systemd/system/bulkhead.service"];

async function examineUpgrade(context: CliContext, dataDir: string): Promise<Finding[]> {
  const { PINNED_KEYS, StateFile } = await import("../../upgrade/mod.ts");
  const findings: Finding[] = [];
  try {
    const { source, keys } = loadConfig(["--data", dataDir], context.env).upgrade;
    const trusted = (keys ?? PINNED_KEYS).map((key) => fingerprintOf(key) ?? key);
    findings.push(...[checkReleases({ source, trusted }) ?? []].flat());
  } catch (error) {
    // The finding about the settings says it.
    if (!(error instanceof ExitError)) throw error;
  }
  try {
    findings.push(...[checkUpgrade(new StateFile(dataDir).read()?.outcome) ?? []].flat());
  } catch (error) {
    findings.push({
      name: "upgrade",
      state: "fail",
      detail: (error as Error).message,
      remedy: `see ${dataDir}/upgrade`,
    });
  }
  return findings;
}

/** Nothing of a folder in which no host has run yet. */
function examineBackups(context: CliContext, data: string | undefined): Finding[] {
  const dataDir = dataFolder(context, data);
  try {
    Deno.statSync(`${dataDir}/host.db`);
  } catch {
    return [];
  }
  try {
    const { folder, schedule } = loadConfig(["--data", dataDir], context.env).backup;
    const newestAt = new BackupFolder(folder).newest()?.at;
    return [checkBackups({ folder, scheduled: schedule !== undefined, newestAt, now: Date.now() })];
  } catch (error) {
    if (!(error instanceof ExitError)) throw error;
    // The finding about the settings says it.
    return [];
  }
}

/** The settings as a start would read them, and the providers with which people sign in. */
async function checkSettings(context: CliContext, dataDir: string): Promise<Finding[]> {
  let config: Config;
  try {
    config = loadConfig(["--data", dataDir], context.env);
  } catch (error) {
    if (!(error instanceof ExitError)) throw error;
    return [{
      name: "settings",
      state: "fail",
      detail: error.message,
      remedy: `mend them in ${dataDir}/bulkhead.toml`,
    }];
  }
  const settings: Finding = { name: "settings", state: "ok", detail: `people sign in by: ${config.auth}` };
  if (config.auth !== "oidc") return [settings];
  const secrets = await knownSecrets(context, dataDir);
  return [settings, ...await Promise.all(config.oidc.providers.map((one) => checkProvider(one, secrets)))];
}

/** Names of the secrets that a start would find; undefined: only a running host can tell. */
async function knownSecrets(context: CliContext, dataDir: string): Promise<Set<string> | undefined> {
  const given = Object.entries(context.env).filter(([, value]) => value).map(([name]) => name);
  const names = new Set(given.filter((name) => name.startsWith(SECRET)).map((name) => name.slice(SECRET.length)));
  try {
    using host = HostClient.open(context, dataDir);
    const { items } = await host.call<{ items: { name: string }[] }>("host.secret.list");
    for (const { name } of items) names.add(name);
    return names;
  } catch (error) {
    if (error instanceof CliError) return undefined;
    throw error;
  }
}

async function checkProvider(provider: OidcProviderSettings, secrets: Set<string> | undefined): Promise<Finding> {
  const name = `sign-in ${provider.id}`;
  const fault = await examineProvider(provider, systemClock());
  if (fault !== undefined) {
    return { name, state: "fail", detail: fault, remedy: `see "oidc.providers.${provider.id}" in bulkhead.toml` };
  }
  const { clientSecret } = provider;
  if (clientSecret !== undefined && secrets && !secrets.has(clientSecret)) {
    return {
      name,
      state: "fail",
      detail: `${provider.name} answers, but the secret ${clientSecret} is not set`,
      remedy: `bulkhead secret set ${clientSecret}`,
    };
  }
  const unknown = clientSecret !== undefined && !secrets ? `; whether ${clientSecret} is set a running host tells` : "";
  return { name, state: "ok", detail: `${provider.name} answers at ${provider.issuer}${unknown}` };
}

async function checkHost(context: CliContext, data: string | undefined): Promise<Finding> {
  const name = "host";
  try {
    using host = HostClient.open(context, data);
    const { status, body } = await host.get("/health");
    if (status === 200) return { name, state: "ok", detail: `runs, version ${plain(String(body.version))}` };
    return {
      name,
      state: "fail",
      detail: `runs, but says ${plain(String(body.status ?? status))}`,
      remedy: "bulkhead logs",
    };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return { name, state: "ok", detail: `none runs with ${dataFolder(context, data)}` };
  }
}

function print(context: CliContext, findings: Finding[]): void {
  const width = Math.max(...findings.map((finding) => finding.name.length));
  for (const { name, state, detail, remedy } of findings) {
    context.out(`${SIGN[state]}  ${name.padEnd(width)}  ${detail}\n`);
    if (remedy) context.out(`${" ".repeat(6 + width + 2)}→ ${remedy}\n`);
  }
}
