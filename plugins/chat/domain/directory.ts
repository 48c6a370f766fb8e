import { z } from "zod";
import { Time } from "./time.ts";
import type { EmojiRow, GroupRow } from "../store/directory.ts";

/** A name behind `@` for a group of people. */
export const Handle = z.string().trim().toLowerCase().regex(
  /^[a-z0-9][a-z0-9._-]{1,31}$/,
  'A handle has 2 to 32 of a-z, 0-9, ".", "_" and "-", and begins with a letter or digit',
);

/** A group of people that `@handle` calls. */
export const PeopleGroup = z.object({
  id: z.string(),
  handle: z.string(),
  name: z.string(),
  description: z.string(),
  members: z.array(z.string()).describe("Ids"),
});
export type PeopleGroup = z.output<typeof PeopleGroup>;

export function presentGroup(row: GroupRow, members: string[]): PeopleGroup {
  return { id: row.id, handle: row.handle, name: row.name, description: row.description, members };
}

/** Name of an emoji of the workspace's own, without colons. */
export const EmojiName = z.string().trim().toLowerCase().transform((name) => name.replace(/^:|:$/g, "")).pipe(
  z.string().regex(/^[a-z0-9][a-z0-9_+-]{0,62}$/, 'An emoji\'s name has a-z, 0-9, "_", "+" and "-", at most 63'),
);

/** An emoji of the workspace's own. */
export const CustomEmoji = z.object({
  name: z.string(),
  url: z.string().optional().describe("Path of the picture on this host"),
  aliasOf: z.string().optional(),
  createdBy: z.string(),
  createdAt: Time,
});
export type CustomEmoji = z.output<typeof CustomEmoji>;

export function presentEmoji(row: EmojiRow): CustomEmoji {
  const emoji: CustomEmoji = { name: row.name, createdBy: row.created_by, createdAt: row.created_at };
  if (row.file_id !== null) emoji.url = `/files/${row.file_id}`;
  if (row.alias_of !== null) emoji.aliasOf = row.alias_of;
  return emoji;
}
