import type { Ref } from "react";
import { Field } from "../../kit/field.tsx";
import { PasswordField } from "../../kit/input.tsx";
import { t } from "../../i18n/texts.ts";

/** A password that is being chosen. */
export function NewPassword(
  { value, onChange, error, ref, label = t("Password"), large = true }: {
    value: string;
    onChange(value: string): void;
    error?: string;
    ref?: Ref<HTMLInputElement>;
    label?: string;
    large?: boolean;
  },
) {
  return (
    <Field
      label={label}
      error={error}
      hint={t("At least 8 characters. A few unrelated words are strong and easy to remember.")}
    >
      {(control) => (
        <PasswordField
          {...control}
          large={large}
          ref={ref}
          autoComplete="new-password"
          required
          maxLength={256}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
