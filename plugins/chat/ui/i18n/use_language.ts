import { useEffect, useSyncExternalStore } from "react";
import { useChannels, usePersonal } from "../use_chat.ts";
import { type Language, language, languageOf, setLanguage } from "./language.ts";

/** The language of the page: what this person chose, or their browser's. */
export function useLanguage(): Language {
  const chosen = usePersonal((state) => state.preferences.language);
  const { phase } = useChannels();
  const next = languageOf(chosen, navigator.languages);
  useEffect(() => {
    // Until the preferences are there the browser's language would be a guess that is taken back.
    if (phase !== "loading") void setLanguage(next);
  }, [next, phase]);
  return useSyncExternalStore(language.subscribe, language.get);
}
