import { z } from "zod";
import type { CommandRow } from "../store/commands.ts";

/** A command's name, with or without the slash. */
export const CommandName = z.string().trim().toLowerCase().transform((name) => name.replace(/^\//, "")).pipe(
  z.string().regex(
    /^[a-z][a-z0-9_-]{0,31}$/,
    'A command\'s name has a-z, 0-9, "_" and "-", at most 32, a letter first',
  ),
);

/** What people type after a slash. */
export const Command = z.object({
  name: z.string().describe("Without the slash"),
  description: z.string(),
  usage: z.string().describe("What comes behind the name, such as <service> [version]"),
  owner: z.string().describe("Whose it is: chat, plugin:<id>, workflow:<name>, or who added it"),
});
export type Command = z.output<typeof Command>;

export function presentCommand(row: CommandRow): Command {
  return { name: row.name, description: row.description, usage: row.usage, owner: row.owner_id };
}

/** A text such as `/deploy shop 1.2` as the name and what stands behind it; undefined when it is none. */
export function splitCommand(text: string): { name: string; rest: string } | undefined {
  const match = /^\/([a-z][a-z0-9_-]{0,31})(?:\s+([\s\S]*))?$/i.exec(text.trim());
  return match ? { name: match[1]!.toLowerCase(), rest: (match[2] ?? "").trim() } : undefined;
}

/** `10m`, `2h`, `3d` as milliseconds; undefined when it is none. */
export function spanOf(text: string): number | undefined {
  const match = /^(\d{1,4})\s*(m|min|minutes?|h|hours?|d|days?)$/i.exec(text);
  if (!match) return undefined;
  const unit = { m: 60_000, h: 3_600_000, d: 86_400_000 }[match[2]![0]!.toLowerCase() as "m" | "h" | "d"];
  return Number(match[1]) * unit;
}
