import { Plus, X } from "lucide-react";
import { useId } from "react";
import { Button, IconButton, Input } from "@bulkhead/kit";
import type { SettingField } from "../../../state/settings/fields.ts";
import { Problem } from "./problem.tsx";

export interface TextsControlProps {
  field: SettingField;
  error?: string;
  texts: readonly string[];
  onChange(texts: string[]): void;
}

/** Several short texts, one a line. */
export function TextsControl({ field, error, texts, onChange }: TextsControlProps) {
  const id = useId();
  const full = field.maxItems !== undefined && texts.length >= field.maxItems;
  const add = () => {
    onChange([...texts, ""]);
    // The new line is there after the next drawing.
    setTimeout(() => document.getElementById(`${id}-${texts.length}`)?.focus());
  };
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-13 font-medium text-ink-2">
        {field.label}
        {field.required && <span className="font-normal text-ink-3">, needed</span>}
      </legend>
      {texts.map((text, index) => (
        <div key={index} className="flex gap-1">
          <Input
            id={`${id}-${index}`}
            aria-label={`${field.label}, ${index + 1}`}
            aria-invalid={error ? true : undefined}
            value={text}
            onChange={(event) => onChange(texts.map((each, at) => at === index ? event.target.value : each))}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || event.nativeEvent.isComposing || full) return;
              event.preventDefault();
              add();
            }}
          />
          <IconButton
            label={`Take away ${text || "this line"}`}
            icon={<X size={15} aria-hidden />}
            onClick={() => onChange(texts.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <div>
        <Button size="sm" disabled={full} icon={<Plus size={13} aria-hidden />} onClick={add}>
          Add{texts.length > 0 ? " another" : ""}
        </Button>
      </div>
      {error
        ? <Problem error={error} />
        : field.description && <p className="text-12 text-ink-3">{field.description}</p>}
    </fieldset>
  );
}
