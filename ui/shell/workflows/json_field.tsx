import { Field, Textarea } from "@bulkhead/kit";

export interface JsonFieldProps {
  label: string;
  hint?: string;
  text: string;
  rows?: number;
  onChange(text: string): void;
}

/** A value as JSON, with what is wrong with it. */
export function JsonField({ label, hint, text, rows = 8, onChange }: JsonFieldProps) {
  return (
    <Field label={label} hint={hint} error={parseJson(text).problem}>
      {(control) => (
        <Textarea
          {...control}
          spellCheck={false}
          rows={rows}
          className="font-mono text-12"
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

/** Nothing at all for an empty text. */
export function parseJson(text: string): { value?: unknown; problem?: string } {
  if (!text.trim()) return {};
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { problem: `This is not JSON: ${(error as Error).message}` };
  }
}
