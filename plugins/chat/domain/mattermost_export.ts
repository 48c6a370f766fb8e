import { type ImportReport, leave } from "./import_report.ts";
import { MAX_TEXT } from "./text_limit.ts";

/** A part of a line, none of whose fields is known to be what it should be. */
export type Raw = Record<string, unknown>;

/** A message of an export, as it is kept until its turn comes. */
export interface StagedMessage {
  channelId: string;
  user: string;
  text: string;
  /** Milliseconds since 1970. */
  at: number;
  editedAt?: number;
  /** The post that it answers. */
  root?: { user: string; at: number };
  /** It has answers. */
  begins?: true;
  pinned?: true;
  /** Names of emoji and users. */
  reactions?: [string, string][];
  /** Paths of its files in the archive. */
  files?: string[];
  /** An integration wrote it under this name. */
  shownAs?: string;
}

/** Most answers, reactions, files or members of one line that are looked at. */
const MAX_LIST = 100_000;
const MAX_FILES = 10;

export const raw = (value: unknown): Raw | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? value as Raw : undefined;

export const textIn = (from: Raw, key: string): string => typeof from[key] === "string" ? from[key] : "";

export const listIn = (from: Raw, key: string): unknown[] =>
  Array.isArray(from[key]) ? (from[key] as unknown[]).slice(0, MAX_LIST) : [];

/** A user's name as Mattermost has them; empty for what is none. */
export function userName(value: unknown): string {
  return typeof value === "string" && /^[a-z0-9][a-z0-9._-]{0,63}$/i.test(value) ? value.toLowerCase() : "";
}

/** How a user of the export is called. */
export function nameOf(user: Raw): string {
  const whole = `${textIn(user, "first_name")} ${textIn(user, "last_name")}`.trim();
  const name = textIn(user, "nickname").trim() || whole || textIn(user, "display_name").trim() ||
    textIn(user, "username");
  return plain(name, 80) || textIn(user, "username").slice(0, 80);
}

