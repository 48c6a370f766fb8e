import type { Command } from "commander";
import { commandGroup } from "../../command.ts";
import type { CliContext } from "../../context.ts";
import { buildCommand } from "./build.ts";
import { changeCommand } from "./change.ts";
import { keygenCommand } from "./keygen.ts";
import { listCommand } from "./list.ts";
import { publishCommand } from "./publish.ts";
import { renewCommand } from "./renew.ts";
import { revokeCommand } from "./revoke.ts";
import { signCommand } from "./sign.ts";

/** `bulkhead plugin …`: steers the plugins of a running host, and packs plugins for other hosts. */
export function pluginCommand(context: CliContext): Command {
  return commandGroup("plugin", "steer plugins; build, sign and publish them", [
    listCommand(context),
    changeCommand(context, "enable", "switch a plugin on; answers when it is ready"),
    changeCommand(context, "disable", "switch a plugin off; answers when it has drained and ended"),
    changeCommand(context, "restart", "start a plugin anew, also out of backoff and quarantine"),
    buildCommand(context),
    keygenCommand(context),
    signCommand(context),
    publishCommand(context),
    revokeCommand(context),
    renewCommand(context),
  ]);
}
