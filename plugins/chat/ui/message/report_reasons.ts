import type { ReportReason } from "../state/wire.ts";
import { t, type Text, text } from "../i18n/language.ts";

const WORDS: Record<ReportReason, Text> = {
  spam: text("Spam"),
  harassment: text("Harassment"),
  private_data: text("Private data"),
  other: text("Something else"),
};

/** A reason for which messages are reported, in the language of the page. */
export function reasonWord(reason: ReportReason): string {
  return t(WORDS[reason]);
}
