import type { PluginManifest } from "../../../schemas/generated/manifest.ts";

/** One entry of a manifest's `permissions.process`. */
export type CommandGrant = NonNullable<NonNullable<PluginManifest["permissions"]>["process"]>[number];

/**
 * Does a grant allow this command with these arguments? Without `args` it allows any. With them each argument has to be
 * the same, item by item; `*` stands for one arbitrary argument, a last `**` for any number of them. The command `*` is
 * every command, for plugins that are part of the product.
 */
export function allowsCommand(
  grant: CommandGrant,
  asked: { command: string; args: string[]; bundled: boolean },
): boolean {
  const { command, args, bundled } = asked;
  if (grant.command === "*") return bundled;
  return grant.command === command && (grant.args === undefined || argumentsFit(grant.args, args));
}

/** Do arguments follow a pattern of arguments? */
export function argumentsFit(pattern: readonly string[], args: readonly string[]): boolean {
  for (const [index, part] of pattern.entries()) {
    if (part === "**" && index === pattern.length - 1) return true;
    if (index >= args.length || (part !== "*" && part !== args[index])) return false;
  }
  return args.length === pattern.length;
}
