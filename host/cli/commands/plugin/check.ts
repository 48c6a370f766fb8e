import { Command } from "commander";
import { openAuthorFolder } from "../../author/author_folder.ts";
import { checkPlugin, type CheckResult } from "../../author/check/check_plugin.ts";
import { minimalPermissions, type PermissionLine } from "../../author/check/permission_report.ts";
import type { CliContext } from "../../context.ts";
import { plain, printJson, printTable } from "../../output.ts";

/** `bulkhead plugin check [folder]`: what is wrong before anybody installs it. Exit code 1 when something is. */
export function checkCommand(context: CliContext, done: (exitCode: number) => void): Command {
  return new Command("check").description("types, imports, permissions declared and used, and what is out of date")
    .argument("[folder]", "folder of the plugin", ".")
    .option("--write", "write the least list of permissions into plugin.json, and openrpc.json anew")
    .option("--json", "print JSON for other programs")
    .action(async (folder: string, options: { write?: boolean; json?: boolean }) => {
      const result = await examine(folder, options.write ?? false);
      if (options.json) printJson(context, { findings: result.findings, permissions: result.permissions });
      else print(context, result);
      done(result.findings.some((finding) => finding.level === "fault") ? 1 : 0);
    });
}

async function examine(folder: string, write: boolean): Promise<CheckResult> {
  await using author = await openAuthorFolder(folder);
  const result = await checkPlugin(author);
  if (!write || result.openrpc === undefined) return result;
  const { path, manifest } = author;
  const file = `${path}/plugin.json`;
  const text = JSON.parse(await Deno.readTextFile(file));
  const permissions = minimalPermissions(manifest.permissions ?? {}, result.permissions);
  await Deno.writeTextFile(file, JSON.stringify({ ...text, permissions }, null, 2) + "\n");
  await Deno.writeTextFile(`${path}/${manifest.openrpc ?? "openrpc.json"}`, result.openrpc);
  await using again = await openAuthorFolder(folder);
  return await checkPlugin(again);
}

function print(context: CliContext, { findings, permissions }: CheckResult): void {
  printTable(context, permissions, {
    none: "It asks for nothing and uses nothing beyond its own folder",
    columns: {
      permission: ({ kind, target }) => `${kind} ${target}`,
      declared: ({ declared }) => declared ? "yes" : "no",
      used: used,
    },
  });
  context.out("\n");
  for (const { level, where, message } of findings) {
    context.out(
      `${level === "fault" ? "FAULT" : "warn "}  ${plain(where)} ${message.split("\n").map(plain).join("\n")}\n`,
    );
  }
  if (findings.length === 0) context.out("All is well\n");
}

function used({ seen, uses, denied }: PermissionLine): string {
  const parts = [
    ...seen.slice(0, 1),
    ...(seen.length > 1 ? [`and ${seen.length - 1} more`] : []),
    ...(uses > 0 ? [`${times(uses)} in dev`] : []),
    ...(denied > 0 ? [`refused ${times(denied)} in dev`] : []),
  ];
  return parts.join(", ") || "not seen";
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}
