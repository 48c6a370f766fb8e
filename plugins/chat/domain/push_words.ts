import type { Message } from "./message.ts";
import { plainLine } from "./plain_text.ts";

/** Why a message concerns somebody. */
export type NotificationKind = "person" | "group" | "channel" | "here" | "keyword" | "direct" | "thread" | "message";

/** One text a language. */
export interface LocalWords extends Record<string, string> {
  en: string;
  de: string;
}

/** Characters of a message that a device shows. */
const MAX_TEXT = 300;

/** What a device shows where the text of the message is not to be read. */
const WHAT: Record<NotificationKind, LocalWords> = {
  person: { en: "Mentioned you", de: "Hat dich erwähnt" },
  group: { en: "Mentioned a group that you are in", de: "Hat eine deiner Gruppen erwähnt" },
  channel: { en: "Called everybody in the channel", de: "Hat alle im Kanal gerufen" },
  here: { en: "Called everybody who is there", de: "Hat alle gerufen, die da sind" },
  keyword: { en: "Wrote one of your keywords", de: "Hat eines deiner Stichwörter geschrieben" },
  direct: { en: "Sent you a message", de: "Hat dir geschrieben" },
  thread: { en: "Answered in a thread that you follow", de: "Hat in einem Thread geantwortet, dem du folgst" },
  message: { en: "Wrote a message", de: "Hat etwas geschrieben" },
};

/** Where it happened; `workspace` for who is in several, since each of them has a #general. */
export function pushTitle(
  kind: NotificationKind,
  { author }: Message,
  { channel, workspace }: { channel: string; workspace?: string },
): string {
  const title = cut(kind === "direct" ? author.name : `${author.name} in #${channel}`, 100);
  return workspace === undefined ? title : `${title} · ${cut(workspace, 40)}`;
}

function cut(text: string, most: number): string {
  const points = [...text];
  return points.length > most ? `${points.slice(0, most - 1).join("")}…` : text;
}

/** What happened: the text itself, where the person wants to read it on a locked screen. */
export function pushBody(kind: NotificationKind, message: Message, showsText: boolean): LocalWords {
  if (!showsText) return WHAT[kind];
  const line = plainLine(message.text, MAX_TEXT);
  if (line !== "") return { en: line, de: line };
  const name = plainLine(message.files?.[0]?.name ?? "", 100);
  return name === "" ? WHAT[kind] : { en: `File: ${name}`, de: `Datei: ${name}` };
}

/** The heading of a reminder. */
export const REMINDER: LocalWords = { en: "Reminder", de: "Erinnerung" };
/** A reminder whose text is not to be read. */
export const REMINDED: LocalWords = {
  en: "You wanted to be reminded of something",
  de: "Du wolltest an etwas erinnert werden",
};
