import { Store } from "../store.ts";

/** Languages that are complete, by their own names. */
export const LANGUAGES = { en: "English", de: "Deutsch" } as const;
export type Language = keyof typeof LANGUAGES;
/** What somebody chooses: a language, or that of their browser. */
export type LanguageChoice = Language | "auto";

/** What the page speaks. */
export interface Spoken {
  language: Language;
  /** Another number whenever texts of it have come. */
  texts: number;
}

/** A part of the cockpit that has texts of its own. */
export interface SpeakingPart {
  /** Makes the texts ready; what it answers puts them in force. */
  prepare(language: Language): Promise<() => void>;
}

/** Whoever draws texts is drawn anew when it changes. */
export const spoken: Store<Spoken> = new Store<Spoken>({ language: "en", texts: 0 });
const parts: SpeakingPart[] = [];
let wanted: Language = "en";

/** Changes the language of the whole page, once the texts of all its parts are there. */
export async function setLanguage(next: Language): Promise<void> {
  wanted = next;
  const ready = await Promise.all(parts.map((part) => part.prepare(next)));
  // Somebody has chosen another one meanwhile.
  if (wanted !== next || spoken.get().language === next) return;
  for (const put of ready) put();
  tell(next);
}

/** Has a part speak the language of the page from now on; its texts come by themselves. */
export function addSpeakingPart(part: SpeakingPart): void {
  parts.push(part);
  const { language } = spoken.get();
  if (wanted === "en" && language === "en") return;
  void part.prepare(wanted).then((put) => {
    if (spoken.get().language !== wanted) return void setLanguage(wanted);
    put();
    tell(wanted);
  });
}

function tell(language: Language): void {
  if (globalThis.document) document.documentElement.lang = language;
  spoken.update(({ texts }) => ({ language, texts: texts + 1 }));
}

/** The language that is meant by a choice; `auto` and what is not known follow the browser. */
export function languageOf(chosen: string | undefined, browser: readonly string[]): Language {
  const known = (tag: string) => Object.keys(LANGUAGES).find((each) => each === tag.split("-")[0]!.toLowerCase());
  const found = (chosen && known(chosen)) || browser.map(known).find((each) => each !== undefined);
  return (found ?? "en") as Language;
}

/** For formatters of times and numbers: the language of the page, in the region of the browser where it has one. */
export function locale(): string | undefined {
  const now = spoken.get().language;
  return globalThis.navigator?.languages?.find((tag) => tag.split("-")[0] === now) ?? now;
}
