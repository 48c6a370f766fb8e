import { z } from "zod";
import type { ReportedRow, ReportRow } from "../store/moderation.ts";
import type { ChannelRow } from "../store/channels.ts";
import { Attachment, Author } from "./message.ts";
import { Time } from "./time.ts";

/** Why somebody reports a message. */
export const ReportReason = z.enum(["spam", "harassment", "private_data", "other"]);
export type ReportReason = z.output<typeof ReportReason>;

/** What somebody says about it, and what a moderator notes. */
export const ModerationText = z.string().trim().max(1_000, "At most 1000 characters").refine(
  (text) => !text.includes("\0"),
  "The character U+0000 is not taken",
);

export const ReportedState = z.enum(["open", "dismissed", "deleted"]).describe(
  "open: nobody has resolved it; dismissed: the message stays; deleted: a moderator took the message down",
);

/** So many reports of one message are told one by one. */
export const SHOWN_REPORTS = 20;

const Who = z.object({ id: z.string(), name: z.string() });

/** A message that was reported, as those see it who moderate its workspace. */
export const Reported = z.object({
  id: z.string(),
  state: ReportedState,
  author: Author,
  text: z.string().describe("What it said when it was reported"),
  files: z.array(Attachment.pick({ name: true, type: true, sizeBytes: true })).optional(),
  sentAt: Time,
  place: z.object({
    kind: z.enum(["channel", "dm", "group", "gone"]).describe("gone: the channel is deleted"),
    private: z.boolean(),
    channelId: z.string().optional().describe("Only for who may read the channel, with the two that follow"),
    name: z.string().optional(),
    messageId: z.string().optional(),
  }),
  messageDeleted: z.literal(true).optional().describe("The message is deleted meanwhile, by whomever"),
  reportCount: z.int(),
  reports: z.array(z.object({
    user: Who,
    reason: ReportReason,
    comment: z.string(),
    text: z.string().optional().describe("What it said to this person, when that is another text"),
    at: Time,
  })).describe(`Who reported it and why, the first ${SHOWN_REPORTS}`),
  note: z.string().optional(),
  resolvedBy: Who.optional(),
  resolvedAt: Time.optional(),
});
export type Reported = z.output<typeof Reported>;

/** What is around a reported message, as far as who looks may know it. */
export interface ReportedPlace {
  /** Undefined when it is deleted. */
  channel: Pick<ChannelRow, "id" | "kind" | "private" | "name"> | undefined;
  /** May who looks read the channel? */
  visible: boolean;
  /** The message is deleted. */
  deleted: boolean;
}

/** The one form in which a reported message leaves this plugin: of a channel that one may not read nothing but that it is private. */
export function presentReported(
  row: ReportedRow,
  { reports, count }: { reports: ReportRow[]; count: number },
  { channel, visible, deleted }: ReportedPlace,
): Reported {
  const shown = channel !== undefined && visible;
  const reported: Reported = {
    id: row.id,
    state: row.state,
    author: { id: row.author_id, name: row.author_name, kind: row.author_kind },
    text: row.text,
    sentAt: row.sent_at,
    place: {
      kind: channel?.kind ?? "gone",
      private: channel?.private === 1,
      ...(shown ? { channelId: channel.id, messageId: row.message_id } : {}),
      ...(shown && channel.kind === "channel" ? { name: channel.name } : {}),
    },
    reportCount: count,
    reports: reports.map(({ user_id, user_name, reason, comment, text, at }) => ({
      user: { id: user_id, name: user_name },
      reason,
      comment,
      ...(text === null ? {} : { text }),
      at,
    })),
  };
  if (row.files !== null) {
    const files = JSON.parse(row.files) as Attachment[];
    reported.files = files.map(({ name, type, sizeBytes }) => ({ name, type, sizeBytes }));
  }
  if (deleted) reported.messageDeleted = true;
  if (row.resolved_at !== null) {
    reported.note = row.note;
    reported.resolvedBy = { id: row.resolved_by!, name: row.resolved_name! };
    reported.resolvedAt = row.resolved_at;
  }
  return reported;
}
