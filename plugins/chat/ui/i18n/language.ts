import { Store } from "@bulkhead/ui";
import type { Forms } from "./forms.ts";
import type { DE, DE_PLURALS } from "./de/mod.ts";

/** A text of the page as it is written in the sources: English, and the key of its translations. `{name}` stands for a value. */
export type Text = keyof typeof DE;
/** A text that depends on a number, by its English plural. */
export type PluralText = keyof typeof DE_PLURALS;
/** Another language, whole. */
export interface Catalogue {
  texts: Record<Text, string>;
  plurals: Record<PluralText, Forms>;
}

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

/** Languages that are complete, by their own names. */
export const LANGUAGES = { en: "English", de: "Deutsch" } as const;
export type Language = keyof typeof LANGUAGES;

const LOADERS: Record<Exclude<Language, "en">, () => Promise<Catalogue>> = {
  de: () => import("./de/mod.ts").then(({ DE, DE_PLURALS }) => ({ texts: DE, plurals: DE_PLURALS })),
};

/** The language of the page; whoever draws texts is drawn anew when it changes. */
export const language: Store<Language> = new Store<Language>("en");
let catalogue: Catalogue | undefined;
let rules = new Intl.PluralRules("en");
let wanted: Language = "en";

/** Changes the language, once its texts are there. */
export async function setLanguage(next: Language): Promise<void> {
  wanted = next;
  const loaded = next === "en" ? undefined : await LOADERS[next]();
  // Somebody has chosen another one meanwhile.
  if (wanted !== next || language.get() === next) return;
  catalogue = loaded;
  rules = new Intl.PluralRules(next);
  language.set(next);
}

/** The language that is meant by a choice; `auto` and what is not known follow the browser. */
export function languageOf(chosen: string | undefined, browser: readonly string[]): Language {
  const known = (tag: string) => Object.keys(LANGUAGES).find((each) => each === tag.split("-")[0]!.toLowerCase());
  const found = (chosen && known(chosen)) || browser.map(known).find((each) => each !== undefined);
  return (found ?? "en") as Language;
}

/** For formatters of times and numbers: the language of the page, in the region of the browser where it has one. */
export function locale(): string | undefined {
  const now = language.get();
  return globalThis.navigator?.languages?.find((tag) => tag.split("-")[0] === now) ?? now;
}

/** A text in the language of the page. */
export function t(text: Text, values?: Record<string, string | number>): string {
  return filled(catalogue?.texts[text] ?? text, values);
}

/** A text that depends on how many there are; `{count}` stands for the number. */
export function plural(text: PluralText, count: number, values?: Record<string, string | number>): string {
  const form = rules.select(count);
  const forms = catalogue?.plurals[text];
  const chosen = forms ? forms[form] ?? forms.other : form === "one" ? ENGLISH_ONE[text] : text;
  return filled(chosen, { count, ...values });
}

/** Names a text that is drawn elsewhere with {@linkcode t}. */
export function text(name: Text): Text {
  return name;
}

function filled(pattern: string, values?: Record<string, string | number>): string {
  return values ? pattern.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole)) : pattern;
}
