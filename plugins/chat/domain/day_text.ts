import type { AuthorKind } from "./actor.ts";

/** What of a message its text in a day shows. */
export interface DayEntry {
  author: { name: string; kind: AuthorKind };
  text: string;
  /** ISO 8601. */
  createdAt: string;
  edited: boolean;
  deleted: boolean;
  /** Its writer is still writing it: what is there changes without a position, so it is left out. */
  streaming: boolean;
  reactions: { emoji: string; count: number }[];
  files: { name: string; href: string; sizeBytes: number }[];
}

/** The first line of a day. */
export function dayHeading(channel: string, day: string): string {
  return `# ${channel}, ${day} (UTC)\n\n`;
}

/**
 * A message as Markdown. Its own words are quoted line by line, an answer's once more: nothing that somebody writes can
 * look like the line that says who wrote and when.
 */
export function dayText(entry: DayEntry, day: string, answer: boolean): string {
  const at = entry.createdAt.slice(0, 10) === day
    ? entry.createdAt.slice(11, 16)
    : entry.createdAt.slice(0, 16).replace("T", " ");
  const kind = entry.author.kind === "human" ? "" : ` (${entry.author.kind})`;
  const marks = entry.deleted ? ", deleted" : entry.edited ? ", edited" : "";
  const parts = [`${answer ? "↳ " : ""}**${plainText(entry.author.name)}**${kind} ${at}${marks}`];
  const body = entry.streaming ? "*is still being written*" : entry.deleted ? "" : entry.text;
  if (body !== "") {
    const quote = answer ? "> > " : "> ";
    parts.push(body.split(/\r\n|\r|\n/).map((line) => (quote + line).trimEnd()).join("\n"));
  }
  if (entry.files.length > 0) {
    parts.push(
      entry.files.map(({ name, href, sizeBytes }) => `- [${plainText(name)}](${href}) (${inWords(sizeBytes)})`).join(
        "\n",
      ),
    );
  }
  if (entry.reactions.length > 0) {
    parts.push(entry.reactions.map(({ emoji, count }) => `${plainText(emoji)} ${count}`).join(" · "));
  }
  return parts.map((part) => `${part}\n\n`).join("");
}

/** One line in which nothing means anything to Markdown. */
function plainText(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").replace(/[\\`*_{}[\]()#+<>!|~]/g, "\\$&");
}

function inWords(sizeBytes: number): string {
  if (sizeBytes < 1_000) return `${sizeBytes} B`;
  const kilo = sizeBytes / 1_000;
  return kilo < 1_000 ? `${kilo.toFixed(kilo < 10 ? 1 : 0)} kB` : `${(kilo / 1_000).toFixed(1)} MB`;
}
