import { Section, Select, Switch } from "@bulkhead/kit";
import { LANGUAGES, t } from "../i18n/language.ts";
import type { Preferences } from "../state/wire.ts";
import { Setting } from "./setting.tsx";
import { usePreferences } from "./use_preferences.ts";

type Switchable = "enterSends" | "convertEmoticons" | "compact" | "unreadFirst";

/** How chat reads and writes. */
export function ReadingSettings() {
  const [preferences, change] = usePreferences();
  const choice = (name: Switchable, label: string, hint: string) => (
    <Setting
      label={label}
      hint={hint}
      control={
        <Switch
          label={label}
          checked={preferences[name]}
          onChange={(on) => change({ [name]: on } as Pick<Preferences, Switchable>)}
        />
      }
    />
  );
  const languages = Object.entries(LANGUAGES).map(([value, label]) => ({ value, label: label as string }));
  return (
    <>
      <Section title={t("Writing")}>
        <div>
          {choice(
            "enterSends",
            t("Enter sends"),
            t("Off: Enter begins a new line, and Ctrl or ⌘ with Enter sends. Shift with Enter is always a new line."),
          )}
          {choice("convertEmoticons", t("Signs become emoji"), t("🙂 for :) and a few others, when you send."))}
        </div>
      </Section>
      <Section title={t("Reading")}>
        <div>
          {choice("compact", t("Dense messages"), t("Small pictures and less room between them."))}
          {choice("unreadFirst", t("Unread first"), t("In each section of the sidebar what is new stands above."))}
        </div>
      </Section>
      <Section title={t("Language")}>
        <Setting
          label={t("Language of the pages")}
          hint={t("Messages stay as they were written.")}
          control={
            <Select
              label={t("Language of the pages")}
              className="w-48"
              value={preferences.language in LANGUAGES ? preferences.language : "auto"}
              options={[{ value: "auto", label: t("As your browser") }, ...languages]}
              onChange={(language) => change({ language })}
            />
          }
        />
      </Section>
    </>
  );
}
