import { z } from "zod";
import { Time } from "./time.ts";
import type { DraftRow, ReminderRow, ScheduledRow, SectionRow } from "../store/personal.ts";
import type { ThreadState as ThreadStateRow } from "../store/threads.ts";
import { NotifyLevel } from "./channel.ts";
import { MessageId } from "./message.ts";
import { MAX_TEXT } from "./text_limit.ts";

/** A text that is not sent yet; an empty one is none any more. */
export const Draft = z.object({
  channelId: z.string(),
  threadId: z.string().optional(),
  text: z.string().describe("Empty when there is none any more"),
  rev: z.int(),
  updatedAt: Time,
});
export type Draft = z.output<typeof Draft>;

/** What a draft may hold: any text, also none. */
export const DraftText = z.string().max(MAX_TEXT, `A draft has at most ${MAX_TEXT} characters`)
  .refine((text) => !text.includes("\0"), "A draft cannot hold the character U+0000");

/** A group of channels in somebody's sidebar. */
export const Section = z.object({
  id: z.string(),
  name: z.string(),
  emoji: z.string().optional(),
  place: z.number(),
  collapsed: z.boolean(),
});
export type Section = z.output<typeof Section>;

/** Where somebody is in a thread. */
export const ThreadState = z.object({
  rootId: z.string(),
  channelId: z.string(),
  following: z.boolean(),
  lastReadSeq: z.int(),
  unread: z.int(),
  mentions: z.int(),
});
export type ThreadState = z.output<typeof ThreadState>;

/** A message that somebody wants to be reminded of, or a text of their own. */
export const Reminder = z.object({
  id: z.string(),
  text: z.string(),
  messageId: MessageId.optional(),
  at: Time,
  firedAt: Time.optional(),
});
export type Reminder = z.output<typeof Reminder>;

/** A message that is sent later. */
export const Scheduled = z.object({
  id: z.string(),
  channelId: z.string(),
  threadId: z.string().optional(),
  text: z.string(),
  sendAt: Time,
  error: z.string().optional().describe("Why it could not be sent; it stays until it is changed or cancelled"),
});
export type Scheduled = z.output<typeof Scheduled>;

const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "A time is given as HH:MM");

/** Fields without defaults: in a change, what is not given stays as it is. */
const FIELDS = {
  notify: NotifyLevel.describe("For channels without a choice of their own"),
  threads: z.boolean().describe("Hear of answers in threads that one follows"),
  keywords: z.array(
    z.string().trim().toLowerCase().min(2).max(50)
      .regex(/^[\p{L}\p{N}][\p{L}\p{N}_'-]*$/u, "A keyword is one word"),
  ).max(50),
  quietHours: z.object({
    from: Clock,
    to: Clock,
    timezone: z.string().max(64).default("UTC"),
    weekdays: z.array(z.int().min(0).max(6)).max(7).default([0, 1, 2, 3, 4, 5, 6]).describe("0 is Sunday"),
  }).nullable().describe("When nothing makes a noise; null: never"),
  sound: z.boolean(),
  desktop: z.boolean(),
  push: z.boolean().describe("Tell the devices that were turned on with host.push.subscribe"),
  pushText: z.boolean().describe("Show on them what the messages say"),
  email: z.enum(["off", "hourly", "daily"]),
  theme: z.enum(["system", "light", "dark"]),
  compact: z.boolean(),
  language: z.string().max(16).describe("auto: as the browser"),
  timezone: z.string().max(64),
  convertEmoticons: z.boolean(),
  enterSends: z.boolean(),
  unreadFirst: z.boolean(),
};

/** What somebody chose for all of chat. */
export const Preferences = z.object({
  notify: FIELDS.notify.default("mentions"),
  threads: FIELDS.threads.default(true),
  keywords: FIELDS.keywords.default([]),
  quietHours: FIELDS.quietHours.default(null),
  sound: FIELDS.sound.default(true),
  desktop: FIELDS.desktop.default(true),
  push: FIELDS.push.default(false),
  pushText: FIELDS.pushText.default(false),
  email: FIELDS.email.default("off"),
  theme: FIELDS.theme.default("system"),
  compact: FIELDS.compact.default(false),
  language: FIELDS.language.default("auto"),
  timezone: FIELDS.timezone.default("UTC"),
  convertEmoticons: FIELDS.convertEmoticons.default(true),
  enterSends: FIELDS.enterSends.default(true),
  unreadFirst: FIELDS.unreadFirst.default(false),
});
/** A few of them, chosen anew. */
export const PreferencesChange = z.object(FIELDS).partial();
export type Preferences = z.output<typeof Preferences>;

export function presentDraft(row: DraftRow): Draft {
  const draft: Draft = { channelId: row.channel_id, text: row.text, rev: row.rev, updatedAt: row.updated_at };
  if (row.thread_id !== "") draft.threadId = row.thread_id;
  return draft;
}

export function presentSection(row: SectionRow): Section {
  const section: Section = { id: row.id, name: row.name, place: row.place, collapsed: row.collapsed === 1 };
  if (row.emoji !== null) section.emoji = row.emoji;
  return section;
}

export function presentThreadState(row: ThreadStateRow): ThreadState {
  return {
    rootId: row.root_id,
    channelId: row.channel_id,
    following: row.following === 1,
    lastReadSeq: row.last_read_seq,
    unread: row.unread,
    mentions: row.mentions,
  };
}

export function presentReminder(row: ReminderRow): Reminder {
  const reminder: Reminder = { id: row.id, text: row.text, at: row.at };
  if (row.message_id !== null) reminder.messageId = row.message_id;
  if (row.fired_at !== null) reminder.firedAt = row.fired_at;
  return reminder;
}

export function presentScheduled(row: ScheduledRow): Scheduled {
  const scheduled: Scheduled = { id: row.id, channelId: row.channel_id, text: row.text, sendAt: row.send_at };
  if (row.thread_id !== null) scheduled.threadId = row.thread_id;
  if (row.error !== null) scheduled.error = row.error;
  return scheduled;
}
