import { useId, useState } from "react";
import { Field, Input } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";
import { isTimezone } from "../state/preferences.ts";

export interface TimezoneInputProps {
  value: string;
  /** Only with one that there is. */
  onChange(timezone: string): void;
  hint?: string;
}

/** A time zone by name, with those that there are to choose from. */
export function TimezoneInput({ value, onChange, hint }: TimezoneInputProps) {
  const list = useId();
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setTyped(value);
  }
  const wrong = typed !== "" && !isTimezone(typed);
  return (
    <Field
      label={t("Time zone")}
      hint={hint}
      error={wrong ? t("There is no such time zone. Expected a name such as Europe/Berlin.") : undefined}
    >
      {(control) => (
        <>
          <Input
            {...control}
            list={list}
            spellCheck={false}
            autoComplete="off"
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value);
              if (isTimezone(event.target.value)) onChange(event.target.value);
            }}
            onBlur={() => wrong && setTyped(value)}
          />
          <datalist id={list}>
            {Intl.supportedValuesOf("timeZone").map((name) => <option key={name} value={name} />)}
          </datalist>
        </>
      )}
    </Field>
  );
}
