import { useSyncExternalStore } from "react";
import { toast } from "@bulkhead/kit";
import { type LanguageChoice, languageOf, LANGUAGES, setLanguage, Store, useMe } from "@bulkhead/ui";
import { t } from "../../i18n/texts.ts";

/** Keeps what a person chose with the person, for all their devices. */
export interface LanguageKeeper {
  choose(choice: LanguageChoice): Promise<void>;
}

const chosen = new Store<LanguageChoice>("auto");
let keeper: LanguageKeeper | undefined;

const keyOf = (person: string) => `bulkhead.language.${person}`;

/** Speaks the language that this person chose last in this browser, else the browser's. */
export async function beginLanguage(person: string): Promise<void> {
  let kept: string | null = null;
  try {
    kept = localStorage.getItem(keyOf(person));
  } catch {
    // Without storage it is the browser's, until the person's choice comes.
  }
  await speak(kept !== null && Object.hasOwn(LANGUAGES, kept) ? kept as LanguageChoice : "auto");
}

/** Speaks the language that is chosen, and remembers it in this browser, so that the next start begins with it. */
export async function takeLanguage(person: string, choice: LanguageChoice): Promise<void> {
  try {
    if (choice === "auto") localStorage.removeItem(keyOf(person));
    else localStorage.setItem(keyOf(person), choice);
  } catch {
    // Then it lasts as long as the page.
  }
  await speak(choice);
}

/** Names who keeps the choice; undefined: it lasts in this browser only. */
export function setLanguageKeeper(next: LanguageKeeper | undefined): void {
  keeper = next;
}

/** What this person chose, and how to choose something else. */
export function useLanguageChoice(): { choice: LanguageChoice; choose(next: LanguageChoice): Promise<void> } {
  const me = useMe();
  return {
    choice: useSyncExternalStore(chosen.subscribe, chosen.get),
    choose: async (next) => {
      const before = chosen.get();
      await takeLanguage(me.id, next);
      try {
        await keeper?.choose(next);
      } catch {
        await takeLanguage(me.id, before);
        toast({ tone: "bad", title: t("The language was not kept") });
      }
    },
  };
}

async function speak(choice: LanguageChoice): Promise<void> {
  chosen.set(choice);
  await setLanguage(languageOf(choice, navigator.languages));
}
