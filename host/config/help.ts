import { PRODUCT, VERSION } from "./version.ts";
import { environmentName, type Setting, SETTING_NAMES, SETTINGS } from "./settings.ts";

/** The answer to `--help`. */
export function helpText(): string {
  const lines = SETTING_NAMES.map((name) => {
    const { value, help, default: preset }: Setting = SETTINGS[name];
    const flag = `  --${name}${value ? ` <${value}>` : ""}`;
    return `${flag.padEnd(30)}${help}\n${" ".repeat(30)}default: ${preset}; environment: ${environmentName(name)}`;
  });
  return `${PRODUCT} ${VERSION}: a sandboxed plugin host for a team's own server

Usage: deno task start [flags]

${lines.join("\n")}
  --help, -h                  this text
  --version, -V               the version

Flags beat the environment, that beats bulkhead.toml in the data folder, that beats the defaults.
In the file the keys are the flags' names; a table [rates] sets calls per minute, a table
[events] what the event log keeps and which events need not wait for the disk, the tables [runs] and
[logs] how long runs of workflows and log records are kept, a table [backup] when backups are made,
a table [upgrade] where newer versions come from, tables [oidc] and [proxy] where people sign in and which roles their groups give.
Exit codes: 0 stopped, 2 bad configuration, 3 address in use, 4 data folder locked, 5 migration failed.`;
}