/** Without characters that hide or turn text. */
export function plain(text: string, most: number): string {
  return text.replace(/[\p{Cc}\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu, "").slice(0, most).trim();
}

/** Why a post is not taken over; undefined when it is. */
export function reasonToLeave(post: Raw): string | undefined {
  const at = post.create_at;
  if (typeof at !== "number" || !Number.isInteger(at) || at < 1e11 || at > 4e12) return "messages without a time";
  if (userName(post.user) === "") return "messages without a sender";
  if (textIn(post, "type").startsWith("system_")) return "notices of Mattermost itself";
  return undefined;
}

/** A post or an answer as it is kept; `left` hears of what it does not hold. Only for one without a {@linkcode reasonToLeave}. */
export function staged(
  post: Raw,
  report: ImportReport,
  { channelId, channelName }: { channelId: string; channelName(name: string): string | undefined },
): StagedMessage {
  const message: StagedMessage = {
    channelId,
    user: userName(post.user),
    text: textOf(post, report, channelName),
    at: post.create_at as number,
  };
  if (typeof post.edit_at === "number" && post.edit_at > message.at && post.edit_at < 4e12) {
    message.editedAt = post.edit_at;
  }
  if (post.is_pinned === true) message.pinned = true;
  const reactions = reactionsOf(post, report);
  if (reactions.length > 0) message.reactions = reactions;
  const files = filesOf(post, report);
  if (files.length > 0) message.files = files;
  const shownAs = plain(textIn(raw(post.props) ?? {}, "override_username"), 80);
  if (shownAs !== "") message.shownAs = shownAs;
  const flagged = listIn(post, "flagged_by").length;
  if (flagged > 0) leave(report, "messages that somebody saved for later", flagged);
  return message;
}

function reactionsOf(post: Raw, report: ImportReport): [string, string][] {
  return listIn(post, "reactions").flatMap((each): [string, string][] => {
    report.reactions.found++;
    const { emoji_name: name, user } = raw(each) ?? {};
    if (typeof name === "string" && /^[^\s\p{Cc}]{1,64}$/u.test(name) && userName(user) !== "") {
      return [[name, userName(user)]];
    }
    leave(report, "reactions without a name or a person");
    return [];
  });
}

function filesOf(post: Raw, report: ImportReport): string[] {
  const paths = listIn(post, "attachments").flatMap((each) => {
    report.files.found++;
    const path = archivePath(textIn(raw(each) ?? {}, "path"));
    if (path !== undefined) return [path];
    leave(report, "files whose path leads out of the archive");
    return [];
  });
  if (paths.length > MAX_FILES) leave(report, `files beyond the ${MAX_FILES} of a message`, paths.length - MAX_FILES);
  return paths.slice(0, MAX_FILES);
}

/** A path as the archive has it below its folder of files; undefined for one that leads elsewhere. */
export function archivePath(path: string): string | undefined {
  if (path === "" || path.length > 1_000 || /[\0\\]/.test(path) || path.startsWith("/")) return undefined;
  return path.split("/").some((part) => part === ".." || part === "." || part === "") ? undefined : path;
}

/** The words of a post, with what an integration hung on it. Mattermost writes Markdown, as chat does. */
function textOf(post: Raw, report: ImportReport, channelName: (name: string) => string | undefined): string {
  const props = raw(post.props) ?? {};
  const said = textIn(post, "type") === "me" ? `_${textIn(post, "message")}_` : textIn(post, "message");
  const parts = [
    said,
    ...listIn(props, "attachments").slice(0, 20).flatMap((each) => attachmentLines(raw(each) ?? {})),
  ];
  const text = withChannels(parts.filter((part) => part.trim() !== "").join("\n").replaceAll("\0", ""), channelName);
  if (text.length <= MAX_TEXT) return text;
  leave(report, `ends of messages longer than ${MAX_TEXT} characters`);
  return text.slice(0, MAX_TEXT - 1) + "…";
}

/** `~town-square` is a channel there as `#town-square` is here; code is left as it is. */
function withChannels(text: string, channelName: (name: string) => string | undefined): string {
  if (!text.includes("~")) return text;
  return text.split(/(```[\s\S]*?```|`[^`\n]+`)/).map((part, index) => {
    if (index % 2 === 1) return part;
    return part.replace(/(?<![\p{L}\p{N}~])~([a-z0-9][a-z0-9_-]*)/gu, (whole, name: string) => {
      const here = channelName(name);
      return here === undefined ? whole : `#${here}`;
    });
  }).join("");
}

function attachmentLines(attachment: Raw): string[] {
  const text = (key: string) => textIn(attachment, key).trim();
  const title = text("title"), link = text("title_link");
  const lines = [
    text("pretext"),
    title === "" ? "" : /^https?:\/\//.test(link) ? `**[${title}](${link})**` : `**${title}**`,
    text("text"),
    ...listIn(attachment, "fields").slice(0, 50).map((each) => {
      const field = raw(each) ?? {};
      return textIn(field, "title") === "" ? "" : `**${textIn(field, "title")}** ${String(field.value ?? "")}`;
    }),
  ].filter((line) => line !== "");
  if (lines.length === 0) return [text("fallback")];
  return lines.map((line) => `> ${line.replaceAll("\n", "\n> ")}`);
}

/** The same post has the same id however often it is taken over: its channel, sender and time, and a number for one of several. */
export function messageIdOf(channelId: string, { user, at }: { user: string; at: number }, n = 1): string {
  const channel = channelId.slice(channelId.indexOf("_") + 1);
  return `message_m${channel}_${at}_${hash(user)}${n === 1 ? "" : `_${n}`}`;
}

/** FNV-1a of 53 bits or so: enough to tell the people of one millisecond apart. */
function hash(text: string): string {
  let a = 0x811c9dc5, b = 0x1000193;
  for (let n = 0; n < text.length; n++) {
    const code = text.charCodeAt(n);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x85ebca6b);
  }
  return (a >>> 0).toString(36) + (b >>> 0).toString(36);
}
