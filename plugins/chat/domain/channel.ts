import { z } from "zod";
import { Time } from "./time.ts";
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

/** One line of text about a channel; Markdown. */
export const Topic = z.string().trim().max(250, "A topic has at most 250 characters");

/** What a channel is for; Markdown. */
export const Purpose = z.string().trim().max(1_000, "A purpose has at most 1000 characters");

/** Whether one hears of every message, of those that call one, or of none. */
export const NotifyLevel = z.enum(["all", "mentions", "none"]);

/** A channel as the caller sees it. */
export const Channel = z.object({
  id: z.string(),
  kind: z.enum(["channel", "dm", "group"]).describe("dm: a conversation of two, or with oneself; group: of more"),
  name: z.string().describe("Without #; of a direct conversation the names of the others"),
  private: z.boolean(),
  topic: z.string(),
  purpose: z.string(),
  posting: z.enum(["everyone", "managers"]).describe("Who writes"),
  people: z.array(z.string()).optional().describe("Ids of who is in a direct conversation"),
  memberCount: z.int(),
  joined: z.boolean().describe("Is the caller a member?"),
  role: z.enum(["manager", "member"]).optional().describe("The caller's in it"),
  unread: z.int().describe(`Messages shown after lastReadSeq that are not deleted, counted up to ${UNREAD_CAP}`),
  mentions: z.int().describe("Those among them that call the caller; in a direct conversation all"),
  lastSeq: z.int().describe("Position of the newest message, 0 when there is none"),
  lastReadSeq: z.int().describe("Position up to which the caller has read"),
  muted: z.boolean(),
  starred: z.boolean(),
  hidden: z.boolean().describe("A direct conversation that is closed until there is a new message"),
  notify: NotifyLevel.optional().describe("Missing: as in the caller's preferences"),
  sectionId: z.string().optional(),
  place: z.number().describe("Order in its section, smallest first; the same means by name"),
  rev: z.int().describe("Position of its newest change, messages left out"),
  workspaceId: z.string(),
  createdBy: z.string(),
  createdAt: Time,
  archivedAt: Time.optional(),
});
export type Channel = z.output<typeof Channel>;

/** The one form in which a channel leaves this plugin. */
export function presentChannel(view: ChannelView): Channel {
  const direct = view.kind !== "channel";
  const channel: Channel = {
    id: view.id,
    kind: view.kind,
    name: direct ? view.others ?? "You" : view.name,
    private: view.private === 1,
    topic: view.topic,
    purpose: view.purpose,
    posting: view.posting,
    memberCount: view.member_count,
    joined: view.last_read_seq !== null,
    unread: view.unread,
    mentions: direct ? view.unread : view.mentions,
    lastSeq: view.last_seq,
    lastReadSeq: view.last_read_seq ?? 0,
    muted: view.muted === 1,
    starred: view.starred === 1,
    hidden: direct && (view.hidden_seq ?? 0) > 0 && view.hidden_seq! >= view.last_seq,
    place: view.place ?? 0,
    rev: view.rev,
    workspaceId: view.workspace_id,
    createdBy: view.created_by,
    createdAt: view.created_at,
  };
  if (view.people !== null) channel.people = JSON.parse(view.people);
  if (view.role !== null) channel.role = view.role;
  if (view.notify !== null) channel.notify = view.notify;
  if (view.section_id !== null) channel.sectionId = view.section_id;
  if (view.archived_at !== null) channel.archivedAt = view.archived_at;
  return channel;
}
