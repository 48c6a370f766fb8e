import { type ImportReport, leave } from "./import_report.ts";
import { MAX_TEXT } from "./text_limit.ts";
import { type SlackNames, textOfPayload } from "./slack_text.ts";

/** A user as `users.json` has it. */
export interface SlackUser {
  id: string;
  name?: string;
  real_name?: string;
  profile?: { display_name?: string; real_name?: string; email?: string };
}

/** A channel as `channels.json`, `groups.json`, `mpims.json` and `dms.json` have it. */
export interface SlackChannel {
  id: string;
  name?: string;
  is_archived?: boolean;
  is_general?: boolean;
  members?: string[];
  topic?: { value?: string };
  purpose?: { value?: string };
}

/** A message as the files of a day have it. */
export interface SlackMessage {
  type?: string;
  subtype?: string;
  ts?: string;
  thread_ts?: string;
  user?: string;
  username?: string;
  bot_id?: string;
  user_profile?: { real_name?: string; display_name?: string };
  text?: string;
  edited?: { ts?: string };
  reactions?: { name?: string; users?: unknown[]; count?: number }[];
  files?: { name?: string; title?: string; url_private?: string; permalink?: string; mode?: string }[];
  pinned_to?: unknown[];
}

/** What Slack writes by itself when people come and go, which tells nothing that chat does not know. */
const NOISE =
  /^(channel|group)_(join|leave|topic|purpose|name|archive|unarchive|posting_permissions)$|^(bot_add|bot_remove)$/;

/** Why a message is not taken over; undefined when it is. */
export function reasonToLeave(message: SlackMessage): string | undefined {
  if (message.type !== undefined && message.type !== "message") return "entries that are no messages";
  if (!/^\d{9,11}\.\d{1,6}$/.test(message.ts ?? "")) return "messages without a time";
  if (message.subtype === "tombstone") return "messages that were deleted";
  if (message.subtype !== undefined && NOISE.test(message.subtype)) return "notices of Slack itself";
  return undefined;
}

/** A time of Slack's as ISO 8601. */
export function timeOf(ts: string): string {
  return new Date(Math.round(Number(ts) * 1_000)).toISOString();
}

/** The text of a message with links to its files, which an export does not hold. */
export function textOf(message: SlackMessage, names: SlackNames, report: ImportReport): string {
  const lines = [textOfPayload(message as Record<string, unknown>, names)];
  for (const file of message.files ?? []) {
    report.files.found++;
    const url = file.permalink ?? file.url_private;
    if (url === undefined || !/^https:\/\//.test(url)) {
      leave(report, "files without an address");
      continue;
    }
    report.files.linked++;
    lines.push(`[${(file.title ?? file.name ?? "file").replace(/[[\]\n]/g, " ").slice(0, 200)}](${url})`);
  }
  const text = lines.filter((line) => line !== "").join("\n").replaceAll("\0", "");
  if (text.length <= MAX_TEXT) return text;
  leave(report, `ends of messages longer than ${MAX_TEXT} characters`);
  return text.slice(0, MAX_TEXT - 1) + "…";
}

/** How a user of the export is called. */
export function nameOf(user: SlackUser): string {
  const { profile } = user;
  const name = profile?.display_name || profile?.real_name || user.real_name || user.name || user.id;
  return name.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, "").slice(0, 80) || user.id;
}
