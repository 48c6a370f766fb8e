import { createContext, type ReactNode, useContext, useEffect, useMemo } from "react";
import { type KitLanguage, type KitWord, kitWord, kitWordOr } from "./words.ts";

/** The words of the kit in the language of a page, and how times are written there. */
export interface KitWords {
  language: KitLanguage;
  /** BCP 47, for dates and times; undefined: the browser's. */
  locale?: string;
  /** A word of the kit. */
  word(word: KitWord, values?: Record<string, string | number>): string;
  /** The same for a word that may be a page's own: such a one stays as it is. */
  or(word: string): string;
}

function wordsIn(language: KitLanguage, locale?: string): KitWords {
  return {
    language,
    locale,
    word: (word, values) => kitWord(language, word, values),
    or: (word) => kitWordOr(language, word),
  };
}

const ENGLISH = wordsIn("en");
const Context = createContext<KitWords>(ENGLISH);

/** What is told beside the page, such as toasts, speaks the language of the page that is on the screen. */
let onScreen = ENGLISH;

export interface KitLanguageProviderProps {
  language: KitLanguage;
  locale?: string;
  children: ReactNode;
}

/** A page in another language than the cockpit's: all components of the kit below speak it. */
export function KitLanguageProvider({ language, locale, children }: KitLanguageProviderProps) {
  const words = useMemo(() => wordsIn(language, locale), [language, locale]);
  const around = useContext(Context);
  useEffect(() => {
    onScreen = words;
    return () => {
      if (onScreen === words) onScreen = around;
    };
  }, [words, around]);
  return <Context value={words}>{children}</Context>;
}

/** The kit's words where this component stands. */
export function useKitWords(): KitWords {
  return useContext(Context);
}

/** The kit's words in the language of the page that is on the screen. */
export function wordsOnScreen(): KitWords {
  return onScreen;
}
