import { badConfig } from "./exit_error.ts";
import { type GivenSettings, type SettingName, SETTINGS, suggestion } from "./settings.ts";
import { isSwitchValue } from "./values.ts";

/** What the command line says. */
export interface Arguments {
  given: GivenSettings;
  help: boolean;
  version: boolean;
}

/**
 * Reads `--flag value`, `--flag=value` and switches (`--demo`, `--no-demo`, `--demo=false`). Of a repeated flag the last
 * counts. A `--` is passed over, since task runners leave it there. Throws {@linkcode ExitError} with code 2.
 */
export function parseArguments(args: readonly string[]): Arguments {
  const result: Arguments = { given: {}, help: false, version: false };
  for (let index = 0; index < args.length; index++) {
    const arg = args[index]!;
    if (arg === "--") continue;
    if (arg === "--help" || arg === "-h") result.help = true;
    else if (arg === "--version" || arg === "-V") result.version = true;
    else if (!arg.startsWith("--")) throw badConfig(`Unexpected argument "${arg}": ${accepted()}`);
    else {
      const equals = arg.indexOf("=");
      const flag = equals === -1 ? arg.slice(2) : arg.slice(2, equals);
      const inline = equals === -1 ? undefined : arg.slice(equals + 1);
      const { name, negated } = settingOf(flag);
      const isSwitch = !("value" in SETTINGS[name]);
      let text: string;
      if (negated) {
        if (inline !== undefined) throw badConfig(`--${flag} takes no value`);
        text = "false";
      } else if (inline !== undefined) text = inline;
      else if (isSwitch) text = isSwitchValue(args[index + 1] ?? "") ? args[++index]! : "true";
      else {
        const next = args[index + 1];
        if (next === undefined || next.startsWith("--")) {
          throw badConfig(`--${flag} needs a value: ${SETTINGS[name].help} (default: ${SETTINGS[name].default})`);
        }
        text = next;
        index++;
      }
      result.given[name] = { text, where: `--${name}` };
    }
  }
  return result;
}

function settingOf(flag: string): { name: SettingName; negated: boolean } {
  if (Object.hasOwn(SETTINGS, flag)) return { name: flag as SettingName, negated: false };
  const positive = flag.startsWith("no-") ? flag.slice(3) : "";
  if (Object.hasOwn(SETTINGS, positive) && !("value" in SETTINGS[positive as SettingName])) {
    return { name: positive as SettingName, negated: true };
  }
  throw badConfig(`Unknown flag "--${flag}"${suggestion(flag, Object.keys(SETTINGS), "--")}: ${accepted()}`);
}

function accepted(): string {
  return `accepted are ${[...Object.keys(SETTINGS), "help", "version"].map((name) => `--${name}`).join(", ")}`;
}
