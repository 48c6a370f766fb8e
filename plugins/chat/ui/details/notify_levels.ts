import { t } from "../i18n/language.ts";
import type { NotifyLevel } from "../state/wire.ts";

/** What somebody may choose to hear of one conversation. */
export const notifyLevels = (): { value: "default" | NotifyLevel; label: string }[] => [
  { value: "default", label: t("As in your preferences") },
  { value: "all", label: t("Every message") },
  { value: "mentions", label: t("When you are called") },
  { value: "none", label: t("Nothing") },
];
