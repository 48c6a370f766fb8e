import { t, type Text, text } from "../i18n/language.ts";

/** Why something of an archive was left, as the host says it. */
const REASONS: readonly Text[] = [
  text("channels without a name"),
  text("direct conversations with somebody who is not here"),
  text("direct conversations: they stay with their people"),
  text("emoji without a name"),
  text("emoji without a small picture in the archive"),
  text("entries that are no messages"),
  text("files for which there is no room"),
  text("files larger than 512 MB"),
  text("files of a kind that is not taken here"),
  text("files that the archive does not hold"),
  text("files whose path leads out of the archive"),
  text("files without an address"),
  text("lines that are not JSON"),
  text("messages of direct conversations and unknown channels"),
  text("messages of direct conversations with somebody who is not here"),
  text("messages of unknown channels"),
  text("messages that somebody saved for later"),
  text("messages that were deleted"),
  text("messages without a sender"),
  text("messages without a text"),
  text("messages without a time"),
  text("notices of Mattermost itself"),
  text("notices of Slack itself"),
  text("other things"),
  text("people without a name"),
  text("pictures of people"),
  text("reactions without a name"),
  text("reactions without a name or a person"),
  text("roles and permission schemes"),
  text("settings of people: they choose their own here"),
  text("threads without their first message: their answers stand in the channel"),
];

/** Those with something of the archive in them. */
const PATTERNS: readonly [RegExp, Text][] = [
  [/^files such as (.*)$/s, text("files such as {what}")],
  [/^files beyond the (\d+) of a message$/, text("files beyond the {what} of a message")],
  [/^lines longer than ([\d.]+) MB$/, text("lines longer than {what} MB")],
  [/^ends of messages longer than (\d+) characters$/, text("ends of messages longer than {what} characters")],
  [/^entries of the type (".*")$/s, text("entries of the type {what}")],
];

/** A reason in the language of the page; one that the page does not know stays as the host says it. */
export function leftWords(why: string): string {
  const known = REASONS.find((reason) => reason === why);
  if (known) return t(known);
  for (const [pattern, words] of PATTERNS) {
    const found = pattern.exec(why);
    if (found) return t(words, { what: found[1]! });
  }
  return why;
}
