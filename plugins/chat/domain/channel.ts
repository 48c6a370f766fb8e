import { z } from "zod";
import type { ChannelView } from "../store/channels.ts";
import { UNREAD_CAP } from "./unread.ts";

/** The channel that everybody but guests is in. */
export const GENERAL = "general";

/** A new channel's name, with or without `#` in front. */
export const ChannelName = z.string().trim().transform((name) => name.replace(/^#/, "")).pipe(
  z.string()
    .min(1, "A channel name needs at least one character")
    .max(80, "A channel name has at most 80 characters")
    .regex(
      /^[\p{Ll}\p{Lo}\p{N}][\p{Ll}\p{Lo}\p{N}_-]*$/u,
      'A channel name is made of lower-case letters, digits, "-" and "_", and begins with a letter or digit',
    ),
);

/** A channel by id or `#name`. */
export const ChannelRef = z.string().min(1).max(100).describe("Id of a channel, or #name");

/** A person by id or `@handle`. */
export const PersonRef = z.string().min(1).max(100).describe("Id of a person, or @handle");

/** A channel as the caller sees it. */
export const Channel = z.object({
  id: z.string(),
  name: z.string().describe("Without #"),
  private: z.boolean(),
  topic: z.string(),
  memberCount: z.int(),
  joined: z.boolean().describe("Is the caller a member?"),
  unread: z.int().describe(`Messages after lastReadSeq that are not deleted, counted up to ${UNREAD_CAP}`),
  lastSeq: z.int().describe("Position of the newest message, 0 when there is none"),
  lastReadSeq: z.int().describe("Position up to which the caller has read"),
  createdAt: z.iso.datetime(),
  archivedAt: z.iso.datetime().optional(),
});

/** The one form in which a channel leaves this plugin. */
export function presentChannel(view: ChannelView): z.output<typeof Channel> {
  const channel: z.output<typeof Channel> = {
    id: view.id,
    name: view.name,
    private: view.private === 1,
    topic: view.topic,
    memberCount: view.member_count,
    joined: view.last_read_seq !== null,
    unread: view.unread,
    lastSeq: view.last_seq,
    lastReadSeq: view.last_read_seq ?? 0,
    createdAt: view.created_at,
  };
  if (view.archived_at !== null) channel.archivedAt = view.archived_at;
  return channel;
}
