import { defineTexts } from "../sdk/i18n/texts.ts";
import type { DE, DE_PLURALS } from "./de/mod.ts";

/** A text of the shell as it is written in the sources: English, and the key of its translations. `{name}` stands for a value. */
export type Text = keyof typeof DE;
/** A text that depends on a number, by its English plural. */
export type PluralText = keyof typeof DE_PLURALS;

/** What stands in an English text in the place of its plural where there is one of something. */
export const ENGLISH_ONE: Record<PluralText, string> = {
  "There were too many calls of {method}; it goes on in {count} s.":
    "There were too many calls of {method}; it goes on in a second.",
  methods: "method",
  "{count} events could not be taken": "One event could not be taken",
  "{count} people": "{count} person",
  "{count} runs of {name} failed or are paused": "{count} run of {name} failed or is paused",
  "{count} runs of {workflow} ask for an approval": "{count} run of {workflow} asks for an approval",
  "{count} things need you": "{count} thing needs you",
};

export const { t, plural, text, known } = defineTexts<Text, PluralText>({
  one: ENGLISH_ONE,
  languages: {
    de: () => import("./de/mod.ts").then(({ DE, DE_PLURALS }) => ({ texts: DE, plurals: DE_PLURALS })),
  },
});
