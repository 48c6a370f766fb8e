import { useId } from "react";
import { Checkbox, Field, Input, Select, Switch, Textarea } from "@bulkhead/kit";
import type { SettingsDraft } from "../../../state/settings/draft.ts";
import type { SettingField } from "../../../state/settings/fields.ts";
import type { Raw, SecretRaw } from "../../../state/settings/values.ts";
import { Problem } from "./problem.tsx";
import { SecretControl } from "./secret_control.tsx";
import { TextsControl } from "./texts_control.tsx";

export interface ControlProps {
  field: SettingField;
  draft: SettingsDraft;
}

/** One setting with the control that fits its kind. */
export function SettingControl({ field, draft }: ControlProps) {
  const raw = draft.raw(field);
  const error = draft.state.get().problems[field.pointer];
  const type = (next: Raw) => draft.type(field, next);
  switch (field.kind) {
    case "group":
      return <Group field={field} draft={draft} />;
    case "switch":
      return <Toggle field={field} error={error} on={raw === true} onChange={type} />;
    case "choices":
      return <Choices field={field} error={error} chosen={raw as readonly string[]} onChange={type} />;
    case "texts":
      return <TextsControl field={field} error={error} texts={raw as readonly string[]} onChange={type} />;
    case "secret":
      return (
        <SecretControl field={field} error={error} raw={raw as SecretRaw} isSet={draft.isSet(field)} onChange={type} />
      );
    default:
      return <OneValue field={field} error={error} text={String(raw)} onChange={type} />;
  }
}

interface ValueProps {
  field: SettingField;
  error?: string;
  text: string;
  onChange(text: string): void;
}

/** A text, a number, a choice or JSON: one control under one label. */
function OneValue({ field, error, text, onChange }: ValueProps) {
  return (
    <Field label={field.label} hint={hintOf(field)} error={error} mark={markOf(field)}>
      {(control) => {
        const input = {
          ...control,
          value: text,
          required: field.required,
          spellCheck: false,
          onChange: (event: { target: { value: string } }) => onChange(event.target.value),
        };
        switch (field.kind) {
          case "long":
            return <Textarea {...input} rows={5} spellCheck />;
          case "json":
            return <Textarea {...input} rows={8} className="font-mono text-12" />;
          case "number":
            return (
              <Input
                {...input}
                inputMode={field.integer ? "numeric" : "decimal"}
                className="tabular max-w-40"
              />
            );
          case "choice":
            return (
              <Select
                {...control}
                label={field.label}
                value={text}
                onChange={onChange}
                options={field.options!.map((option, index) => ({ value: String(index), label: option.label }))}
                className="w-full max-w-80"
              />
            );
          default:
            return (
              <Input
                {...input}
                type={field.input}
                autoComplete="off"
                className={SHORT.has(field.input!) ? "max-w-60" : undefined}
              />
            );
        }
      }}
    </Field>
  );
}

/** Most settings have a value from the start: told is what must not be left out. */
function markOf(field: SettingField): "needed" | undefined {
  return field.required && field.name !== "" ? "needed" : undefined;
}

const SHORT = new Set(["date", "time", "datetime-local"]);

/** The author's words and, for a number, its bounds. */
function hintOf(field: SettingField): string | undefined {
  const { min, max, kind, description } = field;
  const bounds = kind !== "number"
    ? undefined
    : min !== undefined && max !== undefined
    ? `${min} to ${max}`
    : min !== undefined
    ? `At least ${min}`
    : max !== undefined
    ? `At most ${max}`
    : undefined;
  const json = kind === "json" ? "As JSON" : undefined;
  return [description, bounds ?? json].filter(Boolean).map((part) => part!.replace(/\.?$/, ".")).join(" ") || undefined;
}

function Toggle(
  { field, error, on, onChange }: { field: SettingField; error?: string; on: boolean; onChange(on: boolean): void },
) {
  return (
    <div className="flex items-start justify-between gap-4">
      <div className="min-w-0">
        <p className="text-13 font-medium text-ink-2">{field.label}</p>
        {field.description && <p className="text-12 text-ink-3 wrap-anywhere">{field.description}</p>}
        <Problem error={error} />
      </div>
      <Switch label={field.label} checked={on} onChange={onChange} />
    </div>
  );
}

interface ChoicesProps {
  field: SettingField;
  error?: string;
  chosen: readonly string[];
  onChange(chosen: string[]): void;
}

function Choices({ field, error, chosen, onChange }: ChoicesProps) {
  return (
    <fieldset className="flex flex-col gap-2" aria-invalid={error ? true : undefined} tabIndex={-1}>
      <legend className="mb-1.5 text-13 font-medium text-ink-2">
        {field.label}
        {field.required && <span className="font-normal text-ink-3">, needed</span>}
      </legend>
      <div className="flex flex-wrap gap-x-6 gap-y-2">
        {field.options!.map(({ value, label }) => {
          const key = String(value);
          return (
            <Checkbox
              key={key}
              label={label}
              checked={chosen.includes(key)}
              onChange={(on) => onChange(on ? [...chosen, key] : chosen.filter((each) => each !== key))}
            />
          );
        })}
      </div>
      {field.description && !error && <p className="text-12 text-ink-3">{field.description}</p>}
      <Problem error={error} />
    </fieldset>
  );
}

function Group({ field, draft }: ControlProps) {
  const id = useId();
  return (
    <div role="group" aria-labelledby={id} className="flex flex-col gap-5 rounded-card border border-line p-4">
      <div>
        <p id={id} className="text-13 font-semibold">{field.label}</p>
        {field.description && <p className="text-12 text-ink-3 wrap-anywhere">{field.description}</p>}
      </div>
      {field.fields!.map((inner) => <SettingControl key={inner.pointer} field={inner} draft={draft} />)}
    </div>
  );
}
