import { t } from "../i18n/language.ts";
import { changePreferences, DEFAULTS } from "../state/preferences.ts";
import type { Preferences } from "../state/wire.ts";
import { attempt, useChat, usePersonal } from "../use_chat.ts";

/** What this person chose, with the defaults where they chose nothing, and how to choose otherwise. */
export function usePreferences(): [Required<Preferences>, (change: Preferences) => void] {
  const chat = useChat();
  const chosen = usePersonal((state) => state.preferences);
  const change = (next: Preferences) => attempt(changePreferences(chat, next), t("It was not changed"));
  return [{ ...DEFAULTS, ...chosen }, change];
}
