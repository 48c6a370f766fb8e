import { RadioGroup } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";

export interface AccessChoiceProps {
  value: "open" | "closed";
  onChange(value: "open" | "closed"): void;
}

/** Who comes into a workspace. */
export function AccessChoice({ value, onChange }: AccessChoiceProps) {
  return (
    <RadioGroup
      label={t("Who comes in")}
      value={value}
      onChange={onChange}
      options={[
        { value: "closed", label: t("Closed"), hint: t("Its members add others; nobody else knows that it is there.") },
        {
          value: "open",
          label: t("Open to all"),
          hint: t("Everybody on this server finds and joins it, guests excepted."),
        },
      ]}
    />
  );
}
