import { addSpeakingPart, type Language, spoken } from "./language.ts";

/** Forms of a text by the categories of `Intl.PluralRules` of the language. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** Another language, whole. */
export interface Catalogue<Text extends string, PluralText extends string> {
  texts: Record<Text, string>;
  plurals: Record<PluralText, Forms>;
}

export interface TextsOptions<Text extends string, PluralText extends string> {
  /** What stands in an English text in the place of its plural where there is one of something. */
  one: Record<PluralText, string>;
  /** The other languages, each loaded when it is spoken. */
  languages: Record<Exclude<Language, "en">, () => Promise<Catalogue<Text, PluralText>>>;
}

/** Values of a text, by the names of their places. */
export type Values = Record<string, string | number>;

/** How a part of the cockpit says its texts. The English text is the key of its translations; `{name}` stands for a value. */
export interface Texts<Text extends string, PluralText extends string> {
  /** A text in the language of the page. */
  t(text: Text, values?: Values): string;
  /** A text that depends on how many there are; `{count}` stands for the number. */
  plural(text: PluralText, count: number, values?: Values): string;
  /** Names a text that is drawn elsewhere with `t`. */
  text(name: Text): Text;
  /** The same as `t` for what may be somebody else's words: such stay as they are. */
  known(words: string): string;
}

/** The texts of a part of the cockpit, in the language of the page from now on. */
export function defineTexts<Text extends string, PluralText extends string>(
  { one, languages }: TextsOptions<Text, PluralText>,
): Texts<Text, PluralText> {
  let catalogue: Catalogue<Text, PluralText> | undefined;
  addSpeakingPart({
    prepare: async (language) => {
      const next = language === "en" ? undefined : await languages[language]();
      return () => void (catalogue = next);
    },
  });
  return {
    t: (text, values) => filled(catalogue?.texts[text] ?? text, values),
    plural: (text, count, values) => {
      const form = rulesOf(catalogue ? spoken.get().language : "en").select(count);
      const forms = catalogue?.plurals[text];
      return filled(forms ? forms[form] ?? forms.other : form === "one" ? one[text] : text, { count, ...values });
    },
    text: (name) => name,
    known: (words) => catalogue && Object.hasOwn(catalogue.texts, words) ? catalogue.texts[words as Text] : words,
  };
}

const rules = new Map<Language, Intl.PluralRules>();

function rulesOf(language: Language): Intl.PluralRules {
  let found = rules.get(language);
  if (!found) rules.set(language, found = new Intl.PluralRules(language));
  return found;
}

function filled(pattern: string, values?: Values): string {
  return values ? pattern.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole)) : pattern;
}
