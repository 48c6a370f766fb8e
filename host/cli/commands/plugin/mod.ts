import type { Command } from "commander";
import { CHECKOUT } from "../../author/checkout.ts";
import { commandGroup } from "../../command.ts";
import type { CliContext } from "../../context.ts";
import { buildCommand } from "./build.ts";
import { changeCommand } from "./change.ts";
import { checkCommand } from "./check.ts";
import { devCommand } from "./dev.ts";
import { disableCommand } from "./disable.ts";
import { inspectCommand } from "./inspect.ts";
import { installCommand } from "./install.ts";
import { keygenCommand } from "./keygen.ts";
import { listCommand } from "./list.ts";
import { newCommand } from "./new.ts";
import { publishCommand } from "./publish.ts";
import { removeCommand } from "./remove.ts";
import { renewCommand } from "./renew.ts";
import { revokeCommand } from "./revoke.ts";
import { rollbackCommand } from "./rollback.ts";
import { signCommand } from "./sign.ts";
import { testCommand } from "./test.ts";
import { updateCommand } from "./update.ts";

/** `bulkhead plugin …`: each command is a file of this folder. */
export function pluginCommand(context: CliContext, done: (exitCode: number) => void): Command {
  const forAuthors = [
    newCommand(context),
    devCommand(context, done),
    checkCommand(context, done),
    testCommand(done),
    buildCommand(context),
    keygenCommand(context),
    signCommand(context),
    publishCommand(context),
    revokeCommand(context),
    renewCommand(context),
  ];
  for (const command of forAuthors) command.hook("preAction", () => goWhereTheUserIs(context));
  return commandGroup("plugin", "make, test, publish, install and steer plugins", [
    ...forAuthors,
    inspectCommand(context),
    installCommand(context),
    updateCommand(context),
    rollbackCommand(context),
    removeCommand(context),
    listCommand(context),
    changeCommand(context, "enable", "switch a plugin on; answers when it is ready"),
    disableCommand(context),
    changeCommand(context, "restart", "start a plugin anew, also out of backoff and quarantine"),
  ]);
}

/** `deno task bulkhead` runs in the product's folder, wherever it was typed; paths are meant from there. */
function goWhereTheUserIs({ env }: CliContext): void {
  if (env.INIT_CWD && Deno.cwd() === CHECKOUT) Deno.chdir(env.INIT_CWD);
}
