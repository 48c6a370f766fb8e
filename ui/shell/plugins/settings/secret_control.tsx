import { Check, KeyRound } from "lucide-react";
import { Badge, Button, Field, PasswordField } from "@bulkhead/kit";
import type { SettingField } from "../../../state/settings/fields.ts";
import type { SecretRaw } from "../../../state/settings/values.ts";
import { Problem } from "./problem.tsx";

export interface SecretControlProps {
  field: SettingField;
  error?: string;
  raw: SecretRaw;
  isSet: boolean;
  onChange(raw: SecretRaw): void;
}

/** A value that is never shown again: set, replaced or cleared. */
export function SecretControl({ field, error, raw, isSet, onChange }: SecretControlProps) {
  const keep = () => onChange({ act: "keep", text: "" });
  if (raw.act === "replace" || (!isSet && raw.act === "keep")) {
    return (
      <Field label={field.label} hint={field.description} error={error} mark={field.required ? "needed" : undefined}>
        {(control) => (
          <div className="flex items-start gap-2">
            <div className="min-w-0 flex-1">
              <PasswordField
                {...control}
                autoComplete="new-password"
                spellCheck={false}
                value={raw.text}
                autoFocus={isSet}
                onChange={(event) =>
                  // Nothing typed where nothing is set is no change.
                  onChange(
                    !isSet && event.target.value === ""
                      ? { act: "keep", text: "" }
                      : { act: "replace", text: event.target.value },
                  )}
              />
            </div>
            {isSet && <Button kind="ghost" onClick={keep}>Keep the old</Button>}
          </div>
        )}
      </Field>
    );
  }
  const cleared = raw.act === "clear";
  return (
    <div className="flex flex-col gap-1.5" role="group" aria-label={field.label}>
      <p className="text-13 font-medium text-ink-2">
        {field.label}
        {field.required && <span className="font-normal text-ink-3">, needed</span>}
      </p>
      <div className="flex min-h-8 flex-wrap items-center gap-2">
        <KeyRound size={14} className="text-ink-3" aria-hidden />
        {cleared
          ? <Badge tone="warn">Will be cleared</Badge>
          : <Badge tone="ok" icon={<Check size={11} strokeWidth={2.5} aria-hidden />}>Set</Badge>}
        <span className="ml-1 flex gap-1">
          <Button size="sm" onClick={() => onChange({ act: "replace", text: "" })}>Replace</Button>
          {cleared
            ? <Button size="sm" kind="ghost" onClick={keep}>Keep it</Button>
            : !field.required && (
              <Button size="sm" kind="ghost" onClick={() => onChange({ act: "clear", text: "" })}>Clear</Button>
            )}
        </span>
      </div>
      {error
        ? <Problem error={error} />
        : field.description && <p className="text-12 text-ink-3">{field.description}</p>}
    </div>
  );
}
