import { Volume2 } from "lucide-react";
import { Button, RadioGroup, Section, Switch } from "@bulkhead/kit";
import { playChime } from "../chime.ts";
import { t } from "../i18n/language.ts";
import { BrowserPermission } from "./browser_permission.tsx";
import { MutedPeople } from "./muted_people.tsx";
import { ChannelOverrides, ThreadOverrides } from "./overrides.tsx";
import { Keywords } from "./keywords.tsx";
import { PushSettings } from "./push_settings.tsx";
import { QuietHoursSetting } from "./quiet_hours.tsx";
import { Setting } from "./setting.tsx";
import { usePreferences } from "./use_preferences.ts";

/** What somebody hears of, how, and when not. */
export function NotificationSettings() {
  const [preferences, change] = usePreferences();
  return (
    <>
      <Section title={t("You hear of")}>
        <RadioGroup
          label={t("You hear of")}
          value={preferences.notify}
          onChange={(notify) => change({ notify })}
          options={[
            { value: "all", label: t("Every message"), hint: t("In all channels that you are in.") },
            {
              value: "mentions",
              label: t("What calls you"),
              hint: t("Direct messages, your @name, your groups, @channel and keywords."),
            },
            { value: "none", label: t("Nothing"), hint: t("Counts are still shown.") },
          ]}
        />
        <div className="mt-2">
          <Setting
            label={t("Answers in threads that you follow")}
            hint={t("You follow threads that you begin, answer or are called in.")}
            control={
              <Switch
                label={t("Answers in threads that you follow")}
                checked={preferences.threads}
                onChange={(threads) => change({ threads })}
              />
            }
          />
        </div>
      </Section>
      <Keywords keywords={preferences.keywords} onChange={(keywords) => change({ keywords })} />
      <Section title={t("On this device")}>
        <div>
          <Setting
            label={t("Show notifications")}
            hint={t("While this page is in the background.")}
            control={
              <Switch
                label={t("Show notifications")}
                checked={preferences.desktop}
                onChange={(desktop) => change({ desktop })}
              />
            }
          />
          <BrowserPermission />
          <Setting
            label={t("Make a sound")}
            hint={t("When something calls you that is not on the screen.")}
            control={
              <>
                <Button size="sm" kind="ghost" icon={<Volume2 size={14} aria-hidden />} onClick={playChime}>
                  {t("Try")}
                </Button>
                <Switch
                  label={t("Make a sound")}
                  checked={preferences.sound}
                  onChange={(sound) => change({ sound })}
                />
              </>
            }
          />
        </div>
      </Section>
      <PushSettings />
      <QuietHoursSetting quietHours={preferences.quietHours} onChange={(quietHours) => change({ quietHours })} />
      <MutedPeople />
      <ChannelOverrides />
      <ThreadOverrides />
    </>
  );
}
