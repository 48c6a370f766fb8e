import { defineTexts } from "@bulkhead/ui";
import type { DE, DE_PLURALS } from "./de/mod.ts";

export { type Language, LANGUAGES, locale, setLanguage } from "@bulkhead/ui";

/** A text of the page as it is written in the sources: English, and the key of its translations. `{name}` stands for a value. */
export type Text = keyof typeof DE;
/** A text that depends on a number, by its English plural. */
export type PluralText = keyof typeof DE_PLURALS;

/** What stands in an English text in the place of its plural where there is one of something. */
export const ENGLISH_ONE: Record<PluralText, string> = {
  mentions: "mention",
  "{count} attempts": "{count} attempt",
  "{count} emoji of your own": "{count} emoji of your own",
  "{count} files": "{count} file",
  "{count} members": "{count} member",
  "{count} people": "{count} person",
  "{count} replies": "{count} reply",
  "{count} reports": "{count} report",
  "{number} messages": "{number} message",
  "reported messages wait": "reported message waits",
};

export const { t, plural, text } = defineTexts<Text, PluralText>({
  one: ENGLISH_ONE,
  languages: {
    de: () => import("./de/mod.ts").then(({ DE, DE_PLURALS }) => ({ texts: DE, plurals: DE_PLURALS })),
  },
});
