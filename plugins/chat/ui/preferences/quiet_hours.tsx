import { Field, Input, Section, Switch } from "@bulkhead/kit";
import { locale, t } from "../i18n/language.ts";
import type { QuietHours } from "../state/wire.ts";
import { Setting } from "./setting.tsx";
import { TimezoneInput } from "./timezone_input.tsx";

export interface QuietHoursSettingProps {
  quietHours: QuietHours | null;
  onChange(quietHours: QuietHours | null): void;
}

/** Days in the order in which this language begins its week, where the browser knows. */
function weekdays(): { day: number; short: string; long: string }[] {
  const here = new Intl.Locale(locale() ?? "en") as Intl.Locale & {
    getWeekInfo?(): { firstDay: number };
    weekInfo?: { firstDay: number };
  };
  const first = (here.getWeekInfo?.() ?? here.weekInfo)?.firstDay ?? 1;
  return Array.from({ length: 7 }, (_, index) => {
    const day = (first + index) % 7;
    // The 4th of January 1970 was a Sunday.
    const date = new Date(Date.UTC(1970, 0, 4 + day));
    const name = (weekday: "short" | "long") => date.toLocaleDateString(locale(), { weekday, timeZone: "UTC" });
    return { day, short: name("short"), long: name("long") };
  });
}

/** When nothing makes a noise: from, to, on which days, and where. */
export function QuietHoursSetting({ quietHours, onChange }: QuietHoursSettingProps) {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const start = (): QuietHours => ({ from: "19:00", to: "08:00", timezone: here, weekdays: [0, 1, 2, 3, 4, 5, 6] });
  return (
    <Section title={t("Quiet hours")}>
      <Setting
        label={t("Be left alone at times")}
        hint={t("What calls you then is counted, and neither shown nor heard.")}
        control={
          <Switch
            label={t("Be left alone at times")}
            checked={quietHours !== null}
            onChange={(on) => onChange(on ? start() : null)}
          />
        }
      />
      {quietHours && (
        <div className="grid max-w-xl grid-cols-2 gap-4 pb-2 md:grid-cols-[120px_120px_1fr]">
          <Time label={t("From")} value={quietHours.from} onChange={(from) => onChange({ ...quietHours, from })} />
          <Time label={t("To")} value={quietHours.to} onChange={(to) => onChange({ ...quietHours, to })} />
          <div className="max-md:col-span-2">
            <TimezoneInput
              value={quietHours.timezone}
              onChange={(timezone) => onChange({ ...quietHours, timezone })}
            />
          </div>
          <fieldset className="col-span-full">
            <legend className="pb-1.5 text-13 font-medium text-ink-2">{t("On these days")}</legend>
            <div className="flex flex-wrap gap-1.5">
              {weekdays().map(({ day, short, long }) => {
                const on = quietHours.weekdays.includes(day);
                const next = on
                  ? quietHours.weekdays.filter((each) => each !== day)
                  : [...quietHours.weekdays, day].sort();
                return (
                  <button
                    key={day}
                    type="button"
                    aria-pressed={on}
                    onClick={() => onChange({ ...quietHours, weekdays: next })}
                    className="h-8 min-w-11 rounded-control border border-line-strong px-2 text-13 text-ink-2 hover:bg-hover aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent-ink max-md:h-11"
                  >
                    <span aria-hidden>{short}</span>
                    <span className="sr-only">{long}</span>
                  </button>
                );
              })}
            </div>
          </fieldset>
        </div>
      )}
    </Section>
  );
}

function Time({ label, value, onChange }: { label: string; value: string; onChange(value: string): void }) {
  return (
    <Field label={label}>
      {(control) => (
        <Input
          {...control}
          type="time"
          required
          value={value}
          onChange={(event) => event.target.value && onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
